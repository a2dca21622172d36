// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RedisRateLimit;
import io.snowloop.samples.redis.RedisSessionStore;
import io.snowloop.samples.redis.SessionStoreContract;
import io.snowloop.server.Snow;
import io.snowloop.server.session.SessionStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import tools.jackson.databind.ObjectMapper;

/** Redis starts again when it ends, with what is on its disk. */
@NeedsDocker
@DisplayName("Sessions and limits in Redis")
class SharedStateIT extends SessionStoreContract {
    @Container
    private static final PeerContainer REDIS = PeerContainer.redis(
                    "while :; do redis-server --port 6379 --protected-mode no --save '' --appendonly yes --appendfsync always; done")
            .withExposedPorts(6379);

    private EventLoop loop;
    private SessionStore store;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open();
        store = new RedisSessionStore(redis(), new Jackson(new ObjectMapper()));
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private Redis redis() {
        return Redis.on(loop, RedisOptions.of(new InetSocketAddress(REDIS.getHost(), REDIS.getMappedPort(6379))));
    }

    @Override
    protected SessionStore store() {
        return store;
    }

    @Override
    protected <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return loop.runUntil(loop.submit(call));
    }

    @Override
    protected void pass(Duration time) throws Exception {
        run(() -> loop.sleep(time));
    }

    @Test
    void aSessionSurvivesARestartOfRedis() throws Exception {
        Map<String, String> values = Map.of("user", "Holle");
        run(() -> store.create("survivor", values, ofHours(1)));
        String before = REDIS.run("sh", "-c", "redis-cli info server | grep run_id");

        REDIS.tryToRun("redis-cli", "shutdown");

        assertThat(run(() -> load("survivor", 50))).isEqualTo(values);
        assertThat(REDIS.run("sh", "-c", "redis-cli info server | grep run_id")).isNotEqualTo(before);
        assertThat(run(() -> redis().call(Command.of("PTTL", "session:survivor")))
                        .number())
                .isBetween(1L, ofHours(1).toMillis());
    }

    /** A question that was on its way when the connection was lost is asked again. */
    private Future<@Nullable Map<String, String>> load(String id, int attempts) {
        return store.load(id)
                .recoverWith(error -> attempts == 0
                        ? Future.failed(error)
                        : loop.sleep(ofMillis(100)).flatMap(slept -> load(id, attempts - 1)));
    }

    /** Two servers with a connection of their own each, which many ask at the same time. */
    @Test
    void aLimitHoldsForAllServersTogetherAndInAnyStretchOfTime() throws Exception {
        List<Snow> servers = List.of(server(), server());

        List<Response> responses = run(() -> Future.all(
                loop,
                IntStream.range(0, 40)
                        .mapToObj(i -> servers.get(i % 2).handle(Request.get("/")))
                        .toList()));
        assertThat(responses).filteredOn(each -> each.status().code() == 200).hasSize(5);
        assertThat(responses)
                .filteredOn(each -> each.status().code() == 429)
                .hasSize(35)
                .allSatisfy(each -> assertThat(each.header("Retry-After")).isIn("1", "2"));
        assertThat(run(() -> redis().call(Command.of("PTTL", "limit:search:Holle")))
                        .number())
                .as("Redis forgets those that come no more")
                .isBetween(1L, 2_000L);

        pass(ofSeconds(2)); // as Retry-After has said
        assertThat(run(() -> servers.get(0).handle(Request.get("/"))).status().code())
                .isEqualTo(200);
        assertThat(run(() -> redis().call(Command.of("LLEN", "limit:search:Holle")))
                        .number())
                .isBetween(1L, 5L);
    }

    /** Such as while one server after the other gets a new setting. */
    @Test
    void aLowerLimitHoldsForThoseThatUsedTheHigherOne() throws Exception {
        assertThat(served(server("lower", 50), 50)).isEqualTo(50);
        pass(ofSeconds(2));

        assertThat(served(server("lower", 5), 20)).isEqualTo(5);
    }

    private long served(Snow server, int requests) throws Exception {
        return run(() -> Future.all(
                        loop,
                        IntStream.range(0, requests)
                                .mapToObj(i -> server.handle(Request.get("/")))
                                .toList()))
                .stream()
                .filter(response -> response.status().code() == 200)
                .count();
    }

    private Snow server() {
        return server("search", 5);
    }

    private Snow server(String limit, int requests) {
        return new Snow()
                .filter(RedisRateLimit.of(redis(), limit, requests, ofSeconds(2), request -> "Holle"))
                .get("/", request -> Response.text("found"));
    }
}
