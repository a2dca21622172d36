// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Snowloop;
import io.snowloop.samples.redis.FakeRedis;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code crawl --shared} says, with a server of Redis that does what the test wants. */
class SharedCommandIT {
    private static final String REFUSAL = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

    @TempDir
    private Path docs;

    private EventLoop loop;
    private Thread thread;
    private FakeRedis redis;

    /** The script that is refused, and from which time on. */
    private volatile String refused = "";

    private final AtomicInteger granted = new AtomicInteger();

    /** Whether nothing is answered after a refusal. */
    private volatile boolean hangs;

    private boolean silent;

    /** Whether no turn is given. */
    private volatile BooleanSupplier waits = () -> false;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(docs.resolve("README.md"), "# A\n\n[b](b.md)\n");
        Files.writeString(docs.resolve("b.md"), "# B\n");
        loop = EventLoop.open();
        FakeFrontier scripts = new FakeFrontier(loop);
        redis = new FakeRedis(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        redis.script = words -> {
            if (words.contains(refused) && granted.getAndDecrement() <= 0) {
                silent = hangs;
                return REFUSAL;
            }
            if (silent) {
                return "";
            }
            boolean turn = words.contains(RedisTurns.TAKE);
            return turn && waits.getAsBoolean() ? ":300000\r\n" : scripts.apply(words);
        };
        redis.start();
        thread = new Thread(loop::run, "redis");
        thread.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        loop.stop();
        thread.join();
        loop.close();
    }

    private List<String> words(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "crawl",
                "--docs",
                docs.toString(),
                "--latency",
                "0",
                "--name",
                "test",
                "--shared",
                "redis://127.0.0.1:" + redis.address().getPort()));
        words.addAll(List.of(more));
        return words;
    }

    private CommandRun crawl(String... more) {
        return CommandRun.of(words(more).toArray(String[]::new));
    }

    /** What a process says that is stopped when it waits for its first turn. */
    private String stopped(String... more) throws Exception {
        CountDownLatch asks = new CountDownLatch(1);
        waits = () -> {
            asks.countDown();
            return true;
        };
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Snowloop.class.getName()));
        java.addAll(words(more));
        Process process =
                new ProcessBuilder(java).redirectOutput(Redirect.DISCARD).start();
        asks.await();
        process.toHandle().destroy(); // Process.destroy closes the pipes
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {FrontierScripts.BEGIN, FrontierScripts.BEAT, RedisTurns.TAKE, FrontierScripts.SAVE})
    void aRefusalIsAllThatIsSaidOfACrawlThatHasFailed(String script) {
        refused = script;
        hangs = true; // so commands are under way when the crawl ends

        CommandRun run = crawl();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).startsWith("snowloop: Redis says: OOM").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void sitemapsOfACrawlThatHasBegunAreNotRead() {
        assertThat(crawl("--sitemap").err()).isEmpty();

        assertThat(crawl("--sitemap").err()).startsWith("--sitemap is for the worker that begins a crawl");
    }

    /** Its crawl waits for its turn until the other worker has ended. */
    @Test
    void whatAnotherWorkerSaysIsSaid() {
        refused = FrontierScripts.BEGIN;
        granted.set(1);
        waits = () -> granted.get() >= 0
                || ProcessHandle.current().children().findAny().isPresent();

        assertThat(crawl("--workers", "2").err())
                .containsPattern("Worker \\d+: snowloop: Redis says: OOM")
                .contains("A worker has ended with the exit code 2, the others go on.");
    }

    /** At another port, they are another site. */
    @Test
    void docsWithoutAPortAreNotJoinedAgain() throws Exception {
        assertThat(stopped())
                .isEqualToIgnoringNewLines(
                        "Stopped. The docs were served by this process, so the crawl has ended, too.");
    }

    @Test
    void docsWithAPortAreJoinedAgain() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(stopped("--port", "" + port)).contains("and the same command joins them again.");
    }
}
