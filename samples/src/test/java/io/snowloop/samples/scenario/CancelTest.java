// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.time.Duration;
import java.util.Random;

/** A fetch that is called off, at each step of its way. */
@EveryVersion
class CancelTest {
    /** Longer than anything is under way, and shorter than any time-out but that of idle connections. */
    private static final Duration MOMENT = Duration.ofMinutes(1);

    /** A fetch that is called off when its last byte comes leaves an idle connection, which is as it should be. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    /** Runs once for each segment that the whole exchange takes, with the fetch called off when that one arrives. */
    @Seeds
    void everythingIsFreedAtOnceAndTheNextInLineGoes(long seed) {
        int steps = run(seed, Integer.MAX_VALUE);
        assertThat(steps).isGreaterThan(4);
        for (int step = 0; step < steps; step += 1 + steps / 50) {
            run(seed, step);
        }
    }

    /** Returns how many segments arrived. */
    private static int run(long seed, int step) {
        try (Simulation simulation = new Simulation(seed)) {
            Random random = simulation.random();
            simulation.network().faults(weather(random));
            int[] arrived = {0};
            try (World world = new World(
                    simulation,
                    Site.app(random),
                    World.PATIENT_SERVER,
                    World.PATIENT_CLIENT.toBuilder()
                            .maxPerOrigin(1)
                            .maxConnections(1)
                            .keepAlive(KEEP_ALIVE)
                            .build())) {
                Call call = world.fetch(Duration.ZERO, Site.anything(world, 0));
                boolean another = random.nextBoolean();
                if (step == 0) {
                    simulation.at(Duration.ZERO, () -> call.future.cancel());
                }
                simulation.network().onSegment(segment -> {
                    if (++arrived[0] == step) {
                        call.future.cancel();
                    }
                });
                Call next =
                        another ? world.fetch(Duration.ZERO, Request.get(world.server.url("/bytes/10?next"))) : null;
                simulation.runFor(MOMENT);
                if (next != null) {
                    next.assertRight();
                } else if (call.error != null) {
                    assertNothingIsLeft(world, call);
                }
                if (step == Integer.MAX_VALUE) {
                    call.assertRight();
                } else {
                    assertThat(call.future.isDone()).isTrue();
                }
            }
            return arrived[0];
        }
    }

    private static void assertNothingIsLeft(World world, Call call) {
        assertThat(call.future.isCancelled()).isTrue();
        assertThat(world.fetcher.inFlight()).isZero();
        assertThat(world.fetcher.connections()).isZero();
        assertThat(world.clientLoop.reactor().registrations()).isZero();
        assertThat(world.clientLoop.pendingTimers()).isZero();
        assertThat(world.serverLoop.reactor().registrations())
                .as("the server's listening socket")
                .isEqualTo(1);
        assertThat(world.serverLoop.pendingTimers()).isZero();
    }

    private static Faults weather(Random random) {
        Faults faults = Faults.NONE.latency(Duration.ofMillis(random.nextInt(50)));
        faults = random.nextBoolean() ? faults : faults.segments(100 << random.nextInt(8));
        faults = random.nextBoolean() ? faults : faults.buffers(100 << random.nextInt(8));
        faults = random.nextBoolean() ? faults : faults.zeroWrites(0.3).shortWrites(0.3);
        return random.nextBoolean() ? faults : faults.spuriousReady(0.3).shuffled();
    }
}
