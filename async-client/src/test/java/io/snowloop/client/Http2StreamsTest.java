// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.FloodLimits;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.sim.Faults;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams beside each other on one connection: what one of them does, and what is done to it, leaves the others alone. */
class Http2StreamsTest {
    private static final int WINDOW = Http2Limits.DEFAULT.initialWindowSize();

    private final Http2Scene scene = new Http2Scene();

    private static byte[] bytes(int size) {
        return new byte[size];
    }

    // ----------------------------------------------------------------------------------------------------- order

    @Test
    void responsesComeInAnyOrder() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.onServer(() -> scene.peer().answer(3, "second"));
        assertThat(second.resultNow().text()).isEqualTo("second");
        assertThat(first.isDone()).isFalse();
        scene.onServer(() -> scene.peer().answer(1, "first"));
        assertThat(first.resultNow().text()).isEqualTo("first");
        scene.close();
    }

    @Test
    void requestsBeyondWhatTheServerTakesWaitInLine() {
        scene.limits = Http2Limits.builder().maxConcurrentStreams(2).build();
        scene.onRequest = (peer, head) -> {};
        Future<Response> warm = scene.get("/0");
        List<Future<Response>> all = IntStream.range(0, 5)
                .mapToObj(i -> scene.fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        scene.settle();
        assertThat(scene.peer().requests).hasSize(2);
        for (int stream = 1; stream <= 11; stream += 2) {
            int next = stream;
            assertThat(scene.peer().codec.openStreams()).isLessThanOrEqualTo(2);
            scene.onServer(() -> scene.peer().answer(next, "ok"));
        }
        assertThat(warm.isDone()).isTrue();
        assertThat(all).allMatch(Future::isDone);
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    /** More than the server allows are on their way before its settings have come; it refuses them, and they are sent again. */
    @Test
    void requestsThatTheServerRefusesAreSentAgainWhenItHasRoom() {
        scene.limits = Http2Limits.builder().maxConcurrentStreams(2).build();
        scene.onRequest = (peer, head) ->
                scene.serverLoop.schedule(Duration.ofMillis(1), () -> peer.answer(head.stream(), head.path()));
        List<Future<Response>> all = IntStream.range(0, 20)
                .mapToObj(i -> scene.fetcher.fetch(Request.post("http://10.0.0.1/" + i, Body.of("once"))))
                .toList();
        scene.pass(Duration.ofSeconds(1));
        assertThat(all).allMatch(Future::isDone);
        assertThat(all).extracting(each -> each.resultNow().text()).contains("/0", "/19");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    /** Not even alone, and over no other connection. */
    @Test
    void aRequestThatIsAlwaysRefusedFails() {
        scene.onRequest = (peer, head) -> peer.reset(head.stream(), ErrorCode.REFUSED_STREAM);
        Future<Response> refused = scene.get("/");
        assertThat(Http2Scene.error(refused))
                .isInstanceOfSatisfying(
                        StreamResetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REFUSED_STREAM))
                .hasMessageContaining("REFUSED_STREAM");
        assertThat(scene.peers).hasSizeBetween(2, 5);
        scene.close();
    }

    /** A server could make the archive keep all that it has refused once. */
    @Test
    void aRequestThatIsSentAgainIsInTheArchiveWhenItIsOver(@TempDir Path folder) throws IOException {
        scene.onRequest = (peer, head) -> {
            if (scene.peers.size() == 1) {
                peer.reset(head.stream(), ErrorCode.REFUSED_STREAM);
            } else {
                peer.answer(head.stream(), "ok");
            }
        };
        Path file = folder.resolve("a.har");
        try (HarFile har = HarFile.create(file)) {
            Future<Response> response = scene.fetcher.with(har).fetch(Request.get(Http2Scene.URL));
            scene.settle();
            assertThat(response.resultNow().text()).isEqualTo("ok");
            assertThat(file).content().contains("\"url\":\"" + Http2Scene.URL);
        }
        scene.close();
    }

    // ---------------------------------------------------------------------------------------------- flow control

    @Test
    void aSlowReaderOfOneResponseDoesNotHoldUpAnother() {
        scene.onRequest = (peer, head) -> peer.answer(
                head.stream(), Headers.empty(), bytes(head.path().equals("/slow") ? 4 * WINDOW : 20 * WINDOW));
        Response slow = scene.handle(Request.get("http://10.0.0.1/slow")).resultNow();
        assertThat(scene.peer().unsent(1)).isEqualTo(3 * WINDOW);
        assertThat(scene.get("/fast").resultNow().bytes()).hasSize(20 * WINDOW);
        assertThat(scene.peer().unsent(1)).as("nothing more came").isEqualTo(3 * WINDOW);
        Future<Body.Bytes> rest = slow.body().collect(4L * WINDOW);
        scene.settle();
        assertThat(rest.resultNow().length()).isEqualTo(4 * WINDOW);
        scene.close();
    }

    /** So many bodies, of a window each, would use up that of the connection if it were not opened for them. */
    @Test
    void bodiesThatAreNeverReadDoNotHoldUpOthers() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), bytes(WINDOW));
        for (int i = 0; i < 40; i++) {
            assertThat(scene.handle(Request.get(Http2Scene.URL)).isDone()).isTrue();
        }
        assertThat(scene.get("/").resultNow().bytes()).hasSize(WINDOW);
        scene.close();
    }

    @Test
    void bodiesThatAreCancelledDoNotHoldUpOthers() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), bytes(2 * WINDOW));
        for (int i = 0; i < 40; i++) {
            scene.handle(Request.get(Http2Scene.URL)).resultNow().cancel();
            scene.settle();
        }
        assertThat(scene.get("/").resultNow().bytes()).hasSize(2 * WINDOW);
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    /** It would ask for more of what is not wanted. HAProxy 2.6 also forgets other streams if the RST_STREAM follows at once. */
    @Test
    void theWindowOfABodyThatIsCancelledIsNotOpened() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), bytes(2 * WINDOW));
        for (int i = 0; i < 20; i++) {
            scene.handle(Request.get(Http2Scene.URL)).resultNow().cancel();
            scene.settle();
        }
        assertThat(scene.peer().ends).hasSize(20).contains("1 CANCEL");
        assertThat(scene.peer().opened).containsOnly(0);
        scene.close();
    }

    /** The server goes on for the time of a round trip. */
    @Test
    void whatIsOnItsWayWhenABodyIsCancelledDoesNotHoldUpOthers() {
        scene.simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(10)));
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), bytes(4 * WINDOW));
        for (int i = 0; i < 40; i++) {
            Future<Response> response = scene.fetcher.handle(Request.get(Http2Scene.URL));
            scene.pass(Duration.ofMillis(50));
            scene.onLoop(() -> response.resultNow().body().stream().read()); // which opens the window
            scene.pass(Duration.ofMillis(15)); // the server has sent more
            scene.onLoop(response.resultNow()::cancel);
            scene.pass(Duration.ofMillis(50));
        }
        Future<Response> last = scene.fetcher.fetch(Http2Scene.URL);
        scene.pass(Duration.ofSeconds(1));
        assertThat(last.resultNow().bytes()).hasSize(4 * WINDOW);
        scene.close();
    }

    @Test
    void aBodyIsSentAsTheServerOpensTheWindow() {
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, Body.of(bytes(3 * WINDOW))));
        assertThat(scene.peer().size(1)).isEqualTo(3 * WINDOW);
        scene.onServer(() -> scene.peer().answer(1, "ok"));
        assertThat(upload.isDone()).isTrue();
        scene.onRequest = (peer, head) -> peer.reads = false;
        Future<Response> second = scene.fetch(Request.post(Http2Scene.URL, Body.of(bytes(3 * WINDOW))));
        assertThat(scene.peer().size(3)).isEqualTo(WINDOW);
        scene.onServer(() -> scene.peer().consume(3, WINDOW));
        assertThat(scene.peer().size(3)).isEqualTo(2 * WINDOW);
        scene.onServer(() -> scene.peer().consume(3, WINDOW));
        assertThat(scene.peer().complete).containsExactly(1, 3);
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(second.isDone()).isTrue();
        scene.close();
    }

    @Test
    void anUploadThatTheServerDoesNotReadDoesNotHoldUpOthers() {
        scene.onRequest = (peer, head) -> {
            if (head.method().equals(Method.GET)) {
                peer.answer(head.stream(), "ok");
            } else {
                peer.reads = false;
            }
        };
        Future<Response> stuck = scene.fetch(Request.post(Http2Scene.URL, Body.of(bytes(3 * WINDOW))));
        assertThat(scene.get("/").resultNow().text()).isEqualTo("ok");
        scene.onServer(() -> scene.peer().reset(1, ErrorCode.CANCEL));
        assertThat(Http2Scene.error(stuck)).isInstanceOf(StreamResetException.class);
        scene.close();
    }

    // ---------------------------------------------------------------------------------------------------- the end

    @Test
    void aCancelledFetchResetsItsStreamAndLeavesTheConnection() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.onLoop(first::cancel);
        assertThat(Http2Scene.error(first)).isInstanceOf(CancellationException.class);
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(second.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void aCancelledRequestMakesRoomForOneThatWaits() {
        scene.limits = Http2Limits.builder().maxConcurrentStreams(1).build();
        Future<Response> first = scene.get("/1");
        Future<Response> waiting = scene.get("/2");
        assertThat(scene.peer().requests).hasSize(1);
        scene.onLoop(first::cancel);
        assertThat(scene.peer().requests.get(3).path()).isEqualTo("/2");
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(waiting.isDone()).isTrue();
        scene.close();
    }

    @Test
    void anUploadThatBreaksOffResetsItsStream() {
        BodyStream broken = BodyStream.of(() -> Future.failed(new IllegalStateException("no more snow")));
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, broken));
        assertThat(Http2Scene.error(upload)).hasMessage("no more snow");
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        scene.close();
    }

    @Test
    void whatABodyThrowsFailsItsRequestAlone() {
        int[] looks = {0};
        BodyStream throwing = new BodyStream() {
            @Override
            public BodyStream stream() {
                if (looks[0]++ == 0) { // before the head
                    return this;
                }
                throw new IllegalStateException("no snow at all");
            }

            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(null);
            }

            @Override
            public void cancel() {}
        };
        Future<Response> other = scene.get("/other");
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, throwing));
        assertThat(Http2Scene.error(upload)).hasMessage("no snow at all");
        assertThat(scene.peer().ends).containsExactly("3 CANCEL");
        scene.onServer(() -> scene.peer().answer(1, "ok"));
        assertThat(other.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void aBodyThatIsLongerThanItsLengthFailsAlone() {
        BodyStream longer = BodyStream.of(3, () -> Future.completed(ByteBuffer.wrap(bytes(10))));
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, longer));
        assertThat(Http2Scene.error(upload)).isInstanceOf(IllegalStateException.class);
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void aResetOfTheServerFailsItsRequestAlone() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.onServer(() -> scene.peer().reset(1, ErrorCode.INTERNAL_ERROR));
        assertThat(Http2Scene.error(first))
                .isInstanceOf(StreamResetException.class)
                .hasMessageContaining("/1")
                .hasMessageContaining("INTERNAL_ERROR");
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(second.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void aResetInTheMiddleOfABodyFailsItsReader() {
        Future<Response> response = scene.handle(Request.get(Http2Scene.URL));
        scene.onServer(() -> {
            scene.peer().head(1, 10);
            scene.peer().data(1, "abc", false);
        });
        Future<Body.Bytes> body = response.resultNow().body().collect(100);
        scene.onServer(() -> scene.peer().reset(1, ErrorCode.INTERNAL_ERROR));
        assertThat(Http2Scene.error(body)).isInstanceOf(StreamResetException.class);
        scene.close();
    }

    /** RFC 9113 §8.1: the rest of the request is not needed. The response is good. */
    @Test
    void anEarlyResponseEndsTheUpload() {
        scene.onRequest = (peer, head) -> {
            peer.reads = false;
            peer.answer(head.stream(), "enough");
        };
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, Body.of(bytes(3 * WINDOW))));
        assertThat(upload.resultNow().text()).isEqualTo("enough");
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.close();
    }

    @Test
    void aMalformedResponseFailsItsRequestAlone() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.onServer(() -> scene.peer().head(1, 10));
        scene.onServer(() -> scene.peer().rawData(1, "short", true)); // §8.1.1: not the length that the head has stated
        assertThat(Http2Scene.error(first)).isInstanceOf(RemoteProtocolException.class);
        assertThat(scene.peer().ends).containsExactly("1 PROTOCOL_ERROR");
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(second.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void aServerOfAnotherProtocolFailsAllRequests() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.onServer(() -> scene.peer().raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        for (Future<Response> each : List.of(first, second)) {
            assertThat(Http2Scene.error(each))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("http://10.0.0.1 breaks the protocol");
        }
        scene.close();
    }

    @Test
    void theEndOfTheConnectionFailsAllItsRequests() {
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.fetch(Request.post("http://10.0.0.1/2", Body.of("x")));
        scene.onServer(() -> scene.peer().abort());
        for (Future<Response> each : List.of(first, second)) {
            assertThat(Http2Scene.error(each)).isInstanceOf(ConnectionClosedException.class);
        }
        scene.close();
    }

    // ------------------------------------------------------------------------------------------------- time-outs

    @Test
    void aResponseThatDoesNotComeFailsAloneAfterTheReadTimeout() {
        Future<Response> silent = scene.fetch(Request.get(Http2Scene.URL)
                .withAttribute(
                        Timeouts.OF_REQUEST,
                        Timeouts.builder().read(Duration.ofSeconds(5)).build()));
        Future<Response> patient = scene.get("/2");
        scene.pass(Duration.ofSeconds(6));
        assertThat(Http2Scene.error(silent))
                .isInstanceOf(ReadTimeoutException.class)
                .hasMessageContaining("5000 ms");
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.onServer(() -> scene.peer().answer(3, "ok"));
        assertThat(patient.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** All requests of a connection whose server hangs may be late together, each with an exception of its own. */
    @Test
    void soManyAreLateInATurn() {
        scene.limits = Http2Limits.builder()
                .maxConcurrentStreams(1_000)
                .floods(FloodLimits.builder().resets(1_000).build())
                .build();
        scene.get("/first");
        Map<Long, Integer> turns = new TreeMap<>();
        for (int i = 0; i < 600; i++) {
            scene.fetcher.fetch(Http2Scene.URL + i).onComplete((response, error) -> {
                assertThat(error).isInstanceOf(ReadTimeoutException.class);
                turns.merge(scene.loop.reactor().turn(), 1, Integer::sum);
            });
        }
        scene.pass(Timeouts.DEFAULT.read().plusSeconds(1));
        assertThat(turns.values()).hasSizeBetween(3, 5).allMatch(count -> count <= 256);
        assertThat(turns.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(600);
        scene.close();
    }

    @Test
    void anUploadThatGoesOnIsNotSilentAndOneThatIsStuckIs() {
        scene.onRequest = (peer, head) -> peer.reads = false;
        Timeouts five = Timeouts.builder().read(Duration.ofSeconds(5)).build();
        Future<Response> upload = scene.fetch(
                Request.post(Http2Scene.URL, Body.of(bytes(4 * WINDOW))).withAttribute(Timeouts.OF_REQUEST, five));
        for (int i = 0; i < 2; i++) {
            scene.pass(Duration.ofSeconds(4));
            scene.onServer(() -> scene.peer().consume(1, WINDOW));
            assertThat(upload.isDone()).isFalse();
        }
        scene.pass(Duration.ofSeconds(11));
        assertThat(Http2Scene.error(upload)).isInstanceOf(ReadTimeoutException.class);
        scene.close();
    }

    @Test
    void theTotalTimeEndsAStream() {
        Timeouts two = Timeouts.builder().total(Duration.ofSeconds(2)).build();
        Future<Response> response = scene.fetch(Request.get(Http2Scene.URL).withAttribute(Timeouts.OF_REQUEST, two));
        scene.pass(Duration.ofSeconds(2));
        assertThat(Http2Scene.error(response)).isInstanceOf(TotalTimeoutException.class);
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.close();
    }

    @Test
    void aReaderThatPausesIsNotSilence() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), bytes(2 * WINDOW));
        Response response = scene.handle(Request.get(Http2Scene.URL)).resultNow();
        scene.pass(Duration.ofSeconds(100));
        Future<Body.Bytes> body = response.body().collect(2L * WINDOW);
        scene.settle();
        assertThat(body.resultNow().length()).isEqualTo(2 * WINDOW);
        scene.close();
    }

    /** Thousands may have waited for a server that allows any number. */
    @Test
    void soManyAreBegunInATurn() {
        Map<Long, Integer> turns = new TreeMap<>();
        Http2Scene[] it = new Http2Scene[1];
        FetchListener listener = new FetchListener() {
            @Override
            public void entered(Request request, FetchPhase phase) {
                if (phase == FetchPhase.SEND) {
                    turns.merge(it[0].loop.reactor().turn(), 1, Integer::sum);
                }
            }

            @Override
            public void finished(FetchTimings timings) {}
        };
        it[0] = new Http2Scene(Http2Scene.HTTP_2.toBuilder().listener(listener).build());
        it[0].limits = Http2Limits.builder().maxConcurrentStreams(1_000_000).build();
        it[0].onRequest = Http2Scene.PATHS;
        List<Future<Response>> all = IntStream.range(0, 1_000)
                .mapToObj(i -> it[0].fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        it[0].pass(Duration.ofSeconds(1));
        assertThat(all).allMatch(Future::isDone).noneMatch(Future::isFailed);
        assertThat(it[0].peers).hasSize(1);
        assertThat(turns.values())
                .as("100 are begun before the settings have come")
                .allMatch(count -> count <= 256);
        assertThat(turns.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
        it[0].close();
    }
}
