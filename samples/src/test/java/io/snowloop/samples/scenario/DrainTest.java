// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** A server that is told to stop while requests come. */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class DrainTest {
    @Seeds
    void whatWasBegunIsAnsweredAndTheRestIsToldAtOnce(Simulation simulation) throws Exception {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World world = new World(
                simulation,
                Site.app(random),
                World.PATIENT_SERVER,
                World.PATIENT_CLIENT.toBuilder()
                        .maxPerOrigin(4)
                        .maxConnections(4)
                        .build())) {
            world.fetchAnything(30, Duration.ofSeconds(2));
            List<Future<?>> drained = new ArrayList<>();
            simulation.at(
                    Duration.ofMillis(random.nextInt(3_000)),
                    () -> drained.add(world.server.drain(Duration.ofHours(12))));
            world.settle();
            assertThat(drained).singleElement().matches(future -> !future.isFailed() && future.isDone());
            world.calls.forEach(call -> {
                if (call.error == null) {
                    call.assertRight();
                }
                assertThat(world.handled(call)).as("%s was handled", call).isEqualTo(call.error == null ? 1 : 0);
                if (call.error != null) {
                    assertThat(call.error).isInstanceOf(IOException.class);
                }
            });
        }
    }
}
