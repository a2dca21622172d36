// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A measured process, or its load generator, from its start until it is closed. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer questions;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /** Starts a process. Its standard error goes to the log. */
    public static Child start(List<String> command, Path log) throws IOException {
        Files.createDirectories(log.getParent());
        return new Child(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    /** The process id. A program that replaces itself by another one, as taskset does, gives it on. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends one line, and waits for the answer, which is one line.
     *
     * @throws GoneException if the process has ended; the message names its log
     */
    public String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new GoneException("the process has ended, see " + log);
        }
        return answer;
    }

    /** The process has ended unexpectedly. */
    public static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException(String message) {
            super(message);
        }
    }

    /** Closes the standard input, at which the process exits normally, and waits for its end. */
    public void end() throws IOException, InterruptedException {
        questions.close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
