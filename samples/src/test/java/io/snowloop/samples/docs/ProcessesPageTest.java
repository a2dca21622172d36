// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/processes.md} shows. The program that is run is this class, in a JVM of its own. */
class ProcessesPageTest {
    private static final int MOST = 1_000_000;

    /** Prints lines: as many as its first argument says. With a second one it never ends. */
    public static void main(String[] args) throws InterruptedException {
        for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
            System.out.println("line " + i);
        }
        if (args.length > 1) {
            new CountDownLatch(1).await();
        }
        System.exit(args[0].equals("0") ? 3 : 0);
    }

    private static List<String> program(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessesPageTest.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    // region lines
    /** Runs a program. A function gets each line that it prints, on the loop. The result is its exit code. */
    static Future<Integer> run(List<String> command, Scheduler loop, Function<String, Future<?>> line)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Promise<Integer> end = loop.newPromise();
        end.onCancel(process::destroyForcibly); // and so at the end of end.timeout(limit)
        Thread reader = new Thread(() -> read(process, loop, line, end), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        return end;
    }

    private static void read(Process process, Scheduler loop, Function<String, Future<?>> line, Promise<Integer> end) {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                String text = next;
                loop.submit(() -> line.apply(text)).await(); // no faster than the lines are used
            }
            end.complete(process.waitFor());
        } catch (Exception e) {
            end.fail(e);
        } finally {
            process.destroyForcibly();
        }
    }
    // endregion

    @Test
    void aViewHasAllOfTheOutput() throws Exception {
        List<String> command = program("2");
        // region view
        Snow app = new Snow().get("/report", (request, loop) -> {
            StringBuilder output = new StringBuilder();
            return run(command, loop, line -> {
                        output.append(line).append('\n');
                        return output.length() < MOST
                                ? Future.completed(null)
                                : Future.failed(new IOException("too much"));
                    })
                    .map(code -> Response.text(output.toString()));
        });
        // endregion
        try (EventLoop loop = EventLoop.open()) {
            Response report = loop.runUntil(loop.submit(() -> app.handle(Request.get("/report"))));
            assertThat(report.text()).isEqualTo("line 1\nline 2\n");
        }
    }

    @Test
    void linesComeOneByOne() throws Exception {
        List<String> lines = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            Future<Integer> end = run(program("3"), loop, line -> {
                assertThat(loop.inEventLoop()).isTrue();
                lines.add(line);
                return Future.completed(null);
            });
            assertThat(loop.runUntil(end)).isZero();
            assertThat(lines).containsExactly("line 1", "line 2", "line 3");
            assertThat(loop.runUntil(run(program("0"), loop, line -> Future.completed(null))))
                    .isEqualTo(3);
        }
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            Promise<ProcessHandle> seen = loop.newPromise();
            Future<Integer> end = run(program("1", "and wait"), loop, line -> {
                ProcessHandle.current().children().forEach(seen::complete);
                return Future.completed(null);
            });
            ProcessHandle child = loop.runUntil(seen);
            end.cancel();
            assertThat(loop.runUntil(Future.from(loop, child.onExit())).isAlive())
                    .isFalse();
        }
    }

    @Test
    void aBrowserFollowsAProgram() throws Exception {
        List<String> command = program("20000");
        // region stream
        Snow app = new Snow()
                .get(
                        "/log",
                        request -> EventStream.of(request, events -> {
                            Future<Integer> end = follow(command, events);
                            events.closed().onDone(end::cancel); // the reader has gone
                            end.onComplete((code, error) -> events.close());
                        }));
        // endregion
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create();
                EventSource log = EventSource.of(fetcher, server.url("/log"))) {
            for (int i = 1; i <= 20_000; i++) {
                assertThat(fetcher.runUntil(log.next())).isEqualTo(ServerSentEvent.of("line " + i));
            }
        }
    }

    // region follow
    private static Future<Integer> follow(List<String> command, EventStream events) {
        try {
            return run(command, Scheduler.current(), line -> send(events, line));
        } catch (IOException e) { // there is no such program
            return Future.failed(e);
        }
    }

    private static Future<?> send(EventStream events, String line) {
        return events.send(line) || !events.isOpen()
                ? Future.completed(null)
                : events.whenWritable().flatMap(writable -> send(events, line));
    }
    // endregion
}
