package io.snowloop.samples.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.testing.ProjectFolder;
import io.snowloop.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static String run(long seed) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Outage.run(seed, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Seeds
    void theFetchSurvivesEveryOutageAndLeavesNothing(long seed) throws Exception {
        assertThat(run(seed).lines())
                .anyMatch(line -> line.endsWith("the link is cut ===="))
                .anyMatch(line -> line.endsWith("200 OK: sunny, later on"))
                .last()
                .isEqualTo("Left over: nothing. To run it again: --seed " + seed);
    }

    @Test
    void theSameSeedPrintsTheSameByteForByteAndAnotherDoesNot() {
        byte[] first = CommandRun.of("run", "simulated-outage", "--seed", "42").bytes();
        assertThat(CommandRun.of("run", "simulated-outage", "--seed", "42").bytes())
                .isEqualTo(first);
        assertThat(CommandRun.of("run", "simulated-outage", "--seed", "43").bytes())
                .isNotEqualTo(first);
    }

    @Test
    void withoutASeedItDrawsOneAndNamesIt() throws Exception {
        CommandRun run = CommandRun.of("run", "simulated-outage");
        assertThat(run.exitCode()).isZero();
        String seed = run.out().strip().replaceFirst("(?s).*--seed ", "");
        assertThat(run.out()).isEqualTo(run(Long.parseLong(seed)));
    }

    @Test
    void theChapterShowsWhatItPrints() throws Exception {
        String printed = String.join("\n", run(42).lines().toList());
        assertThat(Files.readString(ProjectFolder.ROOT.resolve("docs/simulator.md")))
                .contains(printed);
    }
}
