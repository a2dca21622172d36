// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Snowloop;
import io.snowloop.testing.ProjectFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program with {@code Selector.open()}: it needs a JVM that has not opened a channel yet. */
@Tag("once") // it starts many JVMs
class SimCommandIT {
    private static final Path FOLDER = ProjectFolder.ROOT.resolve("samples/src/test/resources/io/snowloop/samples/sim");

    @TempDir
    private Path folder = Path.of("");

    private static final Path ECHO = ProjectFolder.ROOT.resolve("samples/programs/Echo.java");

    @Test
    void aProgramForARealNetworkRunsWithoutAChange() throws Exception {
        assertThat(sim(ECHO, "--faults", "none")).isEqualTo("none of 200 seeds fails");
        assertThat(sim(ECHO)).contains("seeds fail; the first is seed ", "--seed ");
    }

    @Test
    void aLoopWithoutACallOfTheSimulationIsFound() throws Exception {
        assertThat(sim(FOLDER.resolve("Counts.java"), "--limit", "2").replaceAll("\\s+", " "))
                .contains("seed 1 does not end: it has computed for 2 s, or")
                .matches("(?s).*, at Counts.java:(7|8|9).*exit code 1");
    }

    /** Without a word and with 0 it would look as if no seed fails. */
    @Test
    void aProgramThatEndsTheJvmIsNoSuccess() throws Exception {
        assertThat(sim(FOLDER.resolve("Exits.java")).replaceAll("\\s+", " "))
                .isEqualTo(
                        "snowloop: the program has called System.exit at Exits.java:7, which ends the simulation, too:"
                                + " return from its main method exit code 1");
    }

    @ParameterizedTest
    @CsvSource({
        "socket, threw SocketException on client: java.net.Socket and ServerSocket have no channel",
        "server-socket, threw SocketException on client: java.net.Socket and ServerSocket have no channel",
        "datagram, java.net.DatagramSocket is not simulated",
        "asynchronous, asynchronous channels are not simulated",
        "url, threw SocketException on client: java.net.Socket and ServerSocket have no channel",
    })
    void whatIsNotSimulatedIsRefused(String kind, String message) throws Exception {
        Path file = folder.resolve("Leaves.java");
        Files.writeString(
                file, Files.readString(FOLDER.resolve("Leaves.java")).replace("KIND", kind), StandardCharsets.UTF_8);

        assertThat(sim(file, "--seeds", "2").replaceAll("\\s+", " ")).contains("2 of 2 seeds fail", message);
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
        int exitCode = process.waitFor();
        return exitCode == 0 ? text.strip() : text.strip() + "\nexit code " + exitCode;
    }
}
