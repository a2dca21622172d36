// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.transport.ConnectionClosedException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server answers when a test says so. Each request has a connection of its own, until one of them is free. */
class HedgingTest {
    private static final String FIRST = "HTTP/1.1 200 OK\nContent-Length: 5\n\nfirst";
    private static final String SECOND = "HTTP/1.1 200 OK\nContent-Length: 6\n\nsecond";

    private final Scene scene = new Scene();
    private Fetcher fetcher = scene.fetcher.with(Hedging.hedging(Duration.ofMillis(50)));

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private Future<Response> get() {
        return fetch(Request.get(Scene.URL));
    }

    private Future<Response> fetch(Request request) {
        Future<Response> response = fetcher.fetch(request);
        scene.settle();
        scene.pass(Duration.ofMillis(10)); // the connection is there
        return response;
    }

    @Test
    void sendsASecondRequestAfterTheDelayAndTheFirstAnswerWins() {
        Future<Response> response = get();
        scene.pass(Duration.ofMillis(39));
        assertThat(scene.peers).hasSize(1);
        scene.pass(Duration.ofMillis(20));
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peers.get(1).take()).startsWith("GET / ");

        scene.peers.get(1).send(SECOND);
        scene.pass(Duration.ofMillis(10));
        assertThat(response.resultNow().text()).isEqualTo("second");
        assertThat(fetcher.connections()).as("that of the first is closed").isEqualTo(1);
    }

    @Test
    void cancelsTheSecondIfTheFirstIsAnsweredAfterAll() {
        Future<Response> response = get();
        scene.pass(Duration.ofMillis(60));
        scene.peers.get(0).send(FIRST);
        scene.pass(Duration.ofMillis(10));
        assertThat(response.resultNow().text()).isEqualTo("first");
        assertThat(fetcher.connections()).isEqualTo(1);
        assertThat(fetcher.inFlight()).isZero();
    }

    @Test
    void sendsNoSecondOneAfterAnAnswer() {
        Future<Response> response = get();
        scene.peer().send(FIRST);
        scene.pass(Duration.ofSeconds(1));
        assertThat(response.resultNow().text()).isEqualTo("first");
        assertThat(scene.peers).hasSize(1);
    }

    @Test
    void aFailureBeforeTheDelayIsFinalAndComesAtOnce() {
        scene.refuseConnections();
        Future<Response> response = fetcher.fetch(Scene.URL);
        scene.pass(Duration.ofMillis(20));
        assertThat(Scene.error(response)).isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void aFailureOfOneLeavesTheOther() {
        Future<Response> response = get();
        scene.pass(Duration.ofMillis(60));
        scene.peers.get(0).reset();
        scene.pass(Duration.ofMillis(10));
        assertThat(response.isDone()).isFalse();
        scene.peers.get(scene.peers.size() - 1).send(SECOND);
        scene.pass(Duration.ofMillis(10));
        assertThat(response.resultNow().text()).isEqualTo("second");
    }

    @Test
    void ifBothFailTheLastErrorIsTheOutcome() {
        Future<Response> response = get();
        scene.pass(Duration.ofMillis(60));
        scene.peers.get(0).end();
        scene.peers.get(1).end();
        scene.pass(Duration.ofSeconds(1));
        assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void cancellingEndsBoth() {
        Future<Response> response = get();
        scene.pass(Duration.ofMillis(60));
        scene.onLoop(response::cancel);
        assertThat(fetcher.connections()).isZero();
        assertThat(scene.loop.pendingTimers()).isZero();
    }

    @Test
    void cancellingBeforeTheDelaySendsNoSecondOne() {
        Future<Response> response = get();
        scene.onLoop(response::cancel);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peers).hasSize(1);
    }

    @Test
    void aPostIsSentOnce() {
        Future<Response> response = fetch(Request.post(Scene.URL, Body.of("data")));
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peers).hasSize(1);
        scene.peer().send(FIRST);
        assertThat(response.resultNow().text()).isEqualTo("first");
    }

    @Test
    void aBudgetBoundsHowManyAreSentTwice() {
        fetcher = scene.fetcher.with(
                Hedging.builder(Duration.ofMillis(50)).budget(50, 0).build());
        get();
        get();
        get();
        get();
        scene.pass(Duration.ofMillis(100));
        assertThat(scene.peers).hasSize(4 + 2);
    }

    /** 20 answers after 10 to 200 ms: 95 % came within 190 ms. */
    @Test
    void theDelayMayBeAPercentileOfTheLastAnswers() {
        RecentTimes times = new RecentTimes();
        for (int i = 1; i <= 19; i++) {
            times.add(Duration.ofMillis(i * 10).toNanos());
            assertThat(times.percentile(95)).isNull();
        }
        times.add(Duration.ofMillis(200).toNanos());
        assertThat(times.percentile(95)).isEqualTo(Duration.ofMillis(190));
        assertThat(times.percentile(1)).isEqualTo(Duration.ofMillis(10));
        for (int i = 0; i < 100; i++) {
            times.add(5);
        }
        assertThat(times.percentile(99)).isEqualTo(Duration.ofNanos(5)); // of the last 100
    }

    @Test
    void withAPercentileTheDelayFollowsTheServer() {
        fetcher = scene.fetcher.with(Hedging.builder(Duration.ofMinutes(1))
                .percentile(95)
                .budget(100, 0)
                .build());
        scene.answers = head -> "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
        for (int i = 0; i < 20; i++) {
            get();
        }
        scene.answers = null;
        get();
        scene.pass(Duration.ofMillis(100));
        assertThat(scene.peers).hasSize(2);
    }

    @Test
    void settingsHaveBounds() {
        Hedging.Builder builder = Hedging.builder(Duration.ofMillis(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hedging.hedging(Duration.ZERO))
                .withMessage("delay must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.percentile(100))
                .withMessage("percentile must be from 1 to 99, not 100");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.percentile(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOrigins(0));
    }
}
