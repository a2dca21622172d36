// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import io.snowloop.samples.measure.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process of a {@link Load}, with all its connections open, on the CPU of the load generator. */
public final class RunningLoad implements AutoCloseable {
    private final Child process;
    private final Path log;

    private RunningLoad(Child process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits until all connections are made. */
    public static RunningLoad start(Path home, Load load, int port) throws IOException, InterruptedException {
        Path program = load.program(home);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(load.arguments(port));
        Path log = program.resolveSibling(program.getFileName() + ".log");
        RunningLoad running = new RunningLoad(Child.start(Cpus.pinned(Cpus.GENERATOR, command), log), log);
        running.ask("ready");
        return running;
    }

    /**
     * Runs the load for so many seconds.
     *
     * @throws IOException if an answer was wrong or did not come; the message says which
     */
    public Load.Count run(int seconds) throws IOException {
        return Load.Count.parse(ask(Integer.toString(seconds)));
    }

    private String ask(String question) throws IOException {
        try {
            return process.ask(question);
        } catch (IOException e) {
            close();
            throw new IOException("the load failed: " + Files.readString(log).strip(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
