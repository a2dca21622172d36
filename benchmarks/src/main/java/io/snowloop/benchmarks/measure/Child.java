package io.snowloop.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that is measured, or that one which is measured works with: on one CPU, from its start until it is closed. */
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

    /** Starts it. What it has to say goes into the log. */
    public static Child start(String cpus, List<String> command, Path log) throws IOException {
        Files.createDirectories(log.getParent());
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpus));
        pinned.addAll(command);
        return new Child(new ProcessBuilder(pinned).redirectError(log.toFile()).start(), log);
    }

    /** Its process: taskset has become the program. */
    public long pid() {
        return process.pid();
    }

    /** Whether it is still there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Asks it in one line, and waits for the line that it answers.
     *
     * @throws GoneException if it has ended, naming its log
     */
    public String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new GoneException("the process has gone, see " + log);
        }
        return answer;
    }

    /** The process has ended before it was to. */
    public static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException(String message) {
            super(message);
        }
    }

    /** Lets it end in its own way, which it does when its standard input does; waits for that. */
    public void end() throws IOException, InterruptedException {
        questions.close();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
