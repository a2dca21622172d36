// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.testing.Installed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a run of curl has come to. */
record Curl(int exit, String printed) {
    /** Has the tests of a class skipped where there is no curl. */
    static void require() {
        assumeTrue(Installed.isThere("curl", "--version"), "no curl on the PATH: it is tested only where there is one");
    }

    /**
     * Runs it.
     *
     * @param folder for its input and output
     * @param input what it reads, as Latin-1
     */
    static Curl run(Path folder, String input, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
        command.addAll(arguments);
        Path output = folder.resolve("output");
        Process curl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Files.writeString(folder.resolve("input"), input).toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(curl.waitFor(40, TimeUnit.SECONDS)).as("curl has ended").isTrue();
        return new Curl(curl.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    /** All that it printed, with plain line ends; if it did not fail. */
    String text() {
        assertThat(exit).as(printed).isZero();
        return printed.replace("\r\n", "\n");
    }
}
