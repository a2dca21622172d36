// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.testing.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs JavaScript outside of a browser. Where Node.js is missing, a test is skipped; with {@code -Dit.node=required} it fails. */
public final class Node {
    private Node() {}

    /** The command line of a script, to which arguments can be added. */
    public static List<String> command(String script) {
        boolean found = Installed.isThere("node", "--version");
        assumeTrue(
                found || "required".equals(System.getProperty("it.node")), "Node.js is not installed: no command node");
        assertThat(found).as("-Dit.node=required, but there is no command node").isTrue();
        return new ArrayList<>(List.of("node", script));
    }

    /** What the command prints, a line each. */
    public static List<String> run(List<String> command, Path folder) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> text(err)).isZero();
        return Files.readAllLines(out);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
