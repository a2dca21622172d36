// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.Jdk;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.measure.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A rung in a JVM of its own. */
final class RunningRung implements AutoCloseable {
    private final Child process;
    private final Path log;

    private RunningRung(Child process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one, with options of the JVM. It listens when this returns. */
    static RunningRung start(Rungs.Entry rung, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Jdk.tool("java"));
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RungProcess.class.getName(), rung.name()));
        Path log = Files.createTempFile("snowloop-" + rung.name() + "-", ".log");
        return new RunningRung(Child.start(command, log), log);
    }

    /** The number that it answers with. */
    long ask(String question) throws IOException {
        try {
            return Long.parseLong(process.ask(question));
        } catch (Child.GoneException e) {
            throw new IOException(e.getMessage() + ":\n" + Files.readString(log), e);
        }
    }

    int port() throws IOException {
        return (int) ask("port");
    }

    /** Its process. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.close();
        Files.deleteIfExists(log);
    }
}
