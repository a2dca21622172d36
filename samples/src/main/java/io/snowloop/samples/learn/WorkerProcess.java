// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.Jdk;
import io.snowloop.samples.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The worker, seen from the command: started when it is first asked, and again after an answer has taken it down. */
final class WorkerProcess implements AutoCloseable {
    private static final long SECONDS_TO_END = 5;

    /** A good answer takes a few seconds. An endless one has limits in the worker; this one needs nothing of it. */
    private static final long SECONDS_TO_GRADE = 300;

    /** A grade has some kilobytes in a line. */
    private static final int LONGEST_LINE = 1 << 22;

    private final long secondsToGrade;
    private @Nullable Process process;

    WorkerProcess() {
        this(SECONDS_TO_GRADE);
    }

    /** With another limit. */
    WorkerProcess(long secondsToGrade) {
        this.secondsToGrade = secondsToGrade;
    }

    /** The grade of an order. Blocks until it is there. */
    Grade ask(Worker.Order order) throws IOException {
        Process worker = started();
        Grade grade;
        try {
            Writer out = worker.outputWriter(StandardCharsets.UTF_8);
            out.write(Json.of(order) + "\n");
            out.flush();
            grade = read(worker, order);
        } catch (IOException e) {
            close();
            throw e;
        }
        if (grade.kind() == Grade.Kind.ENDLESS) {
            close(); // its thread is still busy, and nothing else can stop it
        }
        return grade;
    }

    private Grade read(Process worker, Worker.Order order) throws IOException {
        String line;
        try {
            line = line(worker).get(secondsToGrade, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return endless(order, "it does not end: there is no grade after " + secondsToGrade + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endless(order, "interrupted");
        } catch (ExecutionException e) {
            throw new IOException("cannot read the grade: " + e.getCause(), e);
        }
        if (line.isEmpty()) {
            return endless(
                    order,
                    "the answer has ended the JVM in which it ran, with System.exit or more memory than there is");
        }
        if (line.startsWith("\"")) {
            throw new IOException(Json.read(line, String.class));
        }
        try {
            return Json.read(line, Grade.class);
        } catch (JacksonException e) {
            throw new IOException(
                    "in place of a grade came " + Printable.quote(line)
                            + ": write to System.out, and not to FileDescriptor.out",
                    e);
        }
    }

    private static Grade endless(Worker.Order order, String sentence) {
        return Grade.notRun(order.exercise(), Grade.Kind.ENDLESS, sentence, List.of());
    }

    /** The next line, or so much of it as a grade may have; empty if the worker ends: a process of an answer may keep the pipe open. */
    private static CompletableFuture<String> line(Process worker) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(worker.inputReader(StandardCharsets.UTF_8), line), "grades");
        reader.setDaemon(true);
        reader.start();
        CompletableFuture<?> unused = worker.onExit().thenRun(() -> line.completeOnTimeout("", 1, TimeUnit.SECONDS));
        return line;
    }

    private static void read(BufferedReader in, CompletableFuture<String> line) {
        StringBuilder text = new StringBuilder();
        try {
            int next = in.read();
            while (next >= 0 && next != '\n' && text.length() < LONGEST_LINE) {
                text.append((char) next);
                next = in.read();
            }
            line.complete(text.toString().strip());
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    private Process started() throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            running = new ProcessBuilder(
                            Jdk.tool("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Worker.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process = running;
        }
        return running;
    }

    /** Ends the worker. */
    @Override
    public void close() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
