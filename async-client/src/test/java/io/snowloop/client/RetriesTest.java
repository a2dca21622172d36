// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class RetriesTest {
    private static final String BUSY = "HTTP/1.1 503 Service Unavailable\nContent-Length: 4\n\nbusy";
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    private final Scene scene = new Scene();

    /** Pauses of 1, 2, 4 and 5 seconds, without a random part. */
    private Retries retries = Retries.retries(4)
            .withPauses(Duration.ofSeconds(1), Duration.ofSeconds(5))
            .withRandom(() -> 0);

    /** The responses to the first request, the second, and so on. The last one is repeated. */
    private String[] answers;

    private int asked;

    private Future<Response> fetch(Request request, String... answers) {
        this.answers = answers;
        scene.answers = head -> this.answers[Math.min(asked++, this.answers.length - 1)];
        Future<Response> response = retries.around(scene.fetcher).handle(request);
        scene.settle();
        return response;
    }

    private Future<Response> get(String... answers) {
        return fetch(Request.get(Scene.URL), answers);
    }

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    @Test
    void retriesAfterAPauseThatGrows() {
        Future<Response> response = get(BUSY, BUSY, BUSY, BUSY, OK);

        int[] pauses = {1, 2, 4, 5};
        for (int i = 0; i < pauses.length; i++) {
            assertThat(asked).isEqualTo(i + 1);
            scene.pass(Duration.ofSeconds(pauses[i]).minusMillis(1));
            assertThat(asked).isEqualTo(i + 1);
            scene.pass(Duration.ofMillis(1));
        }
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
    }

    @Test
    void theLastResponseIsPassedOn() {
        Future<Response> response = get(BUSY);
        scene.pass(Duration.ofMinutes(1));

        assertThat(asked).isEqualTo(5);
        assertThat(response.resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(scene.collect(response.resultNow()).text()).isEqualTo("busy");
    }

    @Test
    void upToAHalfOfAPauseIsLeftOut() {
        retries = Retries.retries(1)
                .withPauses(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .withRandom(() -> -1);
        get(BUSY, OK);
        scene.pass(Duration.ofMillis(499));
        assertThat(asked).isEqualTo(1);
        scene.pass(Duration.ofMillis(2));
        assertThat(asked).isEqualTo(2);
    }

    /** Its bits are all set: the random number is the largest, just below 1. */
    @Test
    void withFullJitterAllOfAPauseMayBeLeftOut() {
        retries = retries.withFullJitter().withRandom(() -> -1);
        get(BUSY, BUSY, BUSY, BUSY, OK);
        scene.pass(Duration.ofMillis(1));
        assertThat(asked).isEqualTo(5);
    }

    @Test
    void aSeedRepeatsThePauses() {
        List<Long> first = timesOfAttempts(new SplittableRandom(7));

        assertThat(first).doesNotHaveDuplicates().hasSize(5).isEqualTo(timesOfAttempts(new SplittableRandom(7)));
        assertThat(timesOfAttempts(new SplittableRandom(8))).isNotEqualTo(first);
    }

    /** In nanoseconds since the first one. */
    private List<Long> timesOfAttempts(RandomGenerator random) {
        retries = retries.withFullJitter().withRandom(random);
        List<Long> times = new ArrayList<>();
        long start = scene.simulation.ticker().nanoTime();
        scene.answers = head -> {
            times.add(scene.simulation.ticker().nanoTime() - start);
            return BUSY;
        };
        retries.around(scene.fetcher).handle(Request.get(Scene.URL));
        scene.pass(Duration.ofMinutes(1));
        return times;
    }

    /** Otherwise clients that failed at the same time come back at the same time. The chance that it fails is 2^-50. */
    @Test
    void thePartIsRandom() {
        retries = Retries.retries(1);
        for (int i = 0; i < 10; i++) {
            get(BUSY);
        }
        assertThat(asked).isEqualTo(10);
        scene.pass(Duration.ofMillis(98));
        assertThat(asked).isGreaterThan(10);
        scene.pass(Duration.ofMillis(2));
        assertThat(asked).isEqualTo(20);
    }

    @Test
    void retryAfterReplacesThePause() {
        String soon = BUSY.replace("Content", "Retry-After: 3\nContent");
        String late = BUSY.replace("Content", "Retry-After: 6\nContent");
        Future<Response> response = get(soon, late);
        scene.pass(Duration.ofMillis(2_999));
        assertThat(asked).isEqualTo(1);
        scene.pass(Duration.ofMillis(1));
        assertThat(asked).isEqualTo(2);
        assertThat(response.resultNow().header("Retry-After")).isEqualTo("6");
    }

    /** A date is of the server's clock, and so is the response's own. */
    @Test
    void retryAfterMayBeADate() {
        String answer = BUSY.replace("Content", "Date: Wed, 21 Oct 2015 07:28:00 GMT\nRetry-After: %s\nContent");
        Future<Response> response = get(
                answer.formatted("Wed, 21 Oct 2015 07:28:03 GMT"),
                answer.formatted("Wed, 21 Oct 2015 07:27:00 GMT"),
                answer.formatted("Wed, 21 Oct 2015 07:28:06 GMT"));

        scene.pass(Duration.ofMillis(2_999));
        assertThat(asked).isEqualTo(1);
        scene.pass(Duration.ofMillis(2)); // the second date is in the past: at once
        assertThat(asked).isEqualTo(3);
        assertThat(response.resultNow().header("Retry-After")).endsWith(":06 GMT"); // longer than the longest pause
    }

    @Test
    void aDateIsComparedWithThisClockIfTheServerSaysNone() {
        String far = BUSY.replace("Content", "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT\nContent");
        String past = BUSY.replace("Content", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\nContent");

        assertThat(get(past, far).resultNow().header("Retry-After")).contains("2099");
        assertThat(asked).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999", "99999999999999999999999999"})
    void aRetryAfterOfManyDigitsIsLongerThanEveryPause(String digits) {
        String never = BUSY.replace("Content", "Retry-After: " + digits + "\nContent");

        assertThat(get(never).resultNow().header("Retry-After")).isEqualTo(digits);
        assertThat(asked).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5"})
    void aRetryAfterThatIsNeitherIsIgnored(String value) {
        Future<Response> response = get(BUSY.replace("Content", "Retry-After: " + value + "\nContent"), OK);
        scene.pass(Duration.ofSeconds(1));

        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 A", "502 A", "504 A"})
    void otherTransientStatuses(String status) {
        get(BUSY.replace("503 Service Unavailable", status), OK);
        scene.pass(Duration.ofSeconds(1));
        assertThat(asked).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 A", "404 A", "500 A", "501 A"})
    void otherStatusesAreFinal(String status) {
        assertThat(get(BUSY.replace("503 Service Unavailable", status)).isDone())
                .isTrue();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aRequestThatCannotBeSentTwiceIsNotRetried() {
        BodyStream once = BodyStream.of(0, () -> Future.completed(null));

        assertThat(fetch(Request.post(Scene.URL, Body.of("data")), BUSY).isDone())
                .isTrue();
        assertThat(fetch(Request.get(Scene.URL).withMethod(Method.PUT).withBody(once), BUSY)
                        .isDone())
                .isTrue();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aRequestMayBeSaidToBeRepeatable() {
        retries = retries.withRepeatable(request -> request.headers().contains("Idempotency-Key"))
                .withBudget(100, 10) // which keeps it
                .withFullJitter();
        Request pay = Request.post(Scene.URL, Body.of("data"));

        assertThat(fetch(pay, BUSY).isDone()).isTrue();
        Future<Response> answer = fetch(pay.withHeader("Idempotency-Key", "1"), BUSY, BUSY, OK);
        scene.pass(Duration.ofMinutes(1));
        assertThat(asked).isEqualTo(3);
        assertThat(answer.resultNow().status()).isEqualTo(Status.OK);
        fetch(Request.get(Scene.URL), BUSY);
        scene.pass(Duration.ofMinutes(1));
        assertThat(asked).as("GET still is repeated").isEqualTo(8);

        Request once = pay.withBody(BodyStream.of(0, () -> Future.completed(null)));
        assertThat(fetch(once.withHeader("Idempotency-Key", "2"), BUSY).isDone())
                .isTrue();
        assertThat(asked).isEqualTo(9);
    }

    @Test
    void aServerThatIsNotThereYet() {
        scene.refuseConnections();
        Future<Response> response = get(OK);
        scene.pass(Duration.ofMillis(500));
        assertThat(response.isDone()).isFalse();
        scene.listen(80);
        scene.pass(Duration.ofSeconds(1));
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
    }

    @Test
    void aServerThatNeverComes() {
        scene.refuseConnections();
        Future<Response> response = get(OK);
        scene.pass(Duration.ofMinutes(1));
        assertThat(Scene.error(response)).isInstanceOf(ConnectException.class);
    }

    @Test
    void otherErrorsAreFinal() {
        Future<Response> response = get("no HTTP at all\n\n");
        assertThat(Scene.error(response)).isInstanceOf(IOException.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void cancellingEndsThePause() {
        Future<Response> response = get(BUSY, OK);
        int timers = scene.loop.pendingTimers();
        scene.onLoop(response::cancel);
        assertThat(scene.loop.pendingTimers()).isEqualTo(timers - 1);
        scene.pass(Duration.ofMinutes(1));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void theBoundsOfTheSettingsAreAllowed() {
        retries = Retries.retries(0).withPauses(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Future<Response> none = get(BUSY, OK);
        assertThat(none.resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(scene.collect(none.resultNow()).text()).isEqualTo("busy");
    }

    @Test
    void pausesMayHaveNoBound() {
        retries = Retries.retries(1)
                .withPauses(Duration.ofSeconds(1), ChronoUnit.FOREVER.getDuration())
                .withRandom(() -> 0);
        Future<Response> response = get(BUSY, OK);
        scene.pass(Duration.ofSeconds(1));
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
    }

    @Test
    void aRetryAfterAsLongAsTheLongestPauseIsWaitedFor() {
        Future<Response> response = get(BUSY.replace("Content", "Retry-After: 5\nContent"), OK);
        scene.pass(Duration.ofSeconds(5));
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> Retries.retries(-1)).hasMessageContaining("must not be negative: -1");
        assertThatThrownBy(() -> Retries.retries(1).withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("first pause");
        assertThatThrownBy(() -> Retries.retries(1).withPauses(Duration.ofSeconds(-2), Duration.ofSeconds(1)))
                .hasMessageContaining("first pause");
    }
}
