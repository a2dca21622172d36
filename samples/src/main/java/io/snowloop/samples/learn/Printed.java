// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an answer prints, its first lines: readers print to see what happens, 200 times. */
final class Printed implements AutoCloseable {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_LINES = 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /** From now on all output of this JVM is kept here. */
    Printed() {
        PrintStream kept = new PrintStream(new First(), true, StandardCharsets.UTF_8);
        System.setOut(kept);
        System.setErr(kept);
    }

    /** The first lines so far. */
    List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().limit(MOST_LINES).toList();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }

    /** Keeps so many bytes, and drops the rest. */
    private final class First extends OutputStream {
        @Override
        public void write(int b) {
            if (bytes.size() < MOST_BYTES) {
                bytes.write(b);
            }
        }
    }
}
