// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.client.Robots;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of Redis that takes no more writes: the crawl ends, and no page is saved as one that has failed. */
class RefusedCrawlTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.9", 6379);
    private static final URI START = URI.create("http://10.0.0.1/");
    private static final SharedCrawl CRAWL = new SharedCrawl("test", START);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop serverLoop = simulation.loop("10.0.0.9");
    private final FakeFrontier scripts = new FakeFrontier(serverLoop);
    private final EventLoop loop = simulation.loop("10.0.0.2");

    /** The turns that are still given. */
    private int turns;

    @BeforeEach
    void start() throws Exception {
        FakeRedis server = new FakeRedis(serverLoop, ADDRESS);
        server.script = words -> words.size() > 1 && words.get(1).equals(RedisTurns.TAKE) && turns-- <= 0
                ? "-OOM command not allowed when used memory > 'maxmemory'.\r\n"
                : scripts.apply(words);
        server.start();
        Server.of(new Snow()
                        .get("/robots.txt", request -> Response.text(""))
                        .get("/", request -> Response.html("<a href=/1>x</a><a href=/2>y</a>"))
                        .get("/{n:int}", request -> Response.html("z")))
                .on(simulation.loop("10.0.0.1"))
                .listen("10.0.0.1", 80);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private Future<Map<URI, Visit>> crawl() {
        PatientRedis redis = new PatientRedis(
                loop, Redis.on(loop, RedisOptions.of(ADDRESS).withRandom(simulation.random())), new Unwatched());
        Fetcher fetcher = Fetcher.on(loop)
                .with(Robots.robots(Crawler.AGENT))
                .with(new RedisTurns(redis, CRAWL.keys(), "a", new RedisTurns.Manner(32, Duration.ZERO)));
        RedisFrontier.Worker worker =
                new RedisFrontier.Worker("a", RedisFrontier.LEASE, InstantSource.fixed(Instant.EPOCH), new Unwatched());
        Scheduler scheduler = loop;
        return scheduler.submit(() -> CRAWL.begin(redis, List.of(), Map.of()).flatMap(begun -> {
            RedisFrontier frontier = new RedisFrontier(redis, CRAWL, worker);
            return new Crawler(fetcher, frontier, 4, done -> {}).crawl().onDone(frontier::close);
        }));
    }

    /** The turn of robots.txt, which fails with a cause of its own; of the first page; and of one that it links. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aTurnThatIsRefusedEndsTheCrawl(int given) {
        turns = given;

        assertThatThrownBy(() -> simulation.runUntil(crawl()))
                .cause()
                .hasMessageContaining("Redis says: OOM command not allowed");
        assertThat(scripts.of("test").results.xrange("-", 100))
                .hasSizeLessThan(3)
                .noneMatch(entry -> entry.value().contains("OOM"));
    }
}
