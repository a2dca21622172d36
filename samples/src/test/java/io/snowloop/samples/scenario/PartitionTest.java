// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Timeouts;
import io.snowloop.http.Request;
import io.snowloop.http.Version;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** A network that falls apart into two halves, and is made whole again. */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class PartitionTest {
    /** With HTTP/2, the connection as a whole may be given up before: its PING is not answered. */
    private static final Map<Version, Class<?>[]> ERRORS = Map.of(
            Version.HTTP_1_1,
            new Class<?>[] {ConnectTimeoutException.class, ReadTimeoutException.class},
            Version.HTTP_2,
            new Class<?>[] {ConnectTimeoutException.class, ReadTimeoutException.class, ConnectionClosedException.class
            });

    @Seeds
    void whoeverWaitsLongEnoughGetsEveryAnswer(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        for (long at = 0; at < 20_000; ) {
            long cut = at + random.nextInt(2_000);
            at = cut + random.nextInt(5_000);
            simulation.network().partition(World.SERVER, World.CLIENT, Duration.ofMillis(cut), Duration.ofMillis(at));
        }
        try (World world = new World(simulation, Site.app(random))) {
            world.fetchAnything(10, Duration.ofSeconds(15));
            world.settle();
            world.calls.forEach(call -> {
                call.assertRight();
                assertThat(world.handled(call)).isEqualTo(1);
            });
        }
    }

    @Seeds
    void whoeverDoesNotIsToldInTimeAndTheNextFetchAfterwardsSucceeds(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(random.nextInt(100))));
        Timeouts timeouts = Timeouts.builder()
                .connect(seconds(random))
                .read(seconds(random))
                .total(World.LONG)
                .build();
        FetcherOptions options = FetcherOptions.builder()
                .timeouts(timeouts)
                .maxPerOrigin(100)
                .maxConnections(100)
                .build();
        Duration cut = Duration.ofMillis(random.nextInt(1_000));
        Duration healed = cut.plus(Duration.ofMinutes(1 + random.nextInt(10)));
        simulation.network().partition(World.SERVER, World.CLIENT, cut, healed);
        try (World world = new World(simulation, Site.app(random), World.PATIENT_SERVER, options)) {
            world.fetchAnything(10, Duration.ofSeconds(2));
            Call afterwards = world.fetch(healed, Request.get(world.server.url("/bytes/100?afterwards")));
            world.settle();
            afterwards.assertRight();
            world.calls.remove(afterwards);
            world.calls.forEach(call -> {
                if (call.error == null) {
                    call.assertRight();
                } else {
                    assertThat(call.error).isInstanceOfAny(ERRORS.get(VersionExtension.current()));
                    assertThat(call.took())
                            .isLessThan(timeouts.connect().plus(timeouts.read()).plusSeconds(5));
                }
            });
        }
    }

    private static Duration seconds(Random random) {
        return Duration.ofSeconds(1 + random.nextInt(20));
    }
}
