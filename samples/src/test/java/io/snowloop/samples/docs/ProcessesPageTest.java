// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.LineReader;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.process.ChildProcess;
import io.snowloop.process.Command;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/processes.md} shows. The program that is run is this class, in a JVM of its own. */
class ProcessesPageTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Prints lines, as many as its argument says; or copies its input; or never ends. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "copy" -> System.in.transferTo(System.out);
            case "wait" -> {
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            default -> {
                for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
                    System.out.println("line " + i);
                }
            }
        }
    }

    private static Command program(String argument) {
        return Command.of(
                JAVA,
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessesPageTest.class.getName(),
                argument);
    }

    @Test
    void aProgramIsRun() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            // region run
            Future<String> version = Command.of(JAVA, "--version")
                    .run(loop)
                    .map(result -> result.output().text() + "exit code " + result.exit());
            // endregion
            assertThat(loop.runUntil(version)).startsWith("openjdk ").endsWith("exit code 0");
        }
    }

    @Test
    void aCommandHasSettings() throws Exception {
        Path folder = Path.of("").toRealPath();
        try (EventLoop loop = EventLoop.open()) {
            // region settings
            Command copy = program("copy")
                    .in(folder)
                    .with("LANG", "C.UTF-8")
                    .input(Body.of("snow"))
                    .limit(1_000_000); // bytes of its output
            Future<Command.Result> run = copy.run(loop).timeout(ofSeconds(60));
            // endregion
            assertThat(loop.runUntil(run).output().text()).isEqualTo("snow");
        }
    }

    @Test
    void linesComeOneByOne() throws Exception {
        List<String> log = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            // region lines
            Future<Integer> end = program("3")
                    .mergeErrors()
                    .start(loop)
                    .flatMap(child -> LineReader.of(child.output())
                            .forEach(line -> {
                                log.add(line);
                                return Future.completed(null); // or what to wait for
                            })
                            .flatMap(all -> child.exit()));
            // endregion
            assertThat(loop.runUntil(end)).isZero();
            assertThat(log).containsExactly("line 1", "line 2", "line 3");
        }
    }

    @Test
    void aProgramAnswers() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            ChildProcess child = loop.runUntil(program("copy").start(loop));
            Future<String> answer = loop.submit(() -> ask(child, LineReader.of(child.output()), "snow"));
            assertThat(loop.runUntil(answer)).isEqualTo("snow");
        }
    }

    // region ask
    static Future<String> ask(ChildProcess child, LineReader<String> answers, String question) {
        return child.write(ByteBuffer.wrap((question + "\n").getBytes(UTF_8))).flatMap(written -> answers.next());
    }
    // endregion

    @Test
    void aProgramThatDoesNotEndIsEnded() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            ChildProcess child =
                    loop.runUntil(program("wait").grace(ofSeconds(60)).start(loop));
            loop.runUntil(loop.submit(() -> LineReader.of(child.output()).next()));
            // region stop
            Future<Integer> code = loop.submit(child::stop);
            // endregion
            assertThat(loop.runUntil(code)).isNotZero();
        }
    }

    @Test
    void aViewHasAllOfTheOutput() throws Exception {
        Command command = program("2");
        // region view
        Snow app = new Snow()
                .get(
                        "/report",
                        (request, loop) -> command.run(loop)
                                .map(result -> result.exit() == 0
                                        ? Response.text(result.output().text())
                                        : Response.of(Status.BAD_GATEWAY)));
        // endregion
        try (EventLoop loop = EventLoop.open()) {
            Response report = loop.runUntil(loop.submit(() -> app.handle(Request.get("/report"))));
            assertThat(report.text()).isEqualToNormalizingNewlines("line 1\nline 2\n");
        }
    }

    @Test
    void aBrowserFollowsAProgram() throws Exception {
        Command command = program("20000").mergeErrors();
        // region stream
        Snow app = new Snow()
                .get(
                        "/log",
                        request -> EventStream.of(
                                request,
                                events -> command.start(Scheduler.current()).onComplete((child, error) -> {
                                    if (error == null) {
                                        follow(child, events);
                                    } else { // there is no such program
                                        events.close();
                                    }
                                })));
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
    private static void follow(ChildProcess child, EventStream events) {
        events.closed().onDone(child::stop); // the reader has gone
        LineReader.of(child.output()).forEach(line -> send(events, line)).onDone(events::close);
    }

    private static Future<?> send(EventStream events, String line) {
        return events.send(line) || !events.isOpen()
                ? Future.completed(null)
                : events.whenWritable().flatMap(writable -> send(events, line));
    }
    // endregion
}
