// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.cache.CacheStore;
import io.snowloop.client.cache.ResponseCache;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.Heap;
import io.snowloop.testing.TestLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What many servers, and many responses of one, make the filters and the queue of a fetcher keep. See {@link KeptMemoryTest}. */
@Tag("once")
@DisplayName("Of what servers send,")
class KeptStoresTest {
    private static final int KB = 1024;
    private static final String URL = "http://h%d.test/";

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    /** How many bytes of the heap are kept of so many requests, each, to filters that answer them themselves. */
    private long kept(int requests, Filter filter, IntFunction<Request> request, IntFunction<Response> response) {
        List<Object> held = new ArrayList<>(List.of(filter));
        int[] number = {0};
        Handler handler = filter.around(asked -> Future.completed(response.apply(number[0])));
        long before = 0;
        for (int i = -20; i < requests; i++) { // the first ones load classes
            if (i == 0) {
                before = Heap.used();
            }
            number[0] = i + 20;
            loop.loop.submit(() -> handler.handle(request.apply(number[0])).flatMap(answer -> answer.collect(1 << 20)));
            loop.turnUntilIdle();
        }
        long kept = Heap.used() - before;
        assertThat(held).hasSize(1);
        return kept / requests;
    }

    private static Request get(int number) {
        return Request.get(URL.formatted(number));
    }

    private static Response ok(int number) {
        return Response.text("x");
    }

    @Test
    void aCookieTakesAtMost6KiB() {
        CookieJar jar = CookieJar.create();
        long each = kept(
                1_000,
                jar,
                number -> get(number / 50),
                number -> ok(number)
                        .withHeader(
                                "Set-Cookie", "c" + number + "=" + "x".repeat(4_000) + "; Path=/" + "p".repeat(1_000)));
        assertThat(each).isLessThan(6 * KB);
        assertThat(jar.cookies()).hasSize(1_020);
    }

    @Test
    void aCookieWithThePathOfALongUrlIsNotKept() {
        String path = "x".repeat(60_000) + "/";
        CookieJar jar = CookieJar.create();
        long each = kept(
                200,
                jar,
                number -> Request.get(URL.formatted(number / 50) + path),
                number -> ok(number).withHeader("Set-Cookie", "c" + number + "=1"));
        assertThat(each).isLessThan(6 * KB);
    }

    @Test
    void aCacheKeepsItsBytesAlsoOfManySmallFields() {
        ResponseCache cache = ResponseCache.builder()
                .store(CacheStore.inMemory(1 << 20, 1_000))
                .build();
        long each = kept(500, cache, KeptStoresTest::get, number -> {
            Headers.Builder fields = Headers.builder().add("Cache-Control", "max-age=1000");
            for (int i = 0; i < 1_000; i++) {
                fields.add("f" + i, "v" + i);
            }
            return ok(number).withHeaders(fields.build());
        });
        assertThat(each * 500).isLessThan(3 << 19); // 1.5 MiB
    }

    @Test
    void theRulesOfAllRobotsTxtHaveABound() {
        String rules = "User-agent: *\n" + "Allow:a\n".repeat(60_000);
        Robots robots = Robots.robots("MyBot");
        long each = kept(
                20,
                robots,
                KeptStoresTest::get,
                number -> Response.text(rules)); // 5 MiB each, and the first 20 have filled it
        assertThat(each * 20).isLessThan(4 << 20);
    }

    @Test
    void aCircuitTakes1KiB() {
        long each = kept(
                500,
                CircuitBreaker.circuitBreaker(),
                number -> Request.get("http://h" + number + "x".repeat(240)),
                number -> ok(number));
        assertThat(each).isLessThan(KB);
    }

    @Test
    void aRateOfAnOriginTakes1KiB() {
        long each = kept(
                500,
                RateLimiter.rateLimiter(1_000, ofSeconds(1)),
                number -> Request.get("http://h" + number + "x".repeat(240)),
                number -> ok(number));
        assertThat(each).isLessThan(KB);
    }

    @Test
    void theTimesOfAnOriginTake2KiB() {
        long each = kept(
                500,
                Hedging.hedging(ofSeconds(1)),
                number -> Request.get("http://h" + number + "x".repeat(240)),
                number -> ok(number));
        assertThat(each).isLessThan(2 * KB);
    }

    @Test
    void aRequestThatWaitsForAConnectionTakes2KiB() {
        FetcherOptions options = FetcherOptions.builder().maxConnections(1).build();
        try (HostileServer server = new HostileServer(options, "")) {
            List<Future<Response>> waiting = new ArrayList<>();
            long before = 0;
            for (int i = -100; i < 5_000; i++) {
                if (i == 0) {
                    server.settle();
                    before = Heap.used();
                }
                waiting.add(server.fetcher.fetch(URL.formatted(i + 100)));
            }
            server.settle();
            assertThat((Heap.used() - before) / 5_000).isLessThan(2 * KB);
            assertThat(server.fetcher.inFlight()).isEqualTo(waiting.size());
        }
    }
}
