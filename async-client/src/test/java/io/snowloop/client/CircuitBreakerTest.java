// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.CircuitBreaker.State.CLOSED;
import static io.snowloop.client.CircuitBreaker.State.HALF_OPEN;
import static io.snowloop.client.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
    private static final String ERROR = "HTTP/1.1 500 A\nContent-Length: 0\n\n";

    private final Scene scene = new Scene();
    private final List<String> changes = new ArrayList<>();
    private final CircuitBreaker breaker = settings().build();
    private Fetcher fetcher = scene.fetcher.with(breaker);
    private int asked;

    private CircuitBreaker.Builder settings() {
        return CircuitBreaker.builder()
                .minCalls(4)
                .failurePercent(50)
                .window(Duration.ofSeconds(10))
                .openFor(Duration.ofSeconds(5))
                .onChange((origin, state) -> changes.add(origin + " " + state));
    }

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private Future<Response> fetch(String answer) {
        scene.answers = head -> {
            asked++;
            return answer;
        };
        Future<Response> response = fetcher.fetch(Scene.URL);
        scene.settle();
        return response;
    }

    private void open() {
        for (int i = 0; i < 4; i++) {
            fetch(ERROR);
        }
        assertThat(breaker.state(Scene.URL)).isEqualTo(OPEN);
    }

    private static CircuitOpenException refusal(Future<Response> response) {
        assertThat(Scene.error(response)).isInstanceOf(CircuitOpenException.class);
        return (CircuitOpenException) Scene.error(response);
    }

    @Test
    void opensAtItsShareOfFailures() {
        fetch(OK);
        fetch(ERROR);
        fetch(OK);
        assertThat(breaker.state(Scene.URL)).isEqualTo(CLOSED);
        assertThat(fetch(ERROR).resultNow().status())
                .isEqualTo(Status.INTERNAL_SERVER_ERROR); // the answer comes all the same

        assertThat(breaker.state(Scene.URL)).isEqualTo(OPEN);
        scene.pass(Duration.ofSeconds(1));
        CircuitOpenException refusal = refusal(fetch(OK));
        assertThat(asked).isEqualTo(4);
        assertThat(refusal.origin()).isEqualTo("http://10.0.0.1");
        assertThat(refusal.remaining()).isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(4));
        assertThat(refusal)
                .hasMessageMatching(
                        "http://10.0.0.1 is not asked for another (3\\d\\d\\d|4000) ms: the circuit is open, "
                                + "because 2 of 4 requests failed within 10000 ms");
    }

    @Test
    void staysClosedWithFewRequests() {
        fetch(ERROR);
        fetch(ERROR);
        fetch(ERROR);
        assertThat(breaker.state(Scene.URL)).isEqualTo(CLOSED);
    }

    @Test
    void forgetsWhatIsOlderThanItsWindow() {
        fetch(ERROR);
        fetch(ERROR);
        fetch(ERROR);
        scene.pass(Duration.ofSeconds(10));
        fetch(ERROR);
        assertThat(breaker.state(Scene.URL)).isEqualTo(CLOSED);
    }

    @Test
    void closesAfterATrialThatSucceeds() {
        open();
        scene.pass(Duration.ofSeconds(5));
        assertThat(fetch(OK).resultNow().status()).isEqualTo(Status.OK);
        assertThat(fetch(ERROR).isFailed()).isFalse(); // the failures before it are forgotten

        assertThat(changes)
                .containsExactly("http://10.0.0.1 OPEN", "http://10.0.0.1 HALF_OPEN", "http://10.0.0.1 CLOSED");
    }

    @Test
    void opensAgainAfterATrialThatFails() {
        open();
        scene.pass(Duration.ofSeconds(5));
        fetch(ERROR);
        assertThat(refusal(fetch(OK)).remaining()).isGreaterThan(Duration.ofSeconds(4));
        assertThat(changes).endsWith("http://10.0.0.1 HALF_OPEN", "http://10.0.0.1 OPEN");
    }

    @Test
    void letsOneRequestPassAsATrial() {
        open();
        scene.pass(Duration.ofSeconds(5));
        scene.answers = null;
        Future<Response> trial = fetcher.fetch(Scene.URL);
        scene.settle();

        assertThat(breaker.state(Scene.URL)).isEqualTo(HALF_OPEN);
        assertThat(refusal(fetch(OK)))
                .hasMessageStartingWith("http://10.0.0.1 is not asked until the request is answered that tries it: ")
                .satisfies(refusal -> assertThat(refusal.remaining()).isZero());
        scene.onLoop(trial::cancel);
        assertThat(fetch(OK).resultNow().status()).isEqualTo(Status.OK); // another trial
        assertThat(breaker.state(Scene.URL)).isEqualTo(CLOSED);
    }

    @Test
    void countsErrorsOfTheConnectionButNoMistakesOfTheCaller() {
        scene.refuseConnections();
        for (int i = 0; i < 4; i++) {
            fetch(OK);
        }
        assertThat(breaker.state(Scene.URL)).isEqualTo(OPEN);

        CircuitBreaker other = settings().build();
        Handler mistaken = other.around(request -> Future.failed(new IllegalArgumentException()));
        for (int i = 0; i < 4; i++) {
            mistaken.handle(Request.get(Scene.URL));
        }
        assertThat(other.state(Scene.URL)).isEqualTo(CLOSED);
    }

    @Test
    void aTrialThatIsAMistakeOfTheCallerLeavesThePlaceToAnother() {
        open();
        scene.pass(Duration.ofSeconds(5));
        Handler mistaken = breaker.around(request -> {
            throw new IllegalStateException("a mistake");
        });
        scene.onLoop(() -> mistaken.handle(Request.get(Scene.URL)).recover(error -> Response.text("")));
        assertThat(breaker.state(Scene.URL)).isEqualTo(HALF_OPEN);
        fetch(OK);
        assertThat(breaker.state(Scene.URL)).isEqualTo(CLOSED);
    }

    @Test
    void hasACircuitForEachOrigin() {
        open();
        scene.listen(81);
        Future<Response> other = fetcher.fetch("http://10.0.0.1:81/");
        scene.settle();
        assertThat(other.isFailed()).isFalse();
        assertThat(breaker.state("http://10.0.0.1:81/")).isEqualTo(CLOSED);
    }

    @Test
    void forgetsTheOriginThatWasNotAskedForTheLongestTime() {
        CircuitBreaker small = settings().maxOrigins(1).minCalls(1).build();
        Handler failing = small.around(request -> Future.completed(Response.of(Status.BAD_GATEWAY)));
        failing.handle(Request.get("http://a/"));
        assertThat(small.state("http://a/")).isEqualTo(OPEN);
        failing.handle(Request.get("http://b/"));
        assertThat(small.state("http://a/")).isEqualTo(CLOSED);
    }

    @Test
    void hasItsOwnIdeaOfAFailure() {
        CircuitBreaker strict = settings()
                .minCalls(1)
                .failure(response -> response.status().equals(Status.TOO_MANY_REQUESTS))
                .build();
        fetcher = scene.fetcher.with(strict);
        fetch(ERROR);
        assertThat(strict.state(Scene.URL)).isEqualTo(CLOSED);
        fetch("HTTP/1.1 429 A\nContent-Length: 0\n\n");
        fetch("HTTP/1.1 429 A\nContent-Length: 0\n\n");
        assertThat(strict.state(Scene.URL)).isEqualTo(OPEN);
    }

    @Test
    void settingsHaveBounds() {
        CircuitBreaker.Builder builder = CircuitBreaker.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.failurePercent(101))
                .withMessage("failurePercent must be from 1 to 100, not 101");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.failurePercent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.minCalls(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOrigins(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.window(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.openFor(Duration.ZERO));
    }

    /** The next request is another trial. */
    @Test
    void goesOnIfWhatItCallsThrows() {
        AtomicBoolean throwing = new AtomicBoolean();
        fetcher = scene.fetcher.with(settings()
                .failure(response -> {
                    refuse(throwing);
                    return response.status().code() >= 500;
                })
                .onChange((origin, state) -> refuse(throwing))
                .build());
        for (int i = 0; i < 4; i++) {
            fetch(ERROR);
        }
        scene.pass(Duration.ofSeconds(5));
        throwing.set(true);
        assertThat(Scene.error(fetch(OK))).as("of the observer").hasMessage("no");
        assertThat(Scene.error(fetch(OK))).as("of the predicate").hasMessage("no");
        throwing.set(false);
        assertThat(fetch(OK).resultNow().status()).isEqualTo(Status.OK);
    }

    private static void refuse(AtomicBoolean throwing) {
        if (throwing.get()) {
            throw new IllegalStateException("no");
        }
    }
}
