// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.Jdk;
import io.snowloop.samples.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The worker, seen from the command: started when it is first asked, and again after an answer has taken it down. */
final class WorkerProcess implements AutoCloseable {
    private static final long SECONDS_TO_END = 5;

    private @Nullable Process process;

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

    private static Grade read(Process worker, Worker.Order order) throws IOException {
        String line = worker.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            return Grade.notRun(
                    order.exercise(),
                    Grade.Kind.ENDLESS,
                    "the answer has ended the JVM in which it ran, with System.exit or more memory than there is",
                    List.of());
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
