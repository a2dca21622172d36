// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.testing.ProjectFolder;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once") // many seeds
class OutageTest {
    @TempDir
    private Path folder;

    private static String run(long seed) {
        return CommandRun.of("run", "simulated-outage", "--seed", String.valueOf(seed))
                .out();
    }

    @Seeds
    void theFetchSurvivesEveryOutageAndLeavesNothing(long seed) {
        assertThat(run(seed).lines())
                .anyMatch(line -> line.endsWith("the link is cut ===="))
                .anyMatch(line -> line.endsWith("200 OK: sunny, later on"))
                .last()
                .isEqualTo("Left over: nothing. To run it again: --seed " + seed);
    }

    @Test
    void theSameSeedPrintsTheSameByteForByteAndAnotherDoesNot() {
        byte[] first = CommandRun.of("run", "simulated-outage", "--seed", "46").bytes();
        assertThat(CommandRun.of("run", "simulated-outage", "--seed", "46").bytes())
                .isEqualTo(first);
        assertThat(CommandRun.of("run", "simulated-outage", "--seed", "43").bytes())
                .isNotEqualTo(first);
    }

    @Test
    void withoutASeedItDrawsOneAndNamesIt() {
        CommandRun run = CommandRun.of("run", "simulated-outage");
        assertThat(run.exitCode()).isZero();
        String seed = run.out().strip().replaceFirst("(?s).*--seed ", "");
        assertThat(run.out()).isEqualTo(run(Long.parseLong(seed)));
    }

    @Test
    void whatIsLostIsOnTheTimelineAndSoIsWhenItIsSentAgain() {
        assertThat(run(46).lines())
                .containsSubsequence(
                        "   0.175                            ==== the link is cut ====",
                        "   0.449                            lost x------- DATA 132 #1",
                        "   2.616                            SYN #2 ------------x lost",
                        "   3.624                            SYN again #2 ------x lost",
                        "  18.170                            == the link is restored ==",
                        "  18.202                            <------ DATA 132 again #1");
    }

    @Test
    void theReadmesPictureIsTheRunOfASeed() throws Exception {
        Path picture = ProjectFolder.ROOT.resolve("docs/outage.svg");
        String drawn = draw(47);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(picture, drawn);
        }
        assertThat(Files.readString(picture)).isEqualTo(drawn);
    }

    @Test
    void thePictureHasEachAttemptAndEachSegment() {
        String drawn = draw(46);
        assertThat(drawn).contains("6 attempts, then the response").contains("200 OK");
        assertThat(drawn.lines().filter(line -> line.contains("class=\"sent\"")))
                .hasSize(10);
        assertThat(drawn.lines().filter(line -> line.contains("class=\"lost\"")))
                .hasSize(10);
    }

    @Test
    void aPictureThatCannotBeWrittenIsOneLineThatNamesTheFile() {
        Path file = folder.resolve("nowhere/outage.svg");

        CommandRun run = CommandRun.of("run", "simulated-outage", "--svg", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("snowloop: there is no folder " + file.getParent() + System.lineSeparator());
    }

    private String draw(long seed) {
        Path file = folder.resolve("outage.svg");
        CommandRun.of("run", "simulated-outage", "--seed", String.valueOf(seed), "--svg", file.toString());
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
