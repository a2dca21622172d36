// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.SecurityHeaders;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * With TLS in between. Its keys are drawn outside of the simulation, so that a run differs from the one before it in what
 * the bytes are, and here and there in how many; what is promised holds for each of them.
 */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class HttpsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue(World.SERVER);

    private static final TlsConfig SERVER_TLS = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain()));

    private static final TlsConfig CLIENT_TLS = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));

    private static World world(Simulation simulation) {
        return world(simulation, Site.app(simulation.random()));
    }

    private static World world(Simulation simulation, Handler app) {
        return new World(
                simulation,
                app,
                World.PATIENT_SERVER,
                World.PATIENT_CLIENT.toBuilder()
                        .tls(CLIENT_TLS.toBuilder().handshakeTimeout(World.LONG).build())
                        .maxPerOrigin(1)
                        .maxConnections(1)
                        .build(),
                SERVER_TLS.toBuilder().handshakeTimeout(World.LONG).build());
    }

    @Seeds
    void everyAnswerIsRightWhateverTheNetworkDoesShortOfBreaking(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        try (World world = world(simulation)) {
            world.fetchAnything(3, Duration.ofMillis(500));
            world.settle();
            world.calls.forEach(Call::assertRight);
        }
    }

    @Seeds
    void everyFetchEndsAndNoBodyIsShortWhateverBreaks(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        try (World world = world(simulation)) {
            world.fetchAnything(3, Duration.ofMillis(500));
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            world.calls.forEach(Call::assertRightOrFailed);
        }
    }

    @Seeds(10)
    void aHandlerKnowsThatItsRequestIsSecure(Simulation simulation) {
        Handler app = new Snow()
                .filter(SecurityHeaders.builder()
                        .strictTransport(Duration.ofMinutes(5))
                        .build())
                .get("/", request -> Response.text("home"));
        try (World world = world(simulation, app)) {
            Call call = world.fetch(Duration.ZERO, Request.get(world.server.url("/")));
            world.settle();
            assertThat(call.response.header("Strict-Transport-Security")).isEqualTo("max-age=300");
        }
        try (World plain = new World(new Simulation(1), app)) {
            Call call = plain.fetch(Duration.ZERO, Request.get(plain.server.url("/")));
            plain.settle();
            assertThat(call.response.header("Strict-Transport-Security")).isNull();
            assertThat(call.response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }
}
