// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.transport.ConnectionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request that waits for a 100 (Continue) before it sends its body (RFC 9110 §10.1.1). */
@EverySegmentation
class ExpectContinueTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\n\n";
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String REFUSED = "HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno";
    private static final String HEAD = "PUT / HTTP/1.1\nHost: 10.0.0.1\nExpect: 100-continue\nContent-Length: 5\n\n";

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(1).build());
    private int pieces;
    private boolean cancelled;

    private static Request expecting(Body body) {
        return Request.put(Scene.URL, body).withHeader("Expect", "100-continue");
    }

    /** A stream of two pieces, "bo" and "dy". */
    private BodyStream stream() {
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(
                        switch (pieces++) {
                            case 0 -> ByteBuffer.wrap(new byte[] {'b', 'o'});
                            case 1 -> ByteBuffer.wrap(new byte[] {'d', 'y'});
                            default -> null;
                        });
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    @Test
    void theBodyFollowsTheContinueAndTheConnectionIsReused() {
        Future<Response> response = scene.fetch(expecting(Body.of("hello")));
        scene.pass(Duration.ofMillis(500));
        assertThat(scene.peer().take()).isEqualTo(HEAD);

        scene.peer().send(CONTINUE);
        assertThat(scene.peer().take()).isEqualTo("hello");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");

        Future<Response> next = scene.fetch(expecting(stream())); // chunked
        assertThat(scene.peer().take()).endsWith("\n\n");
        assertThat(pieces).isZero();
        scene.peer().send("HTTP/1.1 103 Early Hints\n\n");
        assertThat(scene.peer().take()).isEmpty();
        scene.peer().send(CONTINUE + CONTINUE);
        assertThat(scene.peer().take()).isEqualTo("2\nbo\n2\ndy\n0\n\n");
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void oneRequestMayWaitForLonger() {
        Timeouts patient =
                Timeouts.builder().expectContinue(Duration.ofSeconds(5)).build();
        scene.fetch(expecting(Body.of("hello")).withAttribute(Timeouts.OF_REQUEST, patient));
        scene.pass(Duration.ofSeconds(5).minusMillis(1));
        assertThat(scene.peer().take()).isEqualTo(HEAD);
        scene.pass(Duration.ofMillis(1));
        assertThat(scene.peer().take()).isEqualTo("hello");
        scene.peer().send(OK);
        scene.close();
    }

    @Test
    void aServerThatSaysNothingGetsTheBodyAfterASecond() {
        Future<Response> response = scene.fetch(expecting(Body.of("hello")));
        scene.pass(Duration.ofMillis(999));
        assertThat(scene.peer().take()).isEqualTo(HEAD);
        scene.pass(Duration.ofMillis(1));
        assertThat(scene.peer().take()).isEqualTo("hello");

        scene.peer().send(CONTINUE); // too late to matter
        assertThat(scene.peer().take()).isEmpty();
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void howLongIsASetting() {
        Timeouts timeouts =
                Timeouts.builder().expectContinue(Duration.ofMillis(20)).build();
        try (Scene quick = new Scene(FetcherOptions.builder().timeouts(timeouts).build())) {
            quick.fetch(expecting(Body.of("hello")));
            quick.pass(Duration.ofMillis(19));
            assertThat(quick.peer().take()).isEqualTo(HEAD);
            quick.pass(Duration.ofMillis(1));
            assertThat(quick.peer().take()).isEqualTo("hello");
        }
        scene.close();
    }

    /** The server cannot know whether the body follows: the connection is not used again. */
    @Test
    void afterAFinalAnswerTheBodyIsNotSent() {
        Future<Response> response = scene.fetch(expecting(stream()));
        scene.peer().take();
        Future<Response> next = scene.fetch(Request.get(Scene.URL));
        scene.peer().send(REFUSED);

        assertThat(response.resultNow().text()).isEqualTo("no");
        scene.pass(Duration.ofSeconds(2));
        assertThat(scene.peers.get(0).take()).isEmpty();
        assertThat(pieces).isZero();
        assertThat(cancelled).isTrue();
        assertThat(scene.peers).hasSize(2);
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** The second passes while the answer is being received. */
    @Test
    void nothingIsSentIntoASlowFinalAnswer() {
        Future<Response> response = scene.fetch(expecting(Body.of("hello")));
        scene.peer().take();
        scene.peer().send("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nn");
        scene.pass(Duration.ofSeconds(2));
        scene.peer().send("o");

        assertThat(response.resultNow().text()).isEqualTo("no");
        assertThat(scene.peer().take()).isEmpty();
        scene.close();
    }

    @Test
    void aServerThatGoesAwayFailsTheFetch() {
        Future<Response> response = scene.fetch(expecting(stream()));
        scene.peer().end();

        assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
        assertThat(cancelled).isTrue();
        scene.close();
    }

    @Test
    void cancellingSendsNothing() {
        Future<Response> response = scene.fetch(expecting(stream()));
        response.cancel();
        scene.settle();

        assertThat(pieces).isZero();
        assertThat(cancelled).isTrue();
        scene.close();
    }

    /** Its body was not sent yet, so nothing is lost. */
    @Test
    void aStaleConnectionIsReplaced() {
        scene.get();
        scene.peer().send(OK);
        Future<Response> response = scene.fetch(expecting(Body.of("hello")));
        scene.peer().end();
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peer().take()).isEqualTo(HEAD);
        scene.peer().send(CONTINUE);
        assertThat(scene.peer().take()).isEqualTo("hello");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** The time for the answer counts from the end of the body, and not from the 100. */
    @Test
    void theReadTimeoutBeginsWhenTheBodyIsSent() {
        Future<ByteBuffer> slow = Future.<ByteBuffer>completed(null);
        Future<Response> response = scene.fetch(expecting(BodyStream.of(
                () -> pieces++ == 0 ? scene.loop.sleep(Duration.ofSeconds(50)).flatMap(slept -> slow) : slow)));
        scene.peer().send(CONTINUE);
        scene.pass(Duration.ofSeconds(105));
        assertThat(response.isDone()).isFalse();
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** No 100 comes, so the body is sent after the patience; and the server reads none of it. */
    @Test
    void aServerThatDoesNotTakeTheBodyIsSilent() {
        Timeouts patient =
                Timeouts.DEFAULT.toBuilder().total(Duration.ofHours(1)).build();
        Future<Response> response =
                scene.fetch(expecting(Body.of(new byte[5_000_000])).withAttribute(Timeouts.OF_REQUEST, patient));
        scene.peer().transport.pauseReading();
        scene.pass(patient.expectContinue().plus(patient.read()).minusMillis(1));
        assertThat(response.isDone()).isFalse();
        scene.pass(patient.read().dividedBy(8).plusMillis(1));
        assertThat(Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
        scene.peer().reset();
        scene.close();
    }

    @Test
    void withoutABodyThereIsNothingToWaitFor() {
        Future<Response> response = scene.fetch(Request.get(Scene.URL).withHeader("Expect", "100-continue"));
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
        assertThat(scene.loop.pendingTimers()).isEqualTo(1); // of the idle connection
        scene.close();
    }
}
