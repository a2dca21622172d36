// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.loop.EventLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each system plays what the docs say of its version. One that is not installed is skipped; with {@code -Dit.rosetta=required} it fails. */
@Tag("once") // the other systems are the same on each JDK, and RosettaCommandTest plays ours
class RosettaIT {
    @TempDir
    Path folder;

    static List<Player> players() {
        return Player.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("players")
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // Maven and Cargo build
    void playsTheOrderOfTheDocs(Player player) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            Performance performance = Performance.of(player, folder, loop);
            assumeTrue(
                    performance.version() != null || "required".equals(System.getProperty("it.rosetta")),
                    performance.problem());
            assertThat(performance.version()).as(performance.problem()).isNotNull();
            assumeTrue(
                    performance.version().startsWith(player.measured()),
                    "the docs have the order of " + player.measured() + ", and here is " + performance.version());
            assertThat(performance.played()).as(performance.problem()).isEqualTo(player.order());
        }
    }

    @Test
    void aProgramThatFailsSaysWhy() throws Exception {
        Player failing = player(List.of("{java}", "-cp", "{classes}", "io.snowloop.samples.NoSuchClass"));
        try (EventLoop loop = EventLoop.open()) {
            Performance performance = Performance.of(failing, folder, loop);

            assertThat(performance.played()).isNull();
            assertThat(performance.problem()).contains("NoSuchClass");
            assertThat(performance.differs(failing)).isTrue();
        }
    }

    @Test
    void anotherOrderDiffersIfTheVersionIsTheSame() throws Exception {
        Player other = player(List.of("{java}", "--version"));
        try (EventLoop loop = EventLoop.open()) {
            assertThat(Performance.of(other, folder, loop).differs(other)).isTrue();
        }
        assertThat(new Performance("2.1", "ab", "").differs(other))
                .as("of another version")
                .isFalse();
    }

    @Test
    void aSystemThatIsMissingDoesNotDiffer() throws Exception {
        Player missing = player(List.of("no-such-program-anywhere"));
        Player asked = new Player(
                "missing",
                "ab",
                "1",
                List.of(),
                List.of("no-such-program-anywhere"),
                List.of(),
                missing.play(),
                "get it");
        try (EventLoop loop = EventLoop.open()) {
            Performance performance = Performance.of(asked, folder, loop);

            assertThat(performance.version()).isNull();
            assertThat(performance.problem()).isEqualTo("get it");
            assertThat(performance.differs(asked)).isFalse();
        }
    }

    private static Player player(List<String> play) {
        return new Player("other", "ab", "1", List.of(), null, List.of(), play, "");
    }
}
