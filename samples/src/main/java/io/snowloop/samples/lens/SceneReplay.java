// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.samples.Json;
import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.OutcomeLines;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.server.lens.Replay;
import io.snowloop.sim.Intervention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scene that is run again, with what a reader changes. Where there is a right program, to break the wrong one is a game. */
final class SceneReplay implements Replay {
    private final String name;
    private final Scene scene;
    private final long seed;
    private final @Nullable Scene right;
    private int best = Integer.MAX_VALUE;

    /**
     * A scene with a seed.
     * @param right the same with the right program, for the game; null for none
     */
    SceneReplay(String name, Scene scene, long seed, @Nullable Scene right) {
        this.name = name;
        this.scene = scene;
        this.seed = seed;
        this.right = right;
    }

    @Override
    public String run(String interventions) {
        List<Intervention> changes = Intervention.parse(interventions);
        Outcome outcome = Scenes.run(scene, seed, changes, true);
        List<String> lines = new ArrayList<>(OutcomeLines.of(name, outcome));
        if (right != null && !changes.isEmpty()) {
            lines.add(Json.of(Map.of("verdict", verdict(outcome.failure(), right, changes))));
        }
        return String.join("\n", lines) + "\n";
    }

    private synchronized String verdict(@Nullable Failure failure, Scene same, List<Intervention> changes) {
        if (failure == null) {
            return "The program stands that.";
        }
        Failure ofRight = Scenes.run(same, seed, changes, false).failure();
        if (ofRight != null) {
            return "The right program fails as well, so this does not count: " + ofRight.symptom() + ".";
        }
        best = Math.min(best, changes.size());
        return "It fails: " + failure.symptom() + ". The right program stands the same. You took "
                + moves(changes.size()) + "; your best is " + moves(best) + ".";
    }

    @Override
    public String goal() {
        if (right == null) {
            return "";
        }
        int fewest = FewestMoves.of(scene, right, seed).size();
        return "You are the network: make this program fail in as few moves as you can. It counts if the right program stands the same. "
                + (fewest == 0
                        ? "No single move and no pair that was tried does it."
                        : "It can be done in " + moves(fewest) + ".");
    }

    private static String moves(int number) {
        return number == 1 ? "1 move" : number + " moves";
    }
}
