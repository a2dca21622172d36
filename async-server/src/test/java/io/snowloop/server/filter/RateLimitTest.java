// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.LogCapture;
import io.snowloop.testing.TestContext;
import io.snowloop.testing.TestLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rate limit")
class RateLimitTest {
    private final TestLoop test = new TestLoop();

    @AfterEach
    void close() {
        test.close();
    }

    private Response send(RateLimit limit, Request request) {
        List<Response> answers = new ArrayList<>();
        test.inTask(() -> answers.add(limit.filter(request, any -> Future.completed(Response.text("served")))
                .resultNow()));
        return answers.get(0);
    }

    /** How many of so many requests are served. */
    private int served(RateLimit limit, Request request, int count) {
        int served = 0;
        for (int i = 0; i < count; i++) {
            served += send(limit, request).status().code() == 200 ? 1 : 0;
        }
        return served;
    }

    private static Request from(String address) {
        SocketAddress sender = address == null ? null : new InetSocketAddress(address, 1234);
        return new TestContext(sender, false).get();
    }

    @Test
    void servesAsManyAtOnceAsTheBucketHolds() {
        RateLimit limit = RateLimit.rateLimit(10, Duration.ofMinutes(1));
        Request request = from("192.0.2.1");
        assertThat(served(limit, request, 15)).isEqualTo(10);

        Response refused = send(limit, request);
        assertThat(refused.status().code()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("6");
        assertThat(refused.text()).isEqualTo("too many requests: try again in 6 s\n");
    }

    @Test
    void servesAtASteadyRateAfterwards() {
        RateLimit limit = RateLimit.rateLimit(10, Duration.ofMinutes(1));
        Request request = from("192.0.2.1");
        served(limit, request, 10);

        test.ticker.advance(Duration.ofSeconds(6).minusNanos(1));
        assertThat(send(limit, request).header("Retry-After")).as("rounded up").isEqualTo("1");
        test.ticker.advance(Duration.ofNanos(1));
        assertThat(served(limit, request, 3)).isEqualTo(1);
        test.ticker.advance(Duration.ofSeconds(18));
        assertThat(served(limit, request, 10)).isEqualTo(3);
        test.ticker.advance(Duration.ofHours(1));
        assertThat(served(limit, request, 20)).as("a bucket holds no more").isEqualTo(10);
    }

    @Test
    void mayHaveASmallerBucket() {
        RateLimit limit = RateLimit.builder(60, Duration.ofMinutes(1)).burst(2).build();
        Request request = from("192.0.2.1");

        assertThat(served(limit, request, 5)).isEqualTo(2);
        test.ticker.advance(Duration.ofSeconds(1));
        assertThat(served(limit, request, 5)).isEqualTo(1);
    }

    @Test
    void isOneForEachAddress() {
        RateLimit limit = RateLimit.rateLimit(1, Duration.ofMinutes(1));

        assertThat(served(limit, from("192.0.2.1"), 2)).isEqualTo(1);
        assertThat(served(limit, from("192.0.2.2"), 2)).isEqualTo(1);
        assertThat(served(limit, from("2001:db8::1"), 2)).isEqualTo(1);
        assertThat(served(limit, from("2001:db8::2"), 1)).as("the same network").isZero();
        assertThat(served(limit, from("2001:db8:0:1::1"), 1)).isEqualTo(1);
        assertThat(served(limit, from(null), 5)).as("no address").isEqualTo(5);
    }

    @Test
    void mayHaveAnotherKey() {
        RateLimit limit = RateLimit.builder(1, Duration.ofMinutes(1))
                .key(request -> request.header("User"))
                .build();

        assertThat(served(limit, Request.get("/").withHeader("User", "a"), 2)).isEqualTo(1);
        assertThat(served(limit, Request.get("/").withHeader("User", "b"), 2)).isEqualTo(1);
        assertThat(served(limit, Request.get("/"), 2)).isEqualTo(2);
    }

    @Test
    void aBucketIsNoLargerForALongKey() {
        RateLimit limit = RateLimit.builder(1, Duration.ofMinutes(1))
                .key(request -> request.header("User"))
                .build();
        String one = "k".repeat(7_000) + "1";
        String other = "k".repeat(7_000) + "2";

        assertThat(served(limit, Request.get("/").withHeader("User", one), 2)).isEqualTo(1);
        assertThat(served(limit, Request.get("/").withHeader("User", other), 2)).isEqualTo(1);
        assertThat(limit.keys()).hasSize(2).allMatch(key -> key.length() == 64);
    }

    @Test
    void remembersABoundedNumberOfClients() {
        RateLimit limit = RateLimit.builder(1, Duration.ofMinutes(1)).maxKeys(3).build();
        try (LogCapture log = new LogCapture(RateLimit.class)) {
            for (int i = 1; i <= 3; i++) {
                send(limit, from("192.0.2." + i));
            }
            test.ticker.advance(Duration.ofSeconds(30));
            send(limit, from("192.0.2.4"));
            send(limit, from("192.0.2.5"));
            assertThat(limit.keys()).hasSize(3);
            assertThat(log.records()).hasSize(1);
            assertThat(log.records().get(0).getMessage()).startsWith("RateLimit.maxKeys = 3: ");
            assertThat(served(limit, from("192.0.2.3"), 1)).isZero();
        }
    }

    /** All in one turn of the loop would keep the others waiting. */
    @Test
    void forgetsManyInSeveralRequests() {
        int[] client = {0};
        RateLimit limit = RateLimit.builder(1, Duration.ofMinutes(1))
                .key(request -> Integer.toString(client[0]++))
                .build();
        for (int i = 0; i < 100; i++) {
            send(limit, Request.get("/"));
        }
        test.ticker.advance(Duration.ofMinutes(1));
        send(limit, Request.get("/"));
        assertThat(limit.keys()).hasSize(100 + 1 - 64);
        send(limit, Request.get("/"));
        assertThat(limit.keys()).hasSize(2);
    }

    @Test
    void forgetsThoseWhoseBucketsAreFull() {
        RateLimit limit = RateLimit.rateLimit(1, Duration.ofMinutes(1));
        for (int i = 1; i <= 50; i++) {
            send(limit, from("192.0.2." + i));
        }
        assertThat(limit.keys()).hasSize(50);
        test.ticker.advance(Duration.ofMinutes(1));
        send(limit, from("192.0.2.99"));
        assertThat(limit.keys()).hasSize(1);
    }

    /** {@link System#nanoTime} may pass the largest long. */
    @Test
    void worksAtAnyPointOfTheClock() {
        long[] time = {Long.MAX_VALUE - 1_000_000};
        RateLimit limit = RateLimit.rateLimit(2, Duration.ofSeconds(1));
        try (TestLoop late = new TestLoop(options -> options.ticker(() -> time[0]))) {
            for (int second = 0; second < 3; second++) {
                List<Integer> codes = new ArrayList<>();
                late.inTask(() -> {
                    for (int i = 0; i < 3; i++) {
                        codes.add(limit.filter(from("192.0.2.1"), any -> Future.completed(Response.text("served")))
                                .resultNow()
                                .status()
                                .code());
                    }
                });
                assertThat(codes).as("second " + second).containsExactly(200, 200, 429);
                time[0] += 1_000_000_000;
            }
        }
    }

    @Test
    void checksItsSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.rateLimit(0, Duration.ofSeconds(1)))
                .withMessageStartingWith("requests must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.rateLimit(1, Duration.ZERO))
                .withMessageStartingWith("per must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.rateLimit(1, Duration.ofDays(2)))
                .withMessage("per must be at most a day, but is PT48H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.builder(1, Duration.ofSeconds(1)).burst(0))
                .withMessageStartingWith("burst must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.builder(1, Duration.ofSeconds(1)).maxKeys(0))
                .withMessageStartingWith("maxKeys must ");
    }
}
