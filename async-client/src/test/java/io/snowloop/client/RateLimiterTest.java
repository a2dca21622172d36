// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final Scene scene = new Scene();
    private final List<String> served = new ArrayList<>();

    @BeforeEach
    void serve() {
        scene.answers = head -> {
            served.add(head.split(" ")[1]);
            return "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
        };
    }

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private List<Future<Response>> fetch(Fetcher fetcher, String origin, int from, int to) {
        List<Future<Response>> responses = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            responses.add(fetcher.fetch(origin + "/" + i));
        }
        scene.settle();
        return responses;
    }

    @Test
    void sendsABurstAndThenAtASteadyRateInOrder() {
        Fetcher fetcher = scene.fetcher.with(
                RateLimiter.builder(10, Duration.ofSeconds(1)).burst(3).build());
        fetch(fetcher, "http://10.0.0.1", 1, 6);
        scene.pass(Duration.ofMillis(90));
        assertThat(served).containsExactly("/1", "/2", "/3");
        scene.pass(Duration.ofMillis(100));
        assertThat(served).hasSize(4);
        scene.pass(Duration.ofMillis(200));
        assertThat(served).containsExactly("/1", "/2", "/3", "/4", "/5", "/6");

        scene.pass(Duration.ofSeconds(1)); // the bucket is full again, and holds no more than three
        fetch(fetcher, "http://10.0.0.1", 7, 12);
        scene.pass(Duration.ofMillis(90));
        assertThat(served).hasSize(9);
        scene.pass(Duration.ofSeconds(1));
        assertThat(served).hasSize(12);
    }

    @Test
    void aRequestThatIsCancelledFreesItsPlace() {
        Fetcher fetcher = scene.fetcher.with(RateLimiter.rateLimiter(1, Duration.ofSeconds(1)));
        List<Future<Response>> responses = fetch(fetcher, "http://10.0.0.1", 1, 4);
        scene.onLoop(responses.get(1)::cancel);
        scene.onLoop(responses.get(3)::cancel);
        scene.pass(Duration.ofMillis(1_100));
        assertThat(served).containsExactly("/1", "/3");
        assertThat(scene.loop.pendingTimers())
                .as("timers, but that of the idle connection")
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsMoreThanMayWait() {
        Fetcher fetcher = scene.fetcher.with(
                RateLimiter.builder(1, Duration.ofSeconds(1)).maxWaiting(1).build());
        List<Future<Response>> responses = fetch(fetcher, "http://10.0.0.1", 1, 3);

        assertThat(Scene.error(responses.get(2)))
                .isInstanceOf(TooManyWaitingException.class)
                .hasMessage("1 requests wait for http://10.0.0.1 (RateLimiter.maxWaiting), so this one is refused: "
                        + "GET http://10.0.0.1/3");
        scene.pass(Duration.ofSeconds(2));
        assertThat(served).containsExactly("/1", "/2");
    }

    @Test
    void eachOriginHasItsOwnRate() {
        scene.listen(81);
        Fetcher fetcher = scene.fetcher.with(RateLimiter.rateLimiter(1, Duration.ofMinutes(1)));
        fetch(fetcher, "http://10.0.0.1", 1, 1);
        fetch(fetcher, "http://10.0.0.1:81", 2, 2);
        assertThat(served).containsExactly("/1", "/2");
    }

    @Test
    void forgetsTheOriginThatWasNotAskedForTheLongestTime() {
        scene.listen(81);
        Fetcher fetcher = scene.fetcher.with(
                RateLimiter.builder(1, Duration.ofMinutes(1)).maxOrigins(1).build());
        fetch(fetcher, "http://10.0.0.1", 1, 1);
        fetch(fetcher, "http://10.0.0.1:81", 2, 2);
        fetch(fetcher, "http://10.0.0.1", 3, 3);
        assertThat(served).containsExactly("/1", "/2", "/3");
    }

    @Test
    void settingsHaveBounds() {
        Duration second = Duration.ofSeconds(1);
        RateLimiter.Builder builder = RateLimiter.builder(1, second);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimiter.rateLimiter(0, second))
                .withMessage("requests must be at least 1, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> RateLimiter.rateLimiter(1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimiter.rateLimiter(1, Duration.ofDays(2)))
                .withMessage("per must be at most a day, but is PT48H");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.burst(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.burst(100_001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaiting(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOrigins(0));
    }
}
