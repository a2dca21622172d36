// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.transport.ConnectionClosedException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a connection of HTTP/2 is opened, kept, left and replaced, and what becomes of its requests then. */
class Http2ConnectionTest {
    private Http2Scene scene = new Http2Scene();

    private void with(FetcherOptions.Builder options) {
        scene.close();
        scene = new Http2Scene(options.build());
    }

    private static FetcherOptions.Builder options() {
        return Http2Scene.HTTP_2.toBuilder();
    }

    // ---------------------------------------------------------------------------------------------------- GOAWAY

    @Test
    void requestsThatAGoAwayLeavesUntouchedAreSentOverAnotherConnection() {
        List<Future<Response>> all = IntStream.range(0, 4)
                .mapToObj(i -> scene.fetch(Request.post("http://10.0.0.1/" + i, Body.of("once"))))
                .toList();
        Http2Peer old = scene.peer();
        scene.onRequest = Http2Scene.PATHS;
        scene.onServer(() -> old.goAway(3, ErrorCode.NO_ERROR));
        assertThat(scene.peers).hasSize(2);
        assertThat(all.get(2).resultNow().text()).isEqualTo("/2");
        assertThat(all.get(3).resultNow().text()).isEqualTo("/3");
        assertThat(scene.peer().body(1)).isEqualTo("once");
        scene.onServer(() -> {
            old.answer(1, "old");
            old.answer(3, "old");
        });
        assertThat(all.get(0).resultNow().text()).isEqualTo("old");
        assertThat(all.get(1).resultNow().text()).isEqualTo("old");
        assertThat(old.closed).isTrue();
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        assertThat(scene.peers).hasSize(2);
        scene.close();
    }

    @Test
    void aStreamedBodyThatIsUsedUpCannotBeSentAgain() {
        BodyStream body = BodyStream.of(10, pieces("12345", "67890"));
        Future<Response> upload = scene.fetch(Request.post(Http2Scene.URL, body));
        scene.onServer(() -> scene.peer().goAway(0, ErrorCode.NO_ERROR));
        assertThat(Http2Scene.error(upload)).isInstanceOf(StreamResetException.class);
        scene.close();
    }

    private static Supplier<Future<ByteBuffer>> pieces(String... pieces) {
        List<String> left = new ArrayList<>(List.of(pieces));
        return () -> Future.completed(
                left.isEmpty() ? null : ByteBuffer.wrap(left.remove(0).getBytes()));
    }

    /** Two GOAWAYs, as a server that drains sends them (RFC 9113 §6.8). */
    @Test
    void aServerThatDrainsLosesNoRequest() {
        Future<Response> first = scene.get("/1");
        Http2Peer old = scene.peer();
        scene.onServer(() -> old.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR));
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/2").resultNow().text()).isEqualTo("/2");
        assertThat(scene.peers).hasSize(2);
        scene.onServer(() -> old.goAway(1, ErrorCode.NO_ERROR));
        scene.onServer(() -> old.answer(1, "late"));
        assertThat(first.resultNow().text()).isEqualTo("late");
        assertThat(old.closed).isTrue();
        scene.close();
    }

    @Test
    void aServerThatNeverTakesARequestIsNotAskedWithoutEnd() {
        scene.onRequest = (peer, head) -> peer.goAway(0, ErrorCode.NO_ERROR);
        Future<Response> refused = scene.get("/");
        assertThat(Http2Scene.error(refused)).isInstanceOf(StreamResetException.class);
        assertThat(scene.peers).hasSizeBetween(2, 5);
        scene.close();
    }

    @Test
    void anIdleConnectionThatTheServerLeavesIsClosed() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/");
        scene.onServer(() -> scene.peer().goAway(1, ErrorCode.NO_ERROR));
        assertThat(scene.peer().closed).isTrue();
        assertThat(scene.fetcher.connections()).isZero();
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        scene.close();
    }

    // ------------------------------------------------------------------------------------------- a connection ends

    /** As with HTTP/1.1: the usual cause is that it has closed an idle connection, and the request crossed that. */
    @Test
    void idempotentRequestsAreSentAgainAfterAConnectionThatWorkedEndsWithoutAnAnswer() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/before");
        scene.onRequest = (peer, head) -> {};
        Future<Response> get = scene.get("/get");
        Future<Response> put = scene.fetch(Request.put("http://10.0.0.1/put", Body.of("x")));
        Future<Response> post = scene.fetch(Request.post("http://10.0.0.1/post", Body.of("x")));
        scene.onRequest = Http2Scene.PATHS;
        scene.onServer(() -> scene.peer().abort());
        assertThat(get.resultNow().text()).isEqualTo("/get");
        assertThat(put.resultNow().text()).isEqualTo("/put");
        assertThat(Http2Scene.error(post)).isInstanceOf(ConnectionClosedException.class);
        assertThat(scene.peers).hasSize(2);
        scene.close();
    }

    /** Else it would end one connection after the other, as long as there are answers to others on them. */
    @Test
    void aRequestThatEndsEachConnectionIsSentAgainOnce() {
        scene.onRequest = (peer, head) -> {
            if (head.path().equals("/deadly")) {
                scene.serverLoop.schedule(Duration.ofMillis(25), peer.transport::abort);
            } else {
                Http2Scene.PATHS.accept(peer, head);
            }
        };
        List<Future<Response>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scene.simulation.at(Duration.ofMillis(10 * i), () -> others.add(scene.fetcher.fetch(Http2Scene.URL)));
        }
        Future<Response> deadly = scene.get("/deadly");
        scene.pass(Duration.ofSeconds(1));
        assertThat(Http2Scene.error(deadly)).isInstanceOf(ConnectionClosedException.class);
        assertThat(others)
                .hasSize(20)
                .allSatisfy(other -> assertThat(other.resultNow().status()).isEqualTo(Status.OK));
        assertThat(scene.peers).hasSize(3);
        scene.close();
    }

    @Test
    void anAnsweredRequestIsNotSentAgain() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/before");
        scene.onRequest = (peer, head) -> peer.head(head.stream(), 10);
        Future<Response> half = scene.get("/half");
        scene.onServer(() -> scene.peer().close());
        assertThat(Http2Scene.error(half)).isInstanceOf(ConnectionClosedException.class);
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    // ------------------------------------------------------------------------------------------------------ times

    @Test
    void anIdleConnectionIsLeftAfterKeepAlive() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/");
        scene.pass(Duration.ofSeconds(29));
        scene.get("/");
        scene.pass(Duration.ofSeconds(29));
        assertThat(scene.fetcher.connections()).isEqualTo(1);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.fetcher.connections()).isZero();
        assertThat(scene.peer().ends).containsExactly("GOAWAY NO_ERROR");
        assertThat(scene.peer().closed).isTrue();
        assertThat(scene.loop.pendingTimers()).isZero();
        scene.close();
    }

    @Test
    void aBusyConnectionIsReplacedAtItsAgeAndLeftWhenItIsDone() {
        with(options().maxAge(Duration.ofSeconds(10)));
        Future<Response> slow = scene.get("/slow");
        scene.pass(Duration.ofSeconds(11));
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peers.get(0).closed).isFalse();
        scene.onServer(() -> scene.peers.get(0).answer(1, "slow"));
        assertThat(slow.resultNow().text()).isEqualTo("slow");
        assertThat(scene.peers.get(0).closed).isTrue();
        scene.close();
    }

    @Test
    void aSilentServerThatAnswersPingsIsWaitedFor() {
        Future<Response> slow = scene.get("/slow");
        scene.pass(Duration.ofSeconds(55));
        scene.onServer(() -> scene.peer().answer(1, "slow"));
        assertThat(slow.resultNow().text()).isEqualTo("slow");
        scene.close();
    }

    @Test
    void aServerThatDoesNotAnswerAPingIsGivenUp() {
        with(options().http2(Http2Options.builder().ping(Duration.ofSeconds(4)).build()));
        Future<Response> first = scene.get("/1");
        Future<Response> second = scene.get("/2");
        scene.peer().deaf = true;
        scene.pass(Duration.ofSeconds(7));
        assertThat(first.isDone()).isFalse();
        scene.pass(Duration.ofSeconds(2));
        for (Future<Response> each : List.of(first, second)) {
            assertThat(Http2Scene.error(each))
                    .isInstanceOf(ConnectionClosedException.class)
                    .hasMessageContaining("4000 ms");
        }
        assertThat(scene.fetcher.connections()).isZero();
        scene.close();
    }

    // ------------------------------------------------------------------------------------------------- connecting

    @Test
    void requestsWaitForTheConnectionThatIsBeingOpened() {
        List<Future<Response>> all = IntStream.range(0, 10)
                .mapToObj(i -> scene.fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        scene.onRequest = Http2Scene.PATHS;
        scene.settle();
        assertThat(all).allMatch(Future::isDone);
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void requestsThatWaitForAConnectionFailAsItDoes() {
        scene.refuseConnections();
        List<Future<Response>> all = IntStream.range(0, 10)
                .mapToObj(i -> scene.fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        scene.settle();
        assertThat(all).allSatisfy(each -> assertThat(Http2Scene.error(each)).isInstanceOf(ConnectException.class));
        scene.close();
    }

    @Test
    void theOthersHaveAnAttemptOfTheirOwnIfTheFirstRequestIsCancelled() {
        scene.onRequest = Http2Scene.PATHS;
        Future<Response> first = scene.fetcher.fetch("http://10.0.0.1/1");
        Future<Response> second = scene.fetcher.fetch("http://10.0.0.1/2");
        first.onComplete((response, error) -> {});
        scene.loop.execute(first::cancel);
        scene.settle();
        assertThat(second.resultNow().text()).isEqualTo("/2");
        scene.close();
    }

    @Test
    void requestsOfDifferentPoliciesDoNotShareAConnection() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/");
        scene.fetch(Request.get(Http2Scene.URL).withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_2));
        assertThat(scene.peers).as("the same as that of the fetcher").hasSize(1);
        scene.deaf = true;
        Future<Response> old = scene.fetch(
                Request.get(Http2Scene.URL).withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_1_1));
        assertThat(scene.peers).hasSize(2);
        scene.onLoop(old::cancel);
        scene.close();
    }

    @Test
    void anIdleConnectionMakesRoomForAnotherOrigin() {
        with(options().maxConnections(1));
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/");
        Future<Response> other = scene.fetch(Request.get("http://10.0.0.1:81/other"));
        assertThat(scene.peers.get(0).closed).isTrue();
        assertThat(Http2Scene.error(other)).isInstanceOf(ConnectException.class);
        scene.close();
    }

    @Test
    void oneRequestToAnotherOriginTakesThePlaceOfOneIdleConnection() {
        with(options().maxConnections(4).connectTo(new InetSocketAddress(Http2Scene.SERVER, 80)));
        scene.onRequest = Http2Scene.PATHS;
        for (String host : List.of("a", "b", "c", "d", "e")) {
            assertThat(scene.fetch(Request.get("http://" + host + ".example/")).isDone())
                    .isTrue();
        }
        assertThat(scene.peers).extracting(each -> each.closed).containsExactly(true, false, false, false, false);
        scene.close();
    }

    /** It has a response to wait for, so it does not make room by itself. */
    @Test
    void aConnectionThatTheServerLeavesIsReplacedInThePlaceOfAnIdleOne() {
        with(options().maxConnections(2).connectTo(new InetSocketAddress(Http2Scene.SERVER, 80)));
        scene.onRequest = Http2Scene.PATHS;
        scene.fetch(Request.get("http://idle.example/"));
        scene.limits = Http2Limits.builder().maxConcurrentStreams(1).build();
        scene.onRequest = (peer, head) -> {};
        Future<Response> slow = scene.fetch(Request.get("http://busy.example/slow"));
        Future<Response> waiting = scene.fetch(Request.get("http://busy.example/waiting"));
        scene.onRequest = Http2Scene.PATHS;
        scene.onServer(() -> scene.peers.get(1).goAway(1, ErrorCode.NO_ERROR));
        assertThat(waiting.resultNow().text()).isEqualTo("/waiting");
        assertThat(scene.peers.get(0).closed).isTrue();
        assertThat(slow.isDone()).isFalse();
        scene.close();
    }

    // --------------------------------------------------------------------------------------------------- no reader

    /** Its answers to PING wait in the codec, which counts them, however much the windows are opened (RFC 9113 §10.5). */
    @Test
    void aServerThatAsksAndReadsNoAnswersIsLeft() {
        Future<Response> response = scene.handle(Request.get(Http2Scene.URL));
        scene.onServer(() -> scene.peer().head(1, -1));
        Future<Body.Bytes> body = response.resultNow().body().collect(Integer.MAX_VALUE);
        scene.onServer(() -> scene.peer().transport.pauseReading());
        for (int i = 0; i < 400 && !body.isDone(); i++) {
            scene.onServer(() -> {
                for (int j = 0; j < 50; j++) {
                    scene.peer().rawData(1, "x".repeat(1024), false);
                    scene.peer().ping();
                }
            });
        }
        assertThat(Http2Scene.error(body))
                .isInstanceOf(RemoteProtocolException.class)
                .hasMessageContaining("queued");
        scene.onServer(() -> scene.peer().transport.abort()); // it would read what was cut off
        scene.close();
    }

    /** With the smallest window, each byte that is read is worth a WINDOW_UPDATE. */
    @Test
    void aServerThatSendsAndReadsNoWindowUpdatesIsLeft() {
        Http2Limits smallest = Http2Limits.builder().initialWindowSize(1).build();
        with(options().http2(Http2Options.builder().limits(smallest).build()));
        Future<Response> response = scene.handle(Request.get(Http2Scene.URL));
        scene.onServer(() -> scene.peer().head(1, -1));
        Future<Body.Bytes> body = response.resultNow().body().collect(Integer.MAX_VALUE);
        scene.onServer(() -> scene.peer().transport.pauseReading());
        for (int i = 0; i < 20_000 && !body.isDone(); i++) {
            scene.onServer(() -> scene.peer().rawData(1, "x", false));
        }
        assertThat(Http2Scene.error(body))
                .isInstanceOf(RemoteProtocolException.class)
                .hasMessageContaining("more than 1000 WINDOW_UPDATE");
        scene.onServer(() -> scene.peer().transport.abort()); // it would read what was cut off
        scene.close();
    }

    @Test
    void closingTheFetcherCancelsAllAndBeginsNothing() {
        scene.limits = Http2Limits.builder().maxConcurrentStreams(2).build();
        scene.get("/warm").cancel();
        scene.settle();
        List<Future<Response>> all = IntStream.range(0, 6)
                .mapToObj(i -> scene.fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        scene.settle();
        int sent = scene.peer().requests.size();
        scene.fetcher.close();
        scene.settle();
        assertThat(all).allMatch(Future::isFailed);
        assertThat(scene.peer().requests).hasSize(sent);
        assertThat(scene.peer().closed).isTrue();
        scene.close();
    }
}
