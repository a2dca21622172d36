// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static io.snowloop.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.RateLimit;
import io.snowloop.server.session.CookieSigner;
import io.snowloop.server.session.SessionStore;
import io.snowloop.server.session.Sessions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.Random;

/** Sessions and limits, on the clock of the simulation. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class SessionsTest {
    private static Snow app() {
        Sessions sessions = Sessions.builder(CookieSigner.of(new byte[32]), SessionStore.inMemory(100))
                .maxIdle(Duration.ofMinutes(10))
                .build();
        return new Snow()
                .filter(sessions)
                .get("/", request -> Response.text("" + session(request).get("user")))
                .get(
                        "/slow",
                        (request, loop) -> loop.sleep(Duration.ofSeconds(3)).map(slept -> {
                            session(request).set("page", "slow");
                            return Response.text("slow");
                        }))
                .get("/login", request -> {
                    session(request).renew();
                    session(request).set("user", "holle");
                    return Response.text("in");
                })
                .get("/logout", request -> {
                    session(request).end();
                    return Response.text("out");
                });
    }

    private static Request get(World world, String path, Call login) {
        String cookie = login.response.header("Set-Cookie").replaceAll(";.*", "");
        return Request.get(world.server.url(path)).withHeader("Cookie", cookie);
    }

    private static Call login(World world) {
        Call login = world.fetch(Duration.ZERO, Request.get(world.server.url("/login")));
        world.simulation.runFor(Duration.ofMinutes(1));
        return login;
    }

    /** Requests of a session that are under way while it ends do not bring it back, in whatever order they come. */
    @Seeds(50)
    void aSessionThatHasEndedStaysEnded(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        Random random = simulation.random();
        try (World world = new World(simulation, app())) {
            Call login = login(world);
            for (int i = 0; i < 5; i++) {
                String path = i == 2 ? "/logout" : "/slow";
                world.fetch(world.now().plusMillis(random.nextInt(4_000)), get(world, path, login));
            }
            simulation.runFor(Duration.ofMinutes(2));
            Call after = world.fetch(world.now(), get(world, "/", login));
            world.settle();
            assertThat(after.response.text()).isEqualTo("null");
        }
    }

    @Seeds(20)
    void aSessionEndsByTheClockOfTheLoop(Simulation simulation) {
        try (World world = new World(simulation, app())) {
            Call login = login(world);
            Call early = world.fetch(world.now().plusMinutes(8), get(world, "/", login));
            Call late = world.fetch(world.now().plusMinutes(19), get(world, "/", login));
            world.settle();
            assertThat(early.response.text()).isEqualTo("holle");
            assertThat(late.response.text()).isEqualTo("null");
        }
    }

    @Seeds(20)
    void aClientThatWaitsAsItIsToldIsServedAgain(Simulation simulation) {
        Snow app = new Snow()
                .filter(RateLimit.rateLimit(3, Duration.ofMinutes(1)))
                .get("/", request -> Response.text("home"));
        try (World world = new World(simulation, app)) {
            for (int i = 0; i < 3; i++) {
                world.fetch(Duration.ofMillis(i), Request.get(world.server.url("/")));
            }
            Call refused = world.fetch(Duration.ofSeconds(1), Request.get(world.server.url("/")));
            simulation.runFor(Duration.ofSeconds(2));
            assertThat(refused.response.status().code()).isEqualTo(429);
            Duration wait = Duration.ofSeconds(Long.parseLong(refused.response.header("Retry-After")));
            Call again = world.fetch(Duration.ofSeconds(1).plus(wait), Request.get(world.server.url("/")));
            world.settle();
            assertThat(again.response.text()).isEqualTo("home");
        }
    }
}
