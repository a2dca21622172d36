// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.time.Duration;
import java.util.List;

/**
 * With TLS in between. Its keys are drawn outside of the simulation, so that a run differs from the one before it in what
 * the bytes are, and here and there in how many; what is promised holds for each of them.
 */
@EverySegmentation({Segmentation.WHOLE, Segmentation.BYTES})
class HttpsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue(World.SERVER);

    /** The arithmetic runs on the loop: a simulation has one thread. */
    private static final TlsConfig SERVER_TLS = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain())).toBuilder()
            .taskExecutor(Runnable::run)
            .build();

    private static final TlsConfig CLIENT_TLS =
            TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate))).toBuilder()
                    .taskExecutor(Runnable::run)
                    .build();

    private static World world(Simulation simulation) {
        return new World(
                simulation,
                Site.app(simulation.random()),
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
}
