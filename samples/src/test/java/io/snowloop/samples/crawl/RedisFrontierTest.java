// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisCommands;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RespReader;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The frontier with a server of the simulator. */
class RedisFrontierTest extends RedisFrontierContract {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.9", 6379);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop serverLoop = simulation.loop("10.0.0.9");
    private final FakeRedis server = new FakeRedis(serverLoop, ADDRESS);
    private final EventLoop loop = simulation.loop("10.0.0.2");

    /** The commands that the server refuses, as one does that has reached its maxmemory. */
    private Predicate<List<String>> refused = words -> false;

    /** The most bytes of an answer. */
    private int maxValue = RespReader.DEFAULT_MAX_VALUE;

    @BeforeEach
    void start() throws Exception {
        FakeFrontier scripts = new FakeFrontier(serverLoop);
        server.script = words -> refused.test(words)
                ? "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
                : scripts.apply(words);
        server.start();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Override
    protected RedisCommands redis() {
        RedisOptions options = RedisOptions.of(ADDRESS);
        return Redis.on(
                loop,
                new RedisOptions(
                        ADDRESS,
                        null,
                        "",
                        "",
                        0,
                        options.timeout(),
                        options.maxPending(),
                        options.maxPendingBytes(),
                        maxValue,
                        simulation.random()));
    }

    @Override
    protected Scheduler loop() {
        return loop;
    }

    @Override
    protected <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return simulation.runUntil(loop.submit(call));
    }

    /** A worker that says no more that it is alive would lose, after the lease, all that it takes. */
    @Test
    void aBeatThatIsRefusedIsNotTheLast() throws Exception {
        RedisFrontier a = join("a");
        RedisFrontier b = join("b");
        assertThat(take(a)).isEqualTo("/");
        refused = words -> words.contains(FrontierScripts.BEAT) && words.contains("a");
        run(() -> loop.sleep(LEASE.dividedBy(10)));
        refused = words -> false;
        Future<@Nullable URI> waits = run(() -> Future.completed(b.take()));

        passTheLeaseTwice();

        assertThat(waits.isDone()).isFalse();
        save(a, "/", "x");
        assertThat(run(() -> waits)).isNull();
        assertThat(said).isEmpty();
    }

    @Test
    void pagesAreReadFewerAtATimeIfAnAnswerIsTooLarge() throws Exception {
        maxValue = 64 << 10;
        RedisFrontier a = saveLargePages(40_000 / 20);

        assertThat(visited(a)).hasSize(9);
        assertThat(visited(a)).hasSize(9);
        assertThat(server.calls.stream().filter(call -> call.startsWith("XRANGE")))
                .filteredOn(call -> call.endsWith("COUNT 1"))
                .hasSizeBetween(2 * 9, 2 * 9 + 2);
        assertThat(said).isEmpty();
    }

    @Test
    void aPageThatIsTooLargeByItselfIsAnError() throws Exception {
        maxValue = 32 << 10;
        RedisFrontier a = saveLargePages(40_000 / 20);

        assertThatThrownBy(() -> visited(a)).cause().hasMessageContaining("an answer of Redis cannot be read");
    }

    /** Nine pages, of so many links each to a place in a page. */
    private RedisFrontier saveLargePages(int links) throws Exception {
        RedisFrontier a = join("a");
        assertThat(take(a)).isEqualTo("/");
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < links; i++) {
            large.append("<a href=/#").append(1_000 + i).append("></a>");
        }
        save(a, "/", links("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8") + large);
        for (String path = take(a); !path.equals("none"); path = take(a)) {
            save(a, path, large.toString());
        }
        return a;
    }
}
