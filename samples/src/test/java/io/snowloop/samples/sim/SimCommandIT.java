// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Snowloop;
import io.snowloop.testing.ProjectFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A program with {@code Selector.open()}: it needs a JVM that has not opened a channel yet. */
class SimCommandIT {
    private static final Path FOLDER = ProjectFolder.ROOT.resolve("samples/src/test/resources/io/snowloop/samples/sim");

    private static final Path ECHO = ProjectFolder.ROOT.resolve("samples/programs/Echo.java");

    @Test
    void aProgramForARealNetworkRunsWithoutAChange() throws Exception {
        assertThat(sim(ECHO, "--faults", "none")).isEqualTo("none of 200 seeds fails");
        assertThat(sim(ECHO)).contains("seeds fail; the first is seed ", "--seed ");
    }

    @Test
    void aLoopWithoutACallOfTheSimulationIsFound() throws Exception {
        assertThat(sim(FOLDER.resolve("Counts.java"), "--limit", "2"))
                .contains("seed 1 does not end: it has computed for 2 s (--limit)")
                .matches("(?s).*, at Counts.java:(7|8|9).*");
    }

    private static String sim(Path file, String... more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Snowloop.class.getName(),
                "sim",
                file.toString());
        builder.command().addAll(java.util.List.of(more));
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }
}
