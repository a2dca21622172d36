// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Http2Limits;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a server of HTTP/2 is silent: {@link Timeouts#read} of a stream, while other streams send. */
class Http2SilenceTest {
    private static final int WINDOW = Http2Limits.DEFAULT.initialWindowSize();
    private static final Timeouts FIVE =
            Timeouts.builder().read(Duration.ofSeconds(5)).build();

    private final Http2Scene scene = new Http2Scene();

    private static Request upload(int windows) {
        return Request.post(Http2Scene.URL, Body.of(new byte[windows * WINDOW]))
                .withAttribute(Timeouts.OF_REQUEST, FIVE);
    }

    /** What other requests have sent before is no measure for it. */
    @Test
    void anUploadThatGoesOnIsNotSilentAfterOthers() {
        Future<Response> before = scene.fetch(upload(3));
        scene.onServer(() -> scene.peer().answer(1, "ok"));
        assertThat(before.isDone()).isTrue();
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> upload = scene.fetch(upload(4));
        scene.pass(Duration.ofSeconds(4));
        scene.onServer(() -> scene.peer().consume(3, WINDOW));
        scene.pass(Duration.ofSeconds(4));
        assertThat(upload.isDone()).isFalse();
        scene.pass(Duration.ofSeconds(2));
        assertThat(Http2Scene.error(upload)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    /** The time begins when the server has taken bytes last, and that is known to an eighth of it. */
    @Test
    void anUploadThatStopsGetsTheTimeOnce() {
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> upload = scene.fetch(upload(4));
        scene.pass(Duration.ofSeconds(1));
        scene.onServer(() -> scene.peer().consume(1, WINDOW));
        scene.pass(Duration.ofMillis(4_999));
        assertThat(upload.isDone()).isFalse();
        scene.pass(Duration.ofMillis(626));
        assertThat(Http2Scene.error(upload)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    /** Time in which the body itself has no bytes is not the server's. */
    @Test
    void anUploadWhoseSourceWasLateGetsTheWholeTime() {
        Promise<ByteBuffer> late = scene.loop.newPromise();
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, BodyStream.of(2 * WINDOW, () -> late))
                .withAttribute(Timeouts.OF_REQUEST, FIVE));
        scene.pass(Duration.ofSeconds(24));
        scene.onLoop(() -> late.complete(ByteBuffer.allocate(2 * WINDOW)));
        scene.pass(Duration.ofMillis(4_500));
        assertThat(upload.isDone()).isFalse();
        scene.pass(Duration.ofMillis(1_200));
        assertThat(Http2Scene.error(upload)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    /** As with HTTP/1.1, each byte of a head is a sign of life. */
    @Test
    void aServerThatSendsAHeadSlowlyIsNotSilent() {
        Future<Response> response = scene.fetch(Request.get(Http2Scene.URL).withAttribute(Timeouts.OF_REQUEST, FIVE));
        byte[] head = {0, 0, 1, 1, 5, 0, 0, 0, 1, (byte) 0x88}; // HEADERS with END_HEADERS and END_STREAM, :status 200
        for (byte each : head) {
            scene.pass(Duration.ofSeconds(4));
            scene.onServer(() -> scene.peer().transport.write(ByteBuffer.wrap(new byte[] {each})));
        }
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
        scene.close();
    }

    @Test
    void aServerThatStopsWithinAHeadIsSilent() {
        Future<Response> response = scene.fetch(Request.get(Http2Scene.URL).withAttribute(Timeouts.OF_REQUEST, FIVE));
        scene.pass(Duration.ofSeconds(4));
        scene.onServer(() -> scene.peer().transport.write(ByteBuffer.wrap(new byte[] {0, 0, 1})));
        scene.pass(Duration.ofMillis(4_999));
        assertThat(response.isDone()).isFalse();
        scene.pass(Duration.ofMillis(1));
        assertThat(Http2Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    @Test
    void anUploadThatWaitsBehindAnotherIsNotSilentWhileThatGoesOn() {
        scene.limits = Http2Limits.builder()
                .connectionWindow(WINDOW)
                .initialWindowSize(8 * WINDOW)
                .build();
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> first = scene.fetch(upload(4));
        Future<Response> second = scene.fetch(upload(1));
        for (int i = 0; i < 2; i++) {
            scene.pass(Duration.ofSeconds(4));
            scene.onServer(() -> scene.peer().consume(1, WINDOW));
        }
        scene.pass(Duration.ofSeconds(2));
        assertThat(scene.peer().size(3)).isZero();
        assertThat(second.isDone()).isFalse();
        scene.pass(Duration.ofSeconds(20)); // our PING, which is answered, is not progress of it
        assertThat(Http2Scene.error(first)).isInstanceOf(ReadTimeoutException.class);
        assertThat(Http2Scene.error(second)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    @Test
    void anUploadWhoseWindowStaysClosedIsStuckWhileAnotherGoesOn() {
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> stuck = scene.fetch(upload(2));
        Future<Response> other = scene.fetch(upload(8));
        for (int i = 0; i < 4; i++) {
            scene.pass(Duration.ofSeconds(3));
            scene.onServer(() -> scene.peer().consume(3, WINDOW));
        }
        assertThat(Http2Scene.error(stuck)).isInstanceOf(ReadTimeoutException.class);
        assertThat(other.isDone()).isFalse();
        scene.close();
    }

    @Test
    void aResponseThatDoesNotComeIsSilenceWhileAnotherRequestIsSent() {
        scene.limits = Http2Limits.builder()
                .connectionWindow(100 * WINDOW)
                .initialWindowSize(100 * WINDOW)
                .build();
        Future<Response> silent = scene.fetch(Request.get(Http2Scene.URL).withAttribute(Timeouts.OF_REQUEST, FIVE));
        scene.onServer(() -> scene.peer().pauses = true);
        Future<Response> upload = scene.fetch(upload(80));
        for (int i = 0; i < 7; i++) {
            scene.pass(Duration.ofSeconds(1));
            scene.onServer(() -> scene.peer().transport.resumeReading());
        }
        assertThat(Http2Scene.error(silent)).isInstanceOf(ReadTimeoutException.class);
        assertThat(upload.isDone()).isFalse();
        assertThat(scene.peer().complete)
                .as("streams whose request is complete")
                .containsExactly(1);
        scene.onServer(() -> {
            scene.peer().pauses = false; // so that it sees the end
            scene.peer().transport.resumeReading();
        });
        scene.close();
    }

    // ------------------------------------------------------------------------------------- the connection in doubt

    private Future<Response> get(Timeouts timeouts) {
        return scene.fetch(Request.get(Http2Scene.URL).withAttribute(Timeouts.OF_REQUEST, timeouts));
    }

    /** The server is there, but takes nothing of what comes from now on. */
    private void pauseReading(boolean paused) {
        scene.onServer(() -> {
            if (paused) {
                scene.peer().transport.pauseReading();
            } else {
                scene.peer().transport.resumeReading();
            }
        });
    }

    private void end() {
        scene.onServer(() -> scene.peers.forEach(peer -> peer.transport.resumeReading())); // so that they see the end
        scene.close();
    }

    /** Each would fail behind what was sent to a path that is dead. */
    @Test
    void aConnectionWhoseServerIsSilentIsReplaced() {
        Future<Response> silent = get(FIVE);
        pauseReading(true);
        scene.pass(Duration.ofSeconds(5));
        assertThat(Http2Scene.error(silent)).isInstanceOf(ReadTimeoutException.class);
        scene.onRequest = Http2Scene.PATHS;
        Future<Response> next = get(FIVE);
        scene.pass(Duration.ofMillis(999));
        assertThat(scene.peers).hasSize(1);
        scene.pass(Duration.ofMillis(1));
        assertThat(scene.peers).hasSize(2);
        assertThat(next.resultNow().text()).isEqualTo("/");
        end();
    }

    @Test
    void aConnectionIsReplacedThoughItsNextRequestComesLater() {
        get(FIVE);
        pauseReading(true);
        scene.pass(Duration.ofSeconds(6));
        scene.onRequest = Http2Scene.PATHS;
        assertThat(get(FIVE).resultNow().text()).isEqualTo("/");
        assertThat(scene.peers).hasSize(2);
        end();
    }

    /** A slow view is no dead path: the PING is answered. */
    @Test
    void aConnectionWhoseServerAnswersThePingIsKept() {
        get(FIVE);
        scene.pass(Duration.ofSeconds(5));
        scene.onRequest = Http2Scene.PATHS;
        assertThat(get(FIVE).resultNow().text()).isEqualTo("/");
        scene.pass(Duration.ofSeconds(2));
        assertThat(get(FIVE).resultNow().text()).isEqualTo("/");
        assertThat(scene.peers).hasSize(1);
        end();
    }

    /** Other bytes may have been sent long before: the answer to the PING alone comes behind all that was queued. */
    @Test
    void aRequestWaitsForTheAnswerToThePing() {
        get(FIVE);
        pauseReading(true);
        scene.pass(Duration.ofSeconds(5));
        scene.onRequest = Http2Scene.PATHS;
        Future<Response> next = get(FIVE);
        scene.onServer(() -> scene.peer().ping());
        scene.pass(Duration.ofMillis(900));
        pauseReading(false);
        assertThat(scene.peer().complete).containsExactly(1, 3);
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        assertThat(next.resultNow().text()).isEqualTo("/");
        assertThat(scene.peers).hasSize(1);
        end();
    }

    @Test
    void theOtherResponsesOfAConnectionInDoubtGoOn() {
        Future<Response> patient = scene.get("/");
        get(FIVE);
        get(Timeouts.builder().read(Duration.ofMillis(5_500)).build());
        pauseReading(true);
        scene.pass(Duration.ofSeconds(6));
        assertThat(patient.isDone()).isFalse();
        Http2Peer first = scene.peer();
        scene.onRequest = Http2Scene.PATHS;
        assertThat(get(FIVE).resultNow().text()).isEqualTo("/");
        assertThat(scene.peers).hasSize(2);
        scene.onServer(() -> {
            first.transport.resumeReading();
            first.answer(1, "late");
        });
        assertThat(patient.resultNow().text()).isEqualTo("late");
        end();
    }

    /** Who cancels early, such as a search while its user types, knows nothing of the path. */
    @ParameterizedTest(name = "after {0} ms: {1} connections")
    @CsvSource({"999, 1", "1000, 2"})
    void aCancelIsADoubtAfterASecondOfSilence(int millis, int connections) {
        Future<Response> cancelled =
                get(Timeouts.builder().read(Duration.ofMillis(1_500)).build());
        pauseReading(true);
        scene.pass(Duration.ofMillis(millis));
        scene.onLoop(cancelled::cancel);
        Future<Response> next = scene.get("/");
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peers).hasSize(connections);
        scene.onLoop(next::cancel);
        end();
    }

    /** It is the silence of the connection that counts, which begins with its first request without an answer. */
    @Test
    void shortTimeoutsAddUpToADoubt() {
        Timeouts hasty = Timeouts.builder().total(Duration.ofMillis(400)).build();
        get(hasty);
        pauseReading(true);
        for (int i = 0; i < 3; i++) {
            scene.pass(Duration.ofMillis(400));
            get(hasty);
        }
        scene.pass(Duration.ofMillis(400));
        scene.onRequest = Http2Scene.PATHS;
        Future<Response> next = scene.get("/");
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peers).hasSize(2);
        assertThat(next.resultNow().text()).isEqualTo("/");
        end();
    }

    /** The silence before a request is that of an idle connection. */
    @Test
    void anIdleConnectionIsInNoDoubt() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/");
        scene.pass(Duration.ofSeconds(3));
        scene.onRequest = (peer, head) -> {};
        Future<Response> cancelled = scene.get("/");
        pauseReading(true);
        scene.onLoop(cancelled::cancel);
        Future<Response> next = scene.get("/");
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peers).hasSize(1);
        scene.onLoop(next::cancel);
        end();
    }
}
