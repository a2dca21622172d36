// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that was run in this JVM, as {@code ./snowloop} would run it. */
public final class CommandRun {
    private final int exitCode;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CommandRun(String... args) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(out, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            exitCode = Snowloop.commandLine().execute(args);
            System.out.flush();
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    public static CommandRun of(String... args) {
        return new CommandRun(args);
    }

    public int exitCode() {
        return exitCode;
    }

    /** Its standard output, byte for byte. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public List<String> lines() {
        return out().lines().toList();
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
