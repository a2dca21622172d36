// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints. */
public final class Printed {
    /** A main method without its arguments. */
    @FunctionalInterface
    public interface Program {
        void run() throws Exception;
    }

    private Printed() {}

    /** The lines that it prints to the standard output. */
    public static List<String> by(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
