// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.server.ServerOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** All kinds of request at once, in all kinds of weather. */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class WeatherTest {
    /** A host may stand still for so long, again and again, while it sets out to call a fetch off. */
    private static final Duration CLOCK_JUMPS = Duration.ofSeconds(10);

    @Seeds
    void whateverTheNetworkDoesShortOfBreakingEveryAnswerIsRight(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        try (World world = new World(simulation, Site.app(simulation.random()))) {
            world.fetchAnything(10, Duration.ofMillis(500));
            world.settle();
            world.calls.forEach(call -> {
                call.assertRight();
                assertThat(world.handled(call)).as("%s was done", call).isEqualTo(1);
            });
        }
    }

    @Seeds
    void cancelledFetchesLeaveTheOthersAlone(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        try (World world = new World(simulation, Site.app(simulation.random()))) {
            world.fetchAnything(10, Duration.ofSeconds(1));
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            assertThat(world.calls)
                    .filteredOn(call -> !call.future.isCancelled())
                    .allSatisfy(Call::assertRight);
        }
    }

    @Seeds
    void whateverBreaksAndWhoeverIsCalledOffTheOthersGoOn(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        FetcherOptions options =
                FetcherOptions.builder().maxPerOrigin(2).maxConnections(2).build();
        try (World world = new World(simulation, Site.app(simulation.random()), ServerOptions.DEFAULT, options)) {
            world.fetchAnything(15, Duration.ofSeconds(1));
            world.cancelSome(Duration.ofSeconds(3));
            world.settle();
            world.calls.forEach(Call::assertRightOrFailed);
        }
    }

    /** Which segments arrive when, and what comes of each fetch: all of it follows from the seed. */
    @Seeds(20)
    void theSameSeedIsTheSameRun(long seed) {
        assertThat(trace(seed)).isEqualTo(trace(seed)).isNotEqualTo(trace(seed + 1));
    }

    private static List<String> trace(long seed) {
        List<String> trace = new ArrayList<>();
        try (Simulation simulation = new Simulation(seed)) {
            simulation.network().faults(Faults.hostile(simulation.random()));
            simulation.network().onSegment(segment -> trace.add(segment.toString()));
            try (World world = new World(simulation, Site.app(simulation.random()))) {
                world.fetchAnything(10, Duration.ofMillis(500));
                world.settle();
                world.calls.forEach(call -> trace.add(call + " in " + call.took()));
            }
        }
        return trace;
    }

    @Seeds
    void whateverBreaksEveryFetchEndsInTimeAndNoBodyIsShort(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        simulation.network().partition(World.SERVER, World.CLIENT, Duration.ofMillis(200), Duration.ofSeconds(4));
        try (World world =
                new World(simulation, Site.app(simulation.random()), ServerOptions.DEFAULT, FetcherOptions.DEFAULT)) {
            world.fetchAnything(10, Duration.ofMillis(500));
            world.settle();
            Duration limit = FetcherOptions.DEFAULT.timeouts().total().plus(CLOCK_JUMPS);
            world.calls.forEach(call -> {
                call.assertRightOrFailed();
                assertThat(call.took()).isLessThan(limit);
            });
        }
    }
}
