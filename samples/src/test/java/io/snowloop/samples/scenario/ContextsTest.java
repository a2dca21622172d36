// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests that are under way together, over connections that are shared: none sees the context of another one. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class ContextsTest {
    private static final ContextKey<String> ID = ContextKey.of("id");

    /** What each piece of code should have had, and what it had. */
    private record Seen(String expected, String found) {}

    private final List<Seen> seen = new ArrayList<>();
    private World world;

    private void check(String id) {
        seen.add(new Seen(id, String.valueOf(Context.current().get(ID))));
    }

    private Future<Response> handle(Request request) {
        check("null");
        String id = request.path();
        return Context.current()
                .with(ID, id)
                .call(() -> request.body()
                        .collect(100_000)
                        .flatMap(body -> {
                            check(id);
                            return id.startsWith("/leaf") ? Future.completed(Response.text(id)) : ask(id, body);
                        })
                        .onComplete((response, error) -> check(id)));
    }

    /** Waits, and asks the server for a leaf. */
    private Future<Response> ask(String id, Body body) {
        Duration pause = Duration.ofMillis(world.simulation.random().nextInt(50));
        return world.serverLoop.sleep(pause).flatMap(slept -> {
            check(id);
            world.serverLoop.execute(() -> check(id));
            world.serverLoop.schedule(pause, () -> check(id));
            return world.fetcher
                    .fetch(Request.post(world.server.url("/leaf" + id), body))
                    .map(leaf -> {
                        check(id);
                        return Response.text(leaf.text());
                    });
        });
    }

    @Seeds
    void noneSeesThatOfAnother(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World all = new World(simulation, this::handle)) {
            world = all;
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Request request = Request.post(all.server.url("/" + i), Body.of("x".repeat(1 + random.nextInt(500))));
                simulation.at(Duration.ofMillis(random.nextInt(100)), () -> responses.add(all.fetcher.fetch(request)));
            }
            all.settle();
            assertThat(responses)
                    .hasSize(6)
                    .allSatisfy(
                            response -> assertThat(response.resultNow().text()).startsWith("/leaf/"));
        }
        assertThat(seen)
                .hasSize(12 + 12 + 12 + 6 * 4)
                .allSatisfy(each -> assertThat(each.found()).isEqualTo(each.expected()));
    }
}
