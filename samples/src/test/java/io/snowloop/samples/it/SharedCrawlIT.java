// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Processes of {@code crawl --shared}. Redis starts again when it ends, with what is on its disk. */
@NeedsDocker
@DisplayName("A crawl that processes share in Redis")
@Tag("once")
class SharedCrawlIT {
    private static final int PAGES = 150;

    @Container
    private static final PeerContainer REDIS = PeerContainer.redis(
                    "while :; do redis-server --port 6379 --protected-mode no --save '' --appendonly yes --requirepass se.cret; done")
            .withExposedPorts(6379);

    @TempDir
    private Path folder;

    /** How often each path was asked for. */
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private final AtomicInteger answers = new AtomicInteger();

    /** What is done at which answer. */
    private final Map<Integer, Runnable> events = new ConcurrentHashMap<>();

    /** Whether no page is answered before two workers are there. */
    private volatile boolean waitsForTwo;

    /** Whether no page is answered, for as long as this is so. */
    private volatile boolean held;

    private Server server;

    @BeforeEach
    void serve() throws IOException {
        REDIS.run("redis-cli", "-a", "se.cret", "flushall");
        server = new Snow()
                .get("/", (request, loop) -> answer(request, loop, 1))
                .get("/{n:int}", (request, loop) -> answer(request, loop, request.pathInt("n")))
                .listen(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the events kill and pause, and the test sees what comes of it
    private Future<Response> answer(Request request, Scheduler loop, int n) {
        asked.merge(request.path(), 1, Integer::sum);
        Runnable event = events.remove(answers.incrementAndGet());
        if (event != null) {
            CompletableFuture.runAsync(event);
        }
        Response page = n > PAGES
                ? Response.of(Status.NOT_FOUND)
                : Response.html(
                        "<title>" + n + "</title><a href=/" + 2 * n + ">x</a><a href=/" + (2 * n + 1) + ">y</a>");
        Future<?> ready = waitsForTwo ? twoWorkers(loop) : Future.completed(null);
        return ready.flatMap(there -> released(loop)).map(released -> page);
    }

    private Future<Void> released(Scheduler loop) {
        return loop.sleep(ofMillis(20)).flatMap(slept -> held ? released(loop) : Future.completed(null));
    }

    private Future<?> twoWorkers(Scheduler loop) {
        Redis redis = Redis.on(loop, RedisOptions.of(url()));
        return atLeastTwo(redis, loop).onDone(redis::close);
    }

    private Future<Long> atLeastTwo(Redis redis, Scheduler loop) {
        String key = "{crawl:" + server.url("/") + "}:workers";
        return redis.call(Command.of("ZCARD", key))
                .flatMap(count -> count.number() >= 2
                        ? Future.completed(count.number())
                        : loop.sleep(ofMillis(50)).flatMap(slept -> atLeastTwo(redis, loop)));
    }

    private static String url() {
        return "redis://:se.cret@" + REDIS.getHost() + ":" + REDIS.getMappedPort(6379);
    }

    private List<String> command(String... more) {
        List<String> words =
                new ArrayList<>(List.of("crawl", "--url", server.url("/"), "--concurrency", "4", "--no-robots"));
        words.addAll(Arrays.asList(more));
        return words;
    }

    /** A worker, and what it has said so far. */
    private record Worker(Process process, List<String> said, Path output) {
        boolean hasSaid(String text) {
            synchronized (said) {
                return said.stream().anyMatch(line -> line.contains(text));
            }
        }
    }

    private Worker start(String name, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.snowloop.samples.Snowloop"));
        Path output = folder.resolve(name);
        words.addAll(command("--shared", url(), "--output", output.toString()));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
        Worker worker = new Worker(process, new ArrayList<>(), output);
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synchronized (worker.said) {
                        worker.said.add(line);
                        worker.said.notifyAll();
                    }
                }
            } catch (IOException e) {
                // it was killed
            }
        });
        reader.start();
        return worker;
    }

    private static void await(Worker worker, String text) throws InterruptedException {
        synchronized (worker.said) {
            while (!worker.hasSaid(text)) {
                worker.said.wait();
            }
        }
    }

    /** The pages of a file without their times, sorted. */
    private static List<String> pages(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    ObjectNode page = (ObjectNode) new JsonMapper().readTree(line);
                    page.remove(List.of("millis", "fetched"));
                    return page.toString();
                })
                .sorted()
                .toList();
    }

    private List<String> whole() throws IOException {
        Path state = folder.resolve("whole");
        assertThat(CommandRun.of(command("--state", state.toString()).toArray(String[]::new))
                        .exitCode())
                .isEqualTo(1); // its leaves are broken links
        List<String> lines = Files.readAllLines(state.resolve("pages.jsonl"));
        asked.clear();
        answers.set(0);
        return pages(lines.subList(1, lines.size()));
    }

    @Test
    void oneIsKilledAndRedisIsPausedAndStartedAgain() throws Exception {
        List<String> whole = whole();
        assertThat(whole).hasSize(2 * PAGES + 1);
        List<Worker> workers = new ArrayList<>();
        events.put(60, () -> killWithPages(workers.get(2)));
        events.put(
                120,
                () -> REDIS.engine().pauseContainerCmd(REDIS.getContainerId()).exec());
        events.put(200, () -> REDIS.tryToRun("redis-cli", "-a", "se.cret", "shutdown"));
        for (String name : List.of("a", "b", "c")) {
            workers.add(start(name));
        }

        await(workers.get(0), "Redis does not answer, it is waited for");
        REDIS.engine().unpauseContainerCmd(REDIS.getContainerId()).exec();
        await(workers.get(0), "Redis answers again");

        for (Worker worker : workers.subList(0, 2)) {
            assertThat(worker.process.waitFor()).as(worker.said.toString()).isEqualTo(1);
            assertThat(pages(Files.readAllLines(worker.output))).isEqualTo(whole);
        }
        assertThat(workers.get(2).process.waitFor()).isEqualTo(128 + 9);
        assertThat(events).as("that have not happened").isEmpty();
        String killed = ": worker-" + workers.get(2).process.pid() + "-";
        List<String> again = workers.stream()
                .flatMap(worker -> worker.said.stream())
                .filter(line -> line.startsWith("Fetched again: "))
                .toList();
        assertThat(again).hasSizeBetween(1, 4).allMatch(line -> line.contains(killed));
        assertThat(asked).hasSize(whole.size());
        assertThat(asked.entrySet().stream().filter(each -> each.getValue() > 1))
                .allMatch(each ->
                        each.getValue() == 2 && again.stream().anyMatch(line -> line.contains(each.getKey() + ": ")));
        assertThat(workers).allMatch(worker -> !worker.hasSaid("se.cret"));
        assertThat(Files.readString(folder.resolve("a.out"))).contains("once more, as workers ended over them");
    }

    /** Kills it when it has taken as many pages as it may, however late it came. */
    private void killWithPages(Worker worker) {
        held = true;
        String urls = "{crawl:" + server.url("/") + "}:urls";
        String name = "worker-" + worker.process.pid() + "-";
        String[] pending = {"redis-cli", "-a", "se.cret", "xpending", urls, "workers", "-", "+", "1000"};
        while (REDIS.run(pending).lines().filter(line -> line.startsWith(name)).count() < 4) {
            Thread.onSpinWait();
        }
        worker.process.destroyForcibly();
        held = false;
    }

    /** It gives back what it has taken: that is taken at once. */
    @Test
    void oneThatIsStoppedGoesOnLater() throws Exception {
        List<String> whole = whole();
        CompletableFuture<Worker> started = new CompletableFuture<>();
        events.put(60, () -> started.join().process.toHandle().destroy()); // Process.destroy closes the pipes
        Worker worker = start("stopped");
        started.complete(worker);
        assertThat(worker.process.waitFor()).isEqualTo(128 + 15);
        await(worker, "Stopped. Its pages are for the other workers, and the same command joins them again.");
        Path output = folder.resolve("rest");

        CommandRun rest = CommandRun.of(
                command("--shared", url(), "--output", output.toString()).toArray(String[]::new));

        assertThat(pages(Files.readAllLines(output))).isEqualTo(whole);
        assertThat(rest.err().lines()).hasSizeBetween(1, 4).allMatch(line -> line.startsWith("Fetched again: "));
    }

    @Test
    void severalAreStartedHere() throws Exception {
        List<String> whole = whole();
        waitsForTwo = true;
        Path output = folder.resolve("pages");

        CommandRun run = CommandRun.of(command("--shared", url(), "--workers", "2", "--output", output.toString())
                .toArray(String[]::new));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("Workers have fetched them together.").doesNotContain("se.cret");
        assertThat(pages(Files.readAllLines(output))).isEqualTo(whole);
        assertThat(asked)
                .hasSize(whole.size())
                .allSatisfy((path, times) -> assertThat(times).isEqualTo(1));
    }

    /** Each gives back what it has taken. */
    @Test
    void thoseThatWereStartedHereAreStoppedWithIt() throws Exception {
        waitsForTwo = true;
        CompletableFuture<Void> underWay = new CompletableFuture<>();
        events.put(60, () -> underWay.complete(null));
        Worker parent = start("parent", "--workers", "2");
        underWay.join();
        held = true;
        List<ProcessHandle> children = parent.process.children().toList();
        assertThat(children).hasSize(1);

        parent.process.toHandle().destroy();

        assertThat(parent.process.waitFor()).isEqualTo(128 + 15);
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        await(parent, "Stopped. Its pages are for the other workers, and the same command joins them again.");
        assertThat(parent.said).hasSize(1);
        String workers = "{crawl:" + server.url("/") + "}:workers";
        assertThat(REDIS.run("redis-cli", "-a", "se.cret", "zcard", workers).strip())
                .endsWith("0");
    }

    @Test
    void aCrawlThatIsOverIsReadAndAnotherOneOfItsNameRefused() throws Exception {
        List<String> whole = whole();
        String[] first = command("--shared", url(), "--name", "docs").toArray(String[]::new);
        assertThat(CommandRun.of(first).exitCode()).isEqualTo(1);
        assertThat(asked).hasSize(whole.size());
        asked.clear();

        CommandRun again = CommandRun.of(first);
        assertThat(again.out()).contains(whole.size() + " pages");
        assertThat(asked).isEmpty();

        CommandRun other = CommandRun.of(
                command("--shared", url(), "--name", "docs", "--per-host", "3").toArray(String[]::new));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err().replaceAll("\\s+", " "))
                .contains("the crawl docs in Redis has --per-host 32, not 3: use the same, or choose another --name");

        CommandRun wrong = CommandRun.of(
                command("--shared", url().replace("se.cret", "wro.ng")).toArray(String[]::new));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("WRONGPASS").doesNotContain("wro.ng");
    }
}
