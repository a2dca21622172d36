package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.server.ServerOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.time.Duration;

/** All kinds of request at once, in all kinds of weather. */
class WeatherTest {
    /** A host may stand still for so long, again and again, while it sets out to call a fetch off. */
    private static final Duration CLOCK_JUMPS = Duration.ofSeconds(10);

    @Seeds
    void whateverTheNetworkDoesShortOfBreakingEveryAnswerIsRight(Simulation simulation) {
        simulation.network().faults(Faults.benign(simulation.random()));
        try (World world = new World(simulation, Site.app(simulation.random()))) {
            world.fetchAnything(10, Duration.ofMillis(500));
            world.settle();
            world.calls.forEach(Call::assertRight);
        }
    }

    @Seeds
    void whateverBreaksEveryFetchEndsInTimeAndNoBodyIsShort(Simulation simulation) {
        simulation.network().faults(Faults.hostile(simulation.random()));
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
