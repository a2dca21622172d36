// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What went wrong in other clients over HTTP/2, tried here: each test is a row of docs/tried-reports.md. */
class Http2PeerReportsTest {
    private static final int WINDOW = Http2Limits.DEFAULT.initialWindowSize();

    private final Http2Scene scene = new Http2Scene();

    /** A frame (RFC 9113 §4.1). */
    private static String frame(int type, int flags, int stream, String payload) {
        return "" + (char) (payload.length() >> 16) + (char) (payload.length() >> 8 & 0xff)
                + (char) (payload.length() & 0xff) + (char) type + (char) flags + "\0\0\0" + (char) stream + payload;
    }

    /** nghttp2 2873 and Netty 17450 (2026): a 204 with a length was refused; a 200 with a length and no body was taken. */
    @ParameterizedTest
    @CsvSource({"GET,204,true", "GET,304,true", "HEAD,200,true", "GET,200,false"})
    void aLengthWithoutABodyIsOnlyForAnswersThatHaveNone(String method, int status, boolean valid) {
        Future<Response> response = scene.fetch(Request.of(Method.of(method), Http2Scene.URL));
        scene.onServer(() -> {
            scene.peer().rawHead(1, status, "5");
            scene.peer().rawData(1, "", true);
        });
        if (valid) {
            assertThat(response.resultNow().bytes()).isEmpty();
        } else {
            assertThat(Http2Scene.error(response)).isInstanceOf(RemoteProtocolException.class);
        }
        scene.close();
    }

    /** hyper 2872 (2022): the reset behind a complete answer, which only ends the upload, took the answer's place. */
    @Test
    void theResetBehindAnEarlyAnswerDoesNotSpoilIt() {
        scene.onRequest = (peer, head) -> {
            peer.reads = false;
            peer.answer(head.stream(), "slow down");
            peer.reset(head.stream(), ErrorCode.NO_ERROR);
        };
        Future<Response> upload = scene.fetch(Request.put(Http2Scene.URL, Body.of(new byte[5 * WINDOW])));
        assertThat(upload.resultNow().text()).isEqualTo("slow down");
        scene.close();
    }

    /** The same, with a caller that reads the answer when the reset has come. */
    @Test
    void theBodyOfAnEarlyAnswerIsReadBehindTheReset() {
        scene.onRequest = (peer, head) -> {
            peer.reads = false;
            peer.answer(head.stream(), Headers.empty(), new byte[WINDOW / 2]);
            peer.reset(head.stream(), ErrorCode.NO_ERROR);
        };
        Future<Response> upload = scene.handle(Request.put(Http2Scene.URL, Body.of(new byte[5 * WINDOW])));
        Future<Body.Bytes> body = upload.resultNow().body().collect(WINDOW);
        scene.settle();
        assertThat(body.resultNow().length()).isEqualTo(WINDOW / 2);
        scene.close();
    }

    /** Netty 7040 (2017): what had come of a stream that was reset was not given back to the window of the connection. */
    @Test
    void aStormOfCancelledBodiesLeavesTheWindowOpen() {
        Random random = new Random(3);
        scene.simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(3)));
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), new byte[3 * WINDOW]);
        List<Future<Response>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Future<Response> each = scene.fetcher.fetch(Request.get(Http2Scene.URL));
            scene.loop.schedule(Duration.ofMillis(random.nextInt(40)), each::cancel);
            scene.pass(Duration.ofMillis(random.nextInt(10)));
        }
        scene.pass(Duration.ofSeconds(2));
        Future<Response> last = scene.fetcher.fetch(Request.get(Http2Scene.URL));
        scene.pass(Duration.ofSeconds(5));
        assertThat(last.resultNow().bytes()).hasSize(3 * WINDOW);
        scene.close();
    }

    /** node-http2 149 (2015): a client that did not count its streams lost the requests that the server refused. */
    @Test
    void requestsWaitWhileTheServerTakesNone() {
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/a").isDone()).isTrue();
        scene.onServer(() -> scene.peer().raw(frame(4, 0, 0, "\0\3\0\0\0\0")));
        Future<Response> waiting = scene.get("/b");
        scene.pass(Duration.ofSeconds(1));
        assertThat(waiting.isDone()).isFalse();
        scene.onServer(() -> scene.peer().raw(frame(4, 0, 0, "\0\3\0\0\0\5")));
        scene.pass(Duration.ofSeconds(1));
        assertThat(waiting.resultNow().text()).isEqualTo("/b");
        scene.close();
    }

    /** h2o 3585 (2026): a window that settings made negative began again at zero. */
    @Test
    void aWindowThatSettingsMakeNegativeIsRespected() {
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> upload = scene.fetch(Request.put(Http2Scene.URL, Body.of(new byte[WINDOW + 100])));
        int sent = scene.peer().size(1);
        scene.onServer(() -> scene.peer().raw(frame(4, 0, 0, "\0\4\0\0\0\10")));
        scene.onServer(() -> scene.peer().raw(frame(8, 0, 1, "\0\0\0\12")));
        scene.onServer(() -> scene.peer().raw(frame(8, 0, 0, "\0\1\0\0")));
        assertThat(scene.peer().size(1)).isEqualTo(sent);
        scene.onLoop(upload::cancel);
        scene.close();
    }
}
