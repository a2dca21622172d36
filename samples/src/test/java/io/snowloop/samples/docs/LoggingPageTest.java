// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.Snow.blocking;
import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.RequestId.requestIdOfProxy;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Context;
import io.snowloop.future.ContextScope;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.AccessLog;
import io.snowloop.server.filter.AccessLogFormat;
import io.snowloop.server.filter.RequestId;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What {@code docs/how-to/logging.md} shows: a program, in a JVM of its own with SLF4J's provider on its class path. */
class LoggingPageTest {
    // region program
    /** A server that gets two requests. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            Snow app = new Snow()
                    .filter(accessLog())
                    .get("/", request -> Response.text("home"))
                    .get("/broken", request -> {
                        throw new IllegalStateException("a bug");
                    });
            try (Server server = app.listen(0);
                    Fetcher fetcher = Fetcher.create()) {
                fetcher.runUntil(fetcher.fetch(server.url("/")));
                fetcher.runUntil(fetcher.fetch(server.url("/broken")));
            }
        }
    }
    // endregion

    // region mdc
    record Mdc(String key, String value) implements ContextScope {
        @Override
        public void enter() {
            MDC.put(key, value);
        }

        @Override
        public void leave() {
            MDC.remove(key);
        }
    }
    // endregion

    /** A server whose views log, at once and later. */
    static final class ProgramWithMdc {
        private static final Logger LOG = LoggerFactory.getLogger("app");

        private static Response logged(String what, Request request) {
            LOG.info("{} {}", what, request.path());
            return Response.text(what);
        }

        public static void main(String[] args) throws Exception {
            // region mdc-filter
            Snow app = new Snow()
                    .filter(requestIdOfProxy())
                    .filter((request, next) -> Context.current()
                            .with(new Mdc("request", RequestId.of(request)))
                            .call(() -> next.handle(request)))
                    .filter(accessLog())
                    // endregion
                    .get("/later", (request, loop) -> {
                        logged("asked", request);
                        return loop.sleep(ofMillis(1)).map(slept -> logged("answered", request));
                    })
                    .get("/blocking", blocking(request -> logged("answered", request)));
            try (Server server = app.listen(0);
                    Fetcher fetcher = Fetcher.create()) {
                for (String path : List.of("/later", "/blocking")) {
                    Request request = Request.get(server.url(path))
                            .withHeader(RequestId.HEADER, "id-of" + path.replace('/', '-'));
                    fetcher.runUntil(fetcher.fetch(request));
                }
                LOG.info("end");
            }
        }
    }

    @Test
    void recordsHaveTheIdOfTheirRequestWhereverTheyAreMade(@TempDir Path folder) throws Exception {
        Path settings = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%X{request:-none} %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        List<String> lines = run(
                ProgramWithMdc.class,
                System.getProperty("java.class.path") + jars("platform-logging") + jars("logback"),
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-Dlogback.configurationFile=" + settings);

        assertThat(lines)
                .contains(
                        "id-of-later app asked /later",
                        "id-of-later app answered /later",
                        "id-of-blocking app answered /blocking",
                        "none app end")
                .anySatisfy(line -> assertThat(line).startsWith("id-of-later AccessLog GET /later 200 8 bytes"));
    }

    // region write
    /** For a thread of its own: the disk may make it wait. The file may be renamed at any time. An empty line is the end. */
    static void write(BlockingQueue<String> lines, Path file) throws InterruptedException {
        boolean end;
        boolean failing = false;
        do {
            List<String> next = new ArrayList<>(List.of(lines.take()));
            lines.drainTo(next);
            end = next.remove("");
            try {
                Files.write(file, next, CREATE, APPEND);
                failing = false;
            } catch (IOException e) { // the disk is full: these lines are lost, and later ones are not
                if (!failing) {
                    System.getLogger("access").log(Level.WARNING, "cannot write to " + file + ": lines are lost", e);
                }
                failing = true;
            }
        } while (!end);
    }
    // endregion

    @Test
    void linesOfTheAccessLogGoToAFile(@TempDir Path folder) throws Exception {
        // region access-log
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(10_000);
        AccessLog accessLog = AccessLog.builder()
                .format(AccessLogFormat.COMBINED)
                .sink(lines::offer) // when it is full, a line is lost, and no loop waits
                .build();
        // endregion
        Snow app = new Snow().filter(accessLog).get("/", request -> Response.text("home"));

        app.handle(Request.get("/?a=1").withHeader("User-Agent", "curl/8.14 \"x\""));
        lines.add("");
        write(lines, folder.resolve("access.log"));

        assertThat(Files.readString(folder.resolve("access.log")))
                .matches("- - - \\[.*] \"GET /\\?a=1 HTTP/1.1\" 200 4 \"-\" \"curl/8.14 \\\\\"x\\\\\"\"\n");
    }

    @Test
    void aDiskThatIsFullIsLoggedAndDoesNotEndTheWriter(@TempDir Path folder) throws Exception {
        BlockingQueue<String> lines = new ArrayBlockingQueue<>(10, true, List.of("lost", "lost as well", ""));
        try (CapturedLog log = new CapturedLog("access")) {
            write(lines, folder.resolve("missing").resolve("access.log"));

            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("missing", "lines are lost"));
        }
    }

    @Test
    void aLevelIsSetWhileTheServerRuns() {
        // region levels
        Map<String, java.util.logging.Logger> changed = new ConcurrentHashMap<>(); // one that is not kept is forgotten
        Snow forOperators = new Snow().put("/levels/{logger}", request -> {
            java.util.logging.Logger logger = java.util.logging.Logger.getLogger(request.path("logger"));
            logger.setLevel(java.util.logging.Level.parse(request.text())); // FINE is DEBUG
            changed.put(logger.getName(), logger);
            return Response.text(logger.getName() + " " + logger.getLevel());
        });
        // endregion
        System.Logger used = System.getLogger("io.snowloop.page");
        assertThat(used.isLoggable(Level.DEBUG)).isFalse();

        Request request = Request.put("/levels/io.snowloop.page", Body.of("FINE"));
        assertThat(forOperators.handle(request).resultNow().text()).isEqualTo("io.snowloop.page FINE");

        assertThat(used.isLoggable(Level.DEBUG)).isTrue();
        assertThat(changed).hasSize(1);
    }

    @Test
    void aBackendThatIsAwayIsLoggedOnceAndCounted() throws Exception {
        Snow app = new Snow()
                .get(
                        "/price/{id}",
                        (request, loop) -> Future.failed(new HttpException(
                                Status.BAD_GATEWAY, "no price", new ConnectException("10.0.0.9:6379 is away"))));
        try (CapturedLog log = new CapturedLog(Snow.class);
                Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            // region failures
            ServerOptions options =
                    ServerOptions.builder().failureInterval(ofMinutes(5)).build();
            Server server = Server.of(app).options(options).on(loop).listen("10.0.0.1", 80);
            // endregion
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            for (int i = 1; i <= 42; i++) {
                simulation.runUntil(fetcher.fetch("http://10.0.0.1/price/" + i));
            }
            simulation.runFor(ofMinutes(5));

            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly(
                            "GET /price/1 was answered with 502 Bad Gateway",
                            "41 more answers of 502 Bad Gateway because of io.snowloop.http.HttpException within PT5M, the last:"
                                    + " GET /price/42 was answered with 502 Bad Gateway"
                                    + " (ServerOptions.failureInterval; each is logged at DEBUG)");
            assertThat(log.records().get(0).getThrown()).hasRootCauseMessage("10.0.0.9:6379 is away");
            server.close();
        }
    }

    /** The libraries that the build has copied to a folder, as the end of a class path. */
    private static String jars(String folder) throws IOException {
        try (Stream<Path> files =
                Files.list(Project.HOME.resolve("samples/target").resolve(folder))) {
            String jars = files.map(jar -> File.pathSeparator + jar).collect(Collectors.joining());
            assertThat(jars).as("copied by ./mvnw generate-test-resources").isNotEmpty();
            return jars;
        }
    }

    private static List<String> run(Class<?> program, String classPath, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", classPath, program.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @Test
    void withTheProviderTheRecordsGoToSlf4j() throws Exception {
        List<String> lines = run(
                Program.class,
                System.getProperty("java.class.path") + jars("platform-logging"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("ERROR io.snowloop.server.Snow - GET /broken"))
                .anySatisfy(line -> assertThat(line).contains("INFO io.snowloop.server.filter.AccessLog - GET / 200"))
                .anySatisfy(line -> assertThat(line).startsWith("java.lang.IllegalStateException: a bug"));
    }

    @Test
    void withoutItTheyGoToTheJdk() throws Exception {
        assertThat(run(Program.class, System.getProperty("java.class.path")))
                .anySatisfy(line -> assertThat(line).startsWith("INFO: GET / 200"));
    }
}
