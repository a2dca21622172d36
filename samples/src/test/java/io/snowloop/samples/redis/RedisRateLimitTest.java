// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the filter makes of the answers of Redis. What the script does is tested with Redis itself, in SharedStateIT. */
class RedisRateLimitTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 6379);

    private final Simulation simulation = new Simulation(1);
    private final FakeRedis server = new FakeRedis(simulation.loop("10.0.0.1"), ADDRESS);
    private final EventLoop loop = simulation.loop("10.0.0.2");
    private final RedisRateLimit limit = RedisRateLimit.of(
            Redis.on(loop, RedisOptions.of(ADDRESS)), "login", 5, ofMinutes(1), request -> request.header("X-User"));

    @AfterEach
    void close() {
        simulation.close();
    }

    private Response ask(Filter filter, Request request) throws Exception {
        Snow app = new Snow().filter(filter).get("/", asked -> Response.text("served"));
        return simulation.runUntil(loop.submit(() -> app.handle(request)));
    }

    private static Request ofHolle() {
        return Request.get("/").withHeader("X-User", "Holle");
    }

    @Test
    void asksRedisForEachClientAndRoundsTheTimeToWaitUp() throws Exception {
        server.start();
        server.script = words -> words.get(0).equals("EVAL") ? ":1000001\r\n" : null;

        Response refused = ask(limit, ofHolle());

        assertThat(server.calls.get(1)).endsWith(" 1 limit:login:Holle 5 60000000");
        assertThat(refused.status().code()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.text()).isEqualTo("too many requests: try again in 2 s\n");
    }

    @Test
    void noTimeToWaitIsLongerThanThatOfTheLimit() throws Exception {
        server.start();
        server.script = words -> words.get(0).equals("EVAL") ? ":9223372036854775807\r\n" : null;

        assertThat(ask(limit, ofHolle()).header("Retry-After")).isEqualTo("60");
    }

    @Test
    void aLongKeyIsAHashInRedis() throws Exception {
        server.start();
        server.script = words -> words.get(0).equals("EVAL") ? ":0\r\n" : null;

        ask(limit, Request.get("/").withHeader("X-User", "h".repeat(5_000)));

        assertThat(server.calls.get(1)).hasSizeLessThan(1_000).containsPattern(" limit:login:[0-9a-f]{64} 5 ");
    }

    @Test
    void servesOneThatHasAPlaceAndOneThatHasNoLimit() throws Exception {
        server.start();
        server.script = words -> words.get(0).equals("EVAL") ? ":0\r\n" : null;

        assertThat(ask(limit, Request.get("/")).text()).isEqualTo("served");
        assertThat(server.calls).isEmpty();
        assertThat(ask(limit, ofHolle()).text()).isEqualTo("served");
        assertThat(server.calls).hasSize(2);
    }

    @Test
    void withoutRedisItServesAfterAMomentOrRefusesAsItIsSet() throws Exception {
        long begin = loop.ticker().nanoTime();

        assertThat(ask(limit, ofHolle()).text()).isEqualTo("served");
        assertThat(Duration.ofNanos(loop.ticker().nanoTime() - begin)).isEqualTo(ofMillis(250));
        Response refused = ask(limit.closed(), ofHolle());
        assertThat(refused.status().code()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void theLogHasOneLineOfARedisThatAnswersNowAndThen() throws Exception {
        server.start();
        int[] asked = {0};
        server.script = words -> words.get(0).equals("EVAL") ? asked[0]++ % 2 == 0 ? "-ERR busy\r\n" : ":0\r\n" : null;
        try (CapturedLog log = new CapturedLog(RedisRateLimit.class)) {
            for (int i = 0; i < 10; i++) {
                ask(limit, ofHolle());
            }
            assertThat(log.records()).hasSize(1);
            simulation.runFor(Duration.ofSeconds(10));
            asked[0] = 1;
            ask(limit, ofHolle());
            assertThat(log.records()).hasSize(2);
        }
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() ->
                        RedisRateLimit.of(Redis.on(loop, RedisOptions.of(ADDRESS)), "x", 0, ofMinutes(1), r -> "a"))
                .hasMessageContaining("not 0 in PT1M");
    }
}
