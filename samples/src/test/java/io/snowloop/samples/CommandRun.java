// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that was run in this JVM, as {@code ./snowloop} would run it. */
public final class CommandRun {
    private final int exitCode;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CommandRun(@Nullable OutputStream other, String... args) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(other == null ? out : other, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            exitCode = Snowloop.execute(Snowloop.commandLine(), args);
            System.out.flush();
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    public static CommandRun of(String... args) {
        return new CommandRun(null, args);
    }

    /** Its standard output takes nothing, as that of a full disk. */
    static CommandRun onFullDisk(String... args) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return new CommandRun(full, args);
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
