// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rungs with a selector, with each of 40 seeds: their servers and their clients, on a network with faults. */
@Tag("once")
class LadderSimulationTest {
    private static final int SEEDS = Integer.getInteger("snowloop.seeds", 40); // at night 1,000
    private static final Map<String, Function<Machine, Rung>> RUNGS = Map.of(
            "select", Select::new,
            "loop", Loop::new,
            "futures", Futures::new,
            "script", Script::new,
            "loops", machine -> new Loops(machine, 3));

    private static void fetch(Stage stage, Rung rung, String client) {
        stage.run(client, host -> {
            List<String> bodies = rung.fetch(LadderRuns.urls(stage, 12), 4);
            for (int i = 0; i < 12; i++) {
                Stage.check(bodies.get(i).equals(Backend.SLOW.answer("/" + i)), "wrong body", "of /" + i);
            }
            Stage.check(bodies.size() == 12, "wrong number", "of bodies");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "loop", "futures", "script", "loops"})
    void everyBodyArrivesOnANetworkWithFaults(String name) {
        Scene scene = stage -> {
            stage.faults(Faults.benign(stage.random()));
            RUNGS.get(name).apply(LadderRuns.machine(stage, "server")).serve(Backend.SLOW);
            fetch(stage, RUNGS.get(name).apply(LadderRuns.machine(stage, "client")), "client");
        };
        assertThat(Scenes.run(scene, SEEDS).failures()).isEmpty();
    }
}
