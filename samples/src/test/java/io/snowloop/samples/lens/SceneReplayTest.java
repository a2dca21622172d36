// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.sim.Intervention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A scene that is run again with changes, and the game of breaking a program with few of them. */
@Tag("once") // the search takes ten seconds
class SceneReplayTest {
    private static SceneReplay desk(String name) {
        Animal<?> animal = Zoo.named(name).orElseThrow();
        return new SceneReplay(name, animal.deskOfWrong(), 1, animal.deskOfRight());
    }

    @Test
    void aRunIsAnOutcomeWithItsTraces() {
        SceneReplay replay = new SceneReplay("why-late", WhyLateCommand.SCENE, 1, null);
        assertThat(replay.goal()).isEmpty();
        assertThat(replay.run("").lines())
                .startsWith("{\"snowloop-scene\":2,\"scene\":\"why-late\",\"seed\":1,"
                        + "\"hosts\":{\"client\":\"10.0.0.1\",\"server\":\"10.0.0.2\"}}")
                .anyMatch(line -> line.startsWith("{\"trace\":\"server\",\"snowloop-trace\":2,"));
        assertThat(replay.run("hold=server:35ms:1s").lines())
                .noneMatch(line -> line.contains("verdict"))
                .anyMatch(line -> line.contains("985 ms late"));
        assertThatThrownBy(() -> replay.run("hold=server")).hasMessageContaining("is not an intervention such as");
    }

    @Test
    void theGameSaysWhatCountsAndKeepsTheBest() {
        SceneReplay game = desk("short-write");
        assertThat(game.goal()).endsWith("It can be done in 1 move.");
        assertThat(game.run("")).doesNotContain("verdict");
        assertThat(game.run("drop=1")).contains("The program stands that.");
        assertThat(game.run("drop=1,short-write=2:1"))
                .contains(
                        "It fails: bytes lost. The right program stands the same. You took 2 moves; your best is 2 moves.");
        assertThat(game.run("short-write=2:1")).contains("You took 1 move; your best is 1 move.");
        assertThat(game.run("drop=1,short-write=2:1")).contains("You took 2 moves; your best is 1 move.");
    }

    @Test
    void whatBreaksTheRightProgramTooDoesNotCount() {
        assertThat(desk("short-write").run("delay=3:100000s"))
                .contains("The right program fails as well, so this does not count: ");
    }

    /** The table of docs/lens.md. Of the others, no single one of the moves and no pair that is tried does it. */
    @Test
    void theFewestMovesOfTheZoo() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Animal<?> animal : Zoo.ALL) {
            List<Intervention> moves = FewestMoves.of(animal.deskOfWrong(), animal.deskOfRight(), 1);
            if (!moves.isEmpty()) {
                found.put(animal.card().name(), moves.toString());
                assertThat(Scenes.run(animal.deskOfWrong(), 1, moves, false).failure())
                        .isNotNull();
                assertThat(Scenes.run(animal.deskOfRight(), 1, moves, false).failure())
                        .isNull();
            }
        }
        assertThat(found)
                .containsEntry("one-recv", "[split=3:1]")
                .containsEntry("short-write", "[short-write=2:1]")
                .containsEntry("write-always", "[drop=2]")
                .containsEntry("forgotten-cancel", "[drop=3, drop=4]")
                .hasSize(11);
    }

    @Test
    void aLivelockIsAFailureAsAnyOther() {
        assertThat(desk("write-always").run("drop=2")).contains("It fails: livelock.");
    }
}
