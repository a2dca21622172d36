// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.time.Duration.ofNanos;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.scale.PoliteWork;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers of shared crawls in virtual time, with the frontier, the turns of hosts, the client of Redis and the loop of real ones. The sites, and Redis, are
 * made for this: a fetch is a time that follows from the seed, and a command takes of the one thread of Redis what was measured.
 */
final class ThousandWorkers implements AutoCloseable {
    private static final int PORT = 6379;

    /** On a loop, where they share a connection to each server of Redis. It saves time: turns of a loop take no virtual time. */
    private static final int WORKERS = 50;

    /** Crawls begin in the first half of it. */
    private static final Duration WARM_UP = Duration.ofMillis(1_500);

    private static final long MILLISECOND = 1_000_000;

    private final Simulation simulation;
    private final PoliteWork plan;
    private final List<String> failed = new ArrayList<>();
    private long pages;
    private long busy;

    ThousandWorkers(long seed, PoliteWork plan) throws IOException {
        this.plan = plan;
        simulation = new Simulation(seed);
        simulation.network().faults(Faults.NONE.latency(plan.latency()));
        for (int i = 0; i < plan.servers(); i++) {
            serve("10.1.0." + (i + 1));
        }
        for (int i = 0; i < plan.workers(); i += WORKERS) {
            EventLoop loop = simulation.loop("10.2.0." + (1 + i / WORKERS));
            List<Redis> connections = connections(loop);
            for (int j = i; j < Math.min(i + WORKERS, plan.workers()); j++) {
                work(loop, connections, j);
            }
        }
    }

    /**
     * What was seen.
     *
     * @param rate pages in a second
     * @param busy the part of the time that the threads of Redis had something to do, from 0 to 1
     */
    record Seen(double rate, double busy) {}

    private void serve(String host) throws IOException {
        EventLoop loop = simulation.loop(host);
        FakeRedis server = new FakeRedis(loop, new InetSocketAddress(host, PORT));
        FakeFrontier scripts = new FakeFrontier(loop);
        server.script = words -> {
            server.calls.clear(); // there are too many to keep
            return scripts.apply(words);
        };
        server.cost = words -> {
            long nanos = !words.get(0).equals("EVAL")
                    ? 0
                    : words.get(1).equals(FrontierScripts.BEAT)
                            ? plan.beat().toNanos()
                            : plan.command().toNanos();
            busy += nanos;
            return nanos;
        };
        server.start();
    }

    private List<Redis> connections(EventLoop loop) {
        List<Redis> connections = new ArrayList<>();
        for (int i = 0; i < plan.servers(); i++) {
            connections.add(Redis.on(
                    loop,
                    RedisOptions.of(new InetSocketAddress("10.1.0." + (i + 1), PORT))
                            .withRandom(simulation.random())));
        }
        return connections;
    }

    /** The sites are shared out to the servers of Redis by their names. */
    private void work(EventLoop loop, List<Redis> connections, int number) {
        for (int i = 0; i < plan.sites(); i++) {
            TreeSite site = new TreeSite("site-" + (number * plan.sites() + i) + ".example");
            Redis redis = connections.get(Math.floorMod(site.host().hashCode(), plan.servers()));
            loop.schedule(ofNanos(simulation.random().nextLong(WARM_UP.toNanos() / 2)), () -> crawl(loop, redis, site));
        }
    }

    private void crawl(EventLoop loop, Redis redis, TreeSite site) {
        TreeWorker.begin(new PatientRedis(loop, redis, new Unwatched()), site, plan.delay(), this::fetch, () -> pages++)
                .flatMap(worker -> worker.run(Integer.MAX_VALUE))
                .onComplete((never, failure) -> failed.add(String.valueOf(failure)));
    }

    /** From three to seven tenths of the delay. It ends at a whole millisecond, so that there are fewer different times to simulate. */
    private Duration fetch() {
        long delay = plan.delay().toNanos();
        long now = simulation.ticker().elapsed().toNanos();
        long end = now + delay * 3 / 10 + simulation.random().nextLong(delay * 4 / 10);
        return ofNanos(end / MILLISECOND * MILLISECOND - now);
    }

    Seen run(Duration time) {
        simulation.runFor(WARM_UP);
        long before = pages;
        long busyBefore = busy;
        simulation.runFor(time);
        if (!failed.isEmpty()) {
            throw new AssertionError("these have ended: " + failed);
        }
        double seconds = time.toNanos() / 1e9;
        return new Seen((pages - before) / seconds, (busy - busyBefore) / 1e9 / seconds / plan.servers());
    }

    @Override
    public void close() {
        simulation.close();
    }
}
