// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RespValue;
import io.snowloop.samples.scale.Costs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a page of a shared crawl costs Redis: the CPU of its main thread, and its memory. Each worker has its own crawl and its own connection,
 * waits for its turns, and its fetches take no time.
 *
 * <p>It needs {@code redis-server} on the path.
 */
@EnabledIfSystemProperty(named = Costs.MEASURE, matches = "true", disabledReason = Costs.SKIPPED)
@Timeout(300)
class RedisCostIT {
    static final String FILE = "scale-redis.json";

    private static final int WORKERS = 64;

    /** So short that Redis is busy, and long enough for a worker to have to wait for its turn, as in a polite crawl. */
    private static final Duration DELAY = Duration.ofMillis(10);

    private static final int WARM_UP = 320 * WORKERS;
    private static final int PAGES = 1_600 * WORKERS;

    @TempDir
    private Path folder;

    private final Map<String, Double> values = new TreeMap<>();
    private final List<TreeWorker> workers = new ArrayList<>();
    private Redis redis;
    private EventLoop loop;

    @Test
    void aPage() throws Exception {
        int port = freePort();
        Process server = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--dir",
                        folder.toString())
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        try (EventLoop opened = EventLoop.open()) {
            loop = opened;
            RedisOptions options = RedisOptions.of(new InetSocketAddress("127.0.0.1", port));
            redis = Redis.on(loop, options);
            Info alone = idle();
            for (int i = 0; i < WORKERS; i++) {
                begin(new TreeSite("site-" + i + ".example"), Redis.on(loop, options));
            }
            cpu();
            Info idle = idle();
            values.put("beat", (idle.cpu - alone.cpu / alone.time * idle.time) / idle.commands);
            memory();
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertThat(values.get("cpu")).as("nanoseconds of a page").isBetween(1_000.0, 10_000_000.0);
        Costs costs = Costs.of(values);
        costs.write(FILE);
        System.out.println(costs);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private void begin(TreeSite site, Redis connection) throws Exception {
        PatientRedis patient = new PatientRedis(loop, connection, new Unwatched());
        workers.add(loop.runUntil(
                loop.submit(() -> TreeWorker.begin(patient, site, DELAY, () -> Duration.ZERO, () -> {}))));
    }

    private RespValue call(String name, Object... arguments) throws Exception {
        return loop.runUntil(loop.submit(() -> redis.call(Command.of(name, arguments))));
    }

    /** All workers at once. */
    private void fetch(int pages) throws Exception {
        loop.runUntil(loop.submit(() -> Future.all(
                loop,
                workers.stream().map(worker -> worker.run(pages / WORKERS)).toList())));
    }

    /** Of the main thread, which runs all commands. */
    private void cpu() throws Exception {
        fetch(WARM_UP);
        Info before = info();
        fetch(PAGES);
        Info used = info().since(before);
        values.put("cpu", used.cpu / PAGES);
        values.put("commands", used.commands / PAGES);
    }

    /** What it uses while nothing is fetched: all workers only say that they are alive. */
    private Info idle() throws Exception {
        Info before = info();
        loop.runUntil(loop.sleep(RedisFrontier.LEASE.dividedBy(3)));
        return info().since(before);
    }

    /**
     * What Redis has used since its start.
     *
     * @param time in nanoseconds
     * @param cpu of its main thread, in nanoseconds
     * @param commands that are scripts
     */
    private record Info(double time, double cpu, double commands) {
        Info since(Info before) {
            return new Info(time - before.time, cpu - before.cpu, commands - before.commands);
        }
    }

    private Info info() throws Exception {
        String text = String.valueOf(call("INFO", "everything").text());
        return new Info(
                1e3 * figure(text, "server_time_usec:"),
                1e9 * (figure(text, "used_cpu_user_main_thread:") + figure(text, "used_cpu_sys_main_thread:")),
                text.contains("cmdstat_eval:") ? figure(text, "cmdstat_eval:calls=") : 0);
    }

    private static double figure(String text, String name) {
        Matcher found = Pattern.compile(name + "([\\d.]+)").matcher(text);
        assertThat(found.find()).as("%s in %s", name, text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private void memory() throws Exception {
        double[] seen = new double[2];
        double[] waiting = new double[2];
        double[] results = new double[2];
        for (TreeWorker worker : workers) {
            CrawlKeys keys = worker.site().crawl().keys();
            add(seen, keys.seen(), "SCARD");
            add(waiting, keys.urls(), "XLEN");
            add(results, keys.results(), "XLEN");
        }
        values.put("seen", seen[1] / seen[0]);
        values.put("waiting", waiting[1] / waiting[0]);
        values.put("result", results[1] / results[0]);
        values.put("links", (double) TreeSite.LINKS);
        values.put("url", (double)
                new TreeSite("site-10.example").start().toString().length());
    }

    private void add(double[] sums, String key, String count) throws Exception {
        sums[0] += call(count, key).number();
        sums[1] += call("MEMORY", "USAGE", key, "SAMPLES", 0).number();
    }
}
