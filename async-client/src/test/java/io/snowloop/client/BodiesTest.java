// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.EverySegmentation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Response bodies that are read as streams. */
@EverySegmentation
class BodiesTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build());
    private final List<String> got = new ArrayList<>();

    /** Reads a piece. It is a segment: therefore the tests send exactly. */
    private void read(Response response) {
        BodyStream body = response.body().stream();
        scene.onLoop(() -> body.read()
                .onComplete((piece, error) -> got.add(
                        error != null
                                ? error.getClass().getSimpleName()
                                : piece == null
                                        ? "end"
                                        : new String(
                                                piece.array(),
                                                piece.arrayOffset() + piece.position(),
                                                piece.remaining()))));
    }

    @Test
    void aSmallBodyComesWithItsHead() {
        Response response = scene.head(Request.get(Scene.URL), OK);
        assertThat(scene.collect(response)).isEqualTo(Body.of("ok"));
        scene.assertNothingUnderWay();
        scene.close();
    }

    /** Bytes, and no stream, which would keep what it was read from. */
    @Test
    void theBodyOfAFetchIsCollected() {
        Future<Response> response = scene.get();
        scene.peer().send(OK);
        assertThat(response.resultNow().body()).isEqualTo(Body.of("ok"));
        scene.close();
    }

    @Test
    void piecesComeAsTheyAreReadAndTheConnectionServesOnAfterTheEnd() {
        Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 6\n\nabc");
        assertThat(response.body().length()).isEqualTo(6);
        read(response);
        scene.peer().sendExactly("def");
        read(response);
        assertThat(got).containsExactly("abc", "def");
        assertThat(scene.fetcher.inFlight()).isEqualTo(1);
        read(response);
        assertThat(got).containsExactly("abc", "def", "end");
        scene.assertNothingUnderWay();
        scene.get();
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void aReaderThatWaitsGetsWhatComes() {
        Response response =
                scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
        assertThat(response.body().length()).isEqualTo(-1);
        read(response);
        assertThat(got).isEmpty();
        scene.peer().sendExactly("3\nabc\n");
        assertThat(got).containsExactly("abc");
        read(response);
        scene.peer().sendExactly("0\nT: railer\n\n");
        assertThat(got).containsExactly("abc", "end");
        assertThat(((BodyStream) response.body()).trailers().get("T")).isEqualTo("railer");
        scene.assertNothingUnderWay();
        scene.close();
    }

    @Test
    void nothingIsReadFromTheSocketWithoutAReader() {
        Response response = scene.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 10000000\n\n");
        scene.peer().transport.write(ByteBuffer.allocate(10_000_000));
        scene.settle();
        int queued = scene.peer().transport.queued();
        assertThat(queued).as("bytes that the server cannot send").isGreaterThan(9_000_000);
        read(response);
        assertThat(got).hasSize(1);
        assertThat(queued - scene.peer().transport.queued())
                .as("one read later")
                .isLessThan(1_000_000);
        scene.onLoop(() -> response.body().collect(10_000_000).onComplete((rest, error) -> got.add("rest")));
        assertThat(got).contains("rest");
        assertThat(scene.peer().transport.queued()).isZero();
        scene.assertNothingUnderWay();
        scene.close();
    }

    @Test
    void aBodyThatBreaksOffGivesWhatCameAndThenTheError() {
        Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
        read(response);
        scene.peer().sendExactly("def");
        scene.peer().end();
        read(response);
        read(response);
        read(response);
        assertThat(got).containsExactly("abc", "def", "RemoteProtocolException", "RemoteProtocolException");
        scene.assertNothingUnderWay();
        scene.close();
    }

    @Test
    void aBodyUntilCloseThatIsPausedEndsWhenItIsReadToTheEnd() {
        Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\n\nabc");
        scene.peer().sendExactly("def");
        scene.peer().end();
        read(response);
        read(response);
        read(response);
        assertThat(got).containsExactly("abc", "def", "end");
        scene.assertNothingUnderWay();
        scene.close();
    }
}
