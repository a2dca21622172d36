// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Json;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code crawl --state} as a process that is killed, or told to end, and goes on. */
class CrawlStateIT {
    private static final int PAGES = 60;
    private static final int CONCURRENCY = 4;
    private static final int SIGTERM = 15;

    @TempDir
    private Path folder;

    private final AtomicInteger answered = new AtomicInteger();

    /** Which answer ends the process, and what is done then; in all other tests that is none. */
    private volatile int fatal = -1;

    private volatile Runnable end = () -> {};
    private Server server = listen(0);

    private Server listen(int port) {
        try {
            return app().listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Snow app() {
        return new Snow()
                .get("/", request -> answer(request, 1))
                .get("/{n:int}", request -> answer(request, request.pathInt("n")));
    }

    private Response answer(Request request, int n) {
        if (answered.incrementAndGet() == fatal) {
            end.run();
        }
        return n > PAGES
                ? Response.of(Status.NOT_FOUND)
                : Response.html("<title>" + request.path() + "</title><a href=/" + 2 * n + ">x</a><a href=/"
                        + (2 * n + 1) + ">y</a>");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> command(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "crawl", "--url", server.url("/"), "--concurrency", Integer.toString(CONCURRENCY), "--no-robots"));
        line.addAll(Arrays.asList(more));
        return line;
    }

    private static CommandRun run(List<String> line) {
        return CommandRun.of(line.toArray(String[]::new));
    }

    /** The pages of a file, without their times. */
    private static List<String> pages(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("pages.jsonl")).stream()
                .skip(1)
                .map(line -> Objects.requireNonNull(Json.read(line, PageLine.class)))
                .map(page -> String.join(
                        " ",
                        page.url(),
                        String.valueOf(page.status()),
                        page.title(),
                        page.sha256(),
                        page.links().toString()))
                .sorted()
                .toList();
    }

    private Process start(Path state) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.snowloop.samples.Snowloop"));
        line.addAll(command("--state", state.toString()));
        return new ProcessBuilder(line).start();
    }

    /**
     * A process that ends while it waits for this answer: the server's thread is blocked until then. Returns what it has
     * said; then the server counts anew.
     */
    private String ended(Path state, int answer, Consumer<ProcessHandle> signal, int exitCode) throws Exception {
        answered.set(0);
        CompletableFuture<Process> started = new CompletableFuture<>();
        end = () -> {
            ProcessHandle handle = started.join().toHandle();
            signal.accept(handle);
            handle.onExit().join(); // else it might have all answers before it handles the signal
        };
        fatal = answer;
        Process crawl = start(state);
        started.complete(crawl);
        String said = new String(crawl.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(crawl.waitFor()).as(said).isEqualTo(exitCode);
        fatal = -1;
        int port = server.port();
        server.close(); // with what it has not read of the process' requests: they would be counted later
        server = listen(port);
        answered.set(0);
        return said;
    }

    private List<String> whole() throws IOException {
        Path state = folder.resolve("whole");
        assertThat(run(command("--state", state.toString())).exitCode()).isEqualTo(1); // its leaves are broken links
        return pages(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 25, 2 * PAGES})
    @DisabledOnOs(OS.WINDOWS)
    void afterAKillItGoesOn(int answer) throws Exception {
        List<String> whole = whole();
        assertThat(whole).hasSize(2 * PAGES + 1);
        Path state = folder.resolve("killed");

        ended(state, answer, ProcessHandle::destroyForcibly, 128 + 9);
        List<String> before = pages(state);
        assertThat(before.size()).isBetween(answer - 1 - CONCURRENCY, answer - 1);
        CommandRun rest = run(command("--state", state.toString(), "--continue"));

        assertThat(rest.err()).contains("Going on after " + before.size() + " pages.");
        assertThat(pages(state)).isEqualTo(whole).containsAll(before);
        assertThat(answered).hasValue(whole.size() - before.size());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whenItIsToldToEndItSaysHowToGoOn() throws Exception {
        List<String> whole = whole();
        Path state = folder.resolve("stopped");

        String said = ended(state, 30, ProcessHandle::destroy, 128 + SIGTERM);
        assertThat(said).isEqualToIgnoringNewLines("Stopped. What is there is in " + state + ": --continue goes on.");
        List<String> before = pages(state);
        run(command("--state", state.toString(), "--continue"));

        assertThat(pages(state)).isEqualTo(whole).containsAll(before);
        assertThat(answered).hasValue(whole.size() - before.size());
    }

    /** Its first page did not come: there is no answer that could be kept. */
    @Test
    void aSiteThatWasDownIsCrawledLater() throws Exception {
        List<String> whole = whole();
        String state = folder.resolve("down").toString();
        int port = server.port();
        server.close();
        CommandRun down = run(command("--state", state));
        assertThat(down.exitCode()).isEqualTo(2);

        try (Server up = app().listen(port)) {
            assertThat(up.port()).isEqualTo(port);
            run(command("--state", state, "--continue"));
        }
        assertThat(pages(Path.of(state))).isEqualTo(whole);
    }

    @Test
    void aCrawlThatIsThereIsNotOverwritten() throws Exception {
        List<String> whole = whole();
        String state = folder.resolve("whole").toString();

        CommandRun again = run(command("--state", state));
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err().replaceAll("\\s+", " ")).contains("there is a crawl in " + state + ": add --continue");
        assertThat(pages(Path.of(state))).isEqualTo(whole);
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws Exception {
        whole();
        String state = folder.resolve("whole").toString();

        assertThat(run(command("--continue")).err()).contains("add --state DIR");
        assertThat(run(command("--state", state, "--continue", "--compare")).err())
                .contains("--state keeps one crawl");
        assertThat(CommandRun.of("crawl", "--lens", "--state", state).exitCode())
                .isEqualTo(2);
        try (Server other = new Snow().get("/", request -> Response.html("x")).listen(0)) {
            CommandRun run = CommandRun.of("crawl", "--url", other.url("/"), "--state", state, "--continue");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().replaceAll("\\s+", " "))
                    .contains("has a crawl of " + server.url("/") + ", not of " + other.url("/"));
        }
    }

    /** Without a URL, the docs are served where they were. */
    @Test
    void ourDocsGoOnAtTheirPort() throws Exception {
        Path docs = Files.createDirectory(folder.resolve("docs"));
        Files.writeString(docs.resolve("README.md"), "# Here");
        String state = folder.resolve("state").toString();

        assertThat(CommandRun.of("crawl", "--docs", docs.toString(), "--state", state)
                        .exitCode())
                .isZero();
        CommandRun again = CommandRun.of("crawl", "--docs", docs.toString(), "--state", state, "--continue");

        assertThat(again.err()).contains("Going on after ");
        assertThat(again.exitCode()).isZero();
    }
}
