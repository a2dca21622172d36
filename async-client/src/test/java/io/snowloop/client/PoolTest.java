// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Threads;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connection carries which request, and when. */
@EverySegmentation
class PoolTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String OTHER = "http://10.0.0.1:81/";

    private static Scene scene(int perOrigin, int inAll) {
        Scene scene = new Scene(FetcherOptions.builder()
                .maxPerOrigin(perOrigin)
                .maxConnections(inAll)
                .build());
        scene.listen(81);
        scene.listen(82);
        return scene;
    }

    private static String path(String head) {
        return head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
    }

    // ---------------------------------------------------------------------------------------------------- reuse

    @Test
    void aConnectionIsReused() {
        try (Scene scene = new Scene()) {
            scene.answers = head -> OK;
            for (int i = 0; i < 10; i++) {
                assertThat(scene.get().resultNow().text()).isEqualTo("ok");
            }
            assertThat(scene.peers).hasSize(1);
        }
    }

    @Test
    void theConnectionThatWasUsedLastIsUsedFirst() {
        try (Scene scene = new Scene()) {
            List<Future<Response>> both = List.of(scene.get(), scene.get());
            scene.peers.get(1).send(OK);
            scene.peers.get(0).send(OK);
            assertThat(both).allMatch(Future::isDone);
            scene.peers.forEach(Scene.Peer::take);
            scene.get();
            assertThat(scene.peers.get(0).take()).isNotEmpty();
            assertThat(scene.peers.get(1).take()).isEmpty();
        }
    }

    @Test
    void hostsAreComparedWithoutCaseAndPortsByNumber() {
        try (Scene scene = new Scene(FetcherOptions.builder()
                .connectTo(new InetSocketAddress(Scene.SERVER, 80))
                .build())) {
            scene.answers = head -> OK;
            for (String url : List.of("http://Example.com", "HTTP://example.COM:80/", "http://example.com:080/x")) {
                scene.fetch(Request.get(url));
            }
            assertThat(scene.peers).hasSize(1);
            scene.fetch(Request.get("http://example.com:81/"));
            assertThat(scene.peers).as("the same address, but another origin").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok",
                "HTTP/1.0 200 OK\nContent-Length: 2\n\nok",
                OK + "unsolicited",
                OK + "\n",
                OK + OK,
                "HTTP/1.1 204 No Content\n\nbody"
            })
    void aConnectionIsNotReusedAfterSuchAResponse(String answer) {
        try (Scene scene = new Scene()) {
            assertThat(scene.get().isDone()).isFalse();
            scene.peer().send(answer);
            assertThat(scene.peer().isClosed()).isTrue();
            assertThat(scene.fetcher.connections()).isZero();
            Future<Response> next = scene.get();
            scene.peer().send(OK);
            assertThat(next.resultNow().text()).isEqualTo("ok");
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void bytesAfterAResponseAreNotTheNextResponse() {
        try (Scene scene = scene(1, 1)) {
            Future<Response> first = scene.get();
            Future<Response> waiting = scene.get();
            // What comes later, when the next request is out, cannot be told from its answer.
            scene.peer().sendExactly(OK + "HTTP/1.1 200 OK\nContent-Length: 6\n\npoison");
            assertThat(first.resultNow().text()).isEqualTo("ok");
            assertThat(waiting.isDone()).isFalse();
            assertThat(scene.peers).hasSize(2);
            scene.peer().send(OK);
            assertThat(waiting.resultNow().text()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OK, "\n", "x", "HTTP/1.1 408 Request Timeout\nContent-Length: 0\n\n"})
    void unsolicitedBytesEndAnIdleConnection(String unsolicited) {
        try (Scene scene = new Scene()) {
            Future<Response> first = scene.get();
            scene.peer().send(OK);
            scene.peer().send(unsolicited);
            assertThat(first.isDone()).isTrue();
            assertThat(scene.peer().isClosed()).isTrue();
            Future<Response> next = scene.get();
            assertThat(scene.peers).hasSize(2);
            scene.peer().send(OK);
            assertThat(next.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void anIdleConnectionIsClosedAfterKeepAlive() {
        try (Scene scene = new Scene()) {
            scene.answers = head -> OK;
            scene.get();
            scene.pass(Duration.ofSeconds(29));
            scene.get();
            scene.pass(Duration.ofSeconds(29));
            assertThat(scene.fetcher.connections()).isEqualTo(1);
            scene.pass(Duration.ofSeconds(1));
            assertThat(scene.fetcher.connections()).isZero();
            assertThat(scene.loop.pendingTimers()).isZero();
            assertThat(scene.peers).hasSize(1);
        }
    }

    @Test
    void aBusyConnectionIsNotIdle() {
        try (Scene scene = new Scene()) {
            Future<Response> first = scene.get();
            scene.peer().send(OK);
            Future<Response> slow = scene.get();
            scene.pass(Duration.ofSeconds(50));
            assertThat(slow.isDone()).isFalse();
            scene.peer().send(OK);
            assertThat(first.isDone() && slow.isDone()).isTrue();
        }
    }

    // -------------------------------------------------------------------------------- stale connections

    private static Scene withTwoIdleConnections() {
        Scene scene = new Scene();
        scene.get();
        scene.get();
        scene.peers.forEach(peer -> peer.send(OK));
        scene.peers.forEach(Scene.Peer::take);
        return scene;
    }

    /** Found by simulation: seed 102 of KeepAliveTest. */
    @Test
    void aRequestThatBeginsInTheTurnOfTheServersCloseTakesAnotherConnection() {
        try (Scene scene = new Scene()) {
            scene.answers = head -> OK;
            scene.get();
            scene.peer().transport.close(); // which arrives in the turn in which the request begins
            Future<Response> next = scene.fetch(Request.post(Scene.URL, Body.of("once")));
            assertThat(next.resultNow().text()).isEqualTo("ok");
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void anIdleConnectionThatTheServerClosesIsRemoved() {
        try (Scene scene = withTwoIdleConnections()) {
            scene.peers.get(0).end();
            scene.peers.get(1).reset();
            assertThat(scene.fetcher.connections()).isZero();
            assertThat(scene.loop.pendingTimers()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void anIdempotentRequestOnAStaleConnectionIsRepeatedOnANewOne(String method) {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response =
                    scene.fetch(Request.of(Method.of(method), Scene.URL).withHeader("A", "b"));
            scene.peers.get(1).end();
            assertThat(scene.peers).hasSize(3);
            assertThat(scene.peers.get(0).take())
                    .as("the other one may be stale, too")
                    .isEmpty();
            assertThat(scene.peer().take()).isEqualTo(scene.peers.get(1).take()).startsWith(method);
            scene.peer().send("HTTP/1.1 204 No Content\n\n");
            assertThat(response.resultNow().status().code()).isEqualTo(204);
        }
    }

    @Test
    void aConnectionThatTheServerResetsIsStaleToo() {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response = scene.get();
            scene.peers.get(1).reset();
            scene.peer().send(OK);
            assertThat(response.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void itIsRepeatedOnce() {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response = scene.get();
            scene.peers.get(1).end();
            scene.peers.get(2).end();
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
            assertThat(scene.peers).hasSize(3);
        }
    }

    @Test
    void itIsRepeatedAlsoAtTheLimitOfConnections() {
        try (Scene scene = scene(1, 1)) {
            scene.get();
            scene.peer().send(OK);
            Future<Response> first = scene.get();
            Future<Response> second = scene.get();
            scene.peer().end();
            scene.peer().take();
            scene.peer().send(OK);
            assertThat(first.isDone()).as("before the request that came later").isTrue();
            scene.peer().send(OK);
            assertThat(second.isDone()).isTrue();
        }
    }

    @Test
    void itIsNotRepeatedAfterAByteOfTheResponse() {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response = scene.get();
            scene.peers.get(1).send("HTTP/1.1 100 Continue\n\n");
            scene.peers.get(1).reset();
            assertThat(Scene.error(response)).isNotNull();
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void aRepeatedRequestThatIsCancelledIsOver() {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response = scene.get();
            scene.peers.get(1).end();
            response.cancel();
            scene.settle();
            scene.assertNothingUnderWay();
            assertThat(scene.fetcher.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPostIsNotRepeated() {
        try (Scene scene = withTwoIdleConnections()) {
            Future<Response> response = scene.fetch(Request.post(Scene.URL, Body.of("buy")));
            scene.peers.get(1).end();
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void aStreamedBodyIsNotRepeated() {
        try (Scene scene = withTwoIdleConnections()) {
            ByteBuffer[] pieces = {ByteBuffer.allocate(3), null};
            int[] next = {0};
            Future<Response> response =
                    scene.fetch(Request.put(Scene.URL, BodyStream.of(() -> Future.completed(pieces[next[0]++]))));
            scene.peers.get(1).end();
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
            assertThat(scene.peers).hasSize(2);
        }
    }

    // ------------------------------------------------------------------------------------------- limits and queues

    @Test
    void requestsBeyondTheLimitOfAnOriginWaitInOrder() {
        try (Scene scene = scene(2, 10)) {
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                scene.fetcher.fetch(Request.get(Scene.URL + i));
            }
            scene.settle();
            assertThat(scene.peers).hasSize(2);
            while (order.size() < 6) {
                for (Scene.Peer peer : scene.peers) {
                    order.add(path(peer.take()));
                    peer.send(OK);
                }
            }
            assertThat(order).containsExactly("/0", "/1", "/2", "/3", "/4", "/5");
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void theLimitOfOneOriginDelaysNoOther() {
        try (Scene scene = scene(1, 10)) {
            scene.get();
            scene.get();
            scene.fetch(Request.get(OTHER));
            assertThat(scene.peers).hasSize(2);
            assertThat(scene.peer().take()).contains("Host: 10.0.0.1:81\n");
        }
    }

    @Test
    void atTheGlobalLimitAnIdleConnectionToAnotherOriginIsEvicted() {
        try (Scene scene = scene(10, 2)) {
            scene.get();
            scene.get();
            scene.peers.get(1).send(OK);
            scene.peers.get(0).send(OK);
            scene.fetch(Request.get(OTHER));
            assertThat(scene.peers).hasSize(3);
            assertThat(scene.peers.get(1).isClosed())
                    .as("the one idle for longest")
                    .isTrue();
            assertThat(scene.peers.get(0).isClosed()).isFalse();
            assertThat(scene.fetcher.connections()).isEqualTo(2);
        }
    }

    @Test
    void anEvictedConnectionIsNotUsedAnyMore() {
        try (Scene scene = scene(10, 1)) {
            scene.get();
            scene.peer().send(OK);
            Future<Response> other = scene.fetcher.fetch(Request.get(OTHER));
            Future<Response> post = scene.fetch(Request.post(Scene.URL, Body.of("buy")));
            scene.peer().send(OK);
            scene.peer().send(OK);
            assertThat(other.resultNow().text()).isEqualTo("ok");
            assertThat(post.resultNow().text()).isEqualTo("ok");
            assertThat(scene.peers).hasSize(3);
        }
    }

    @Test
    void atTheGlobalLimitOnlyAConnectionThatIsOpenIsEvicted() {
        try (Scene scene = scene(10, 2)) {
            scene.get();
            scene.peer().send(OK);
            scene.peer().end();
            scene.get();
            scene.peer().send(OK);
            scene.fetch(Request.get(OTHER)); // stays busy
            Future<Response> third = scene.fetch(Request.get("http://10.0.0.1:82/"));
            assertThat(scene.peers.get(1).isClosed()).isTrue();
            scene.peer().send(OK);
            assertThat(third.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void aCancelledRequestThatWaitedLeavesTheConnectionToTheNext() {
        try (Scene scene = scene(1, 10)) {
            Future<Response> first = scene.get();
            scene.onLoop(scene.get()::cancel);
            scene.peer().send(OK);
            assertThat(first.isDone()).isTrue();
            Future<Response> next = scene.get();
            scene.peer().send(OK);
            assertThat(next.isDone()).isTrue();
            assertThat(scene.peers).hasSize(1);
        }
    }

    @Test
    void atTheGlobalLimitARequestWaitsUntilAConnectionToAnotherOriginIsIdle() {
        try (Scene scene = scene(10, 1)) {
            Future<Response> first = scene.get();
            Future<Response> second = scene.fetch(Request.get(OTHER));
            assertThat(scene.peers).hasSize(1);
            scene.peer().send(OK);
            assertThat(scene.peers).hasSize(2);
            scene.peer().send(OK);
            assertThat(first.isDone() && second.isDone()).isTrue();
        }
    }

    @Test
    void aLongQueueForOneOriginDoesNotStarveAnother() {
        try (Scene scene = scene(10, 1)) {
            List<String> order = new ArrayList<>();
            scene.answers = head -> {
                order.add(path(head));
                scene.fetcher.fetch(Request.get(Scene.URL + "more")); // so that the queue is never empty
                return order.size() > 200 ? null : OK;
            };
            scene.fetcher.fetch(Request.get(Scene.URL));
            scene.fetcher.fetch(Request.get(Scene.URL));
            scene.fetcher.fetch(Request.get(OTHER + "other"));
            scene.simulation.runUntil(() -> order.contains("/other"));
            assertThat(order.indexOf("/other")).isLessThanOrEqualTo(16);
        }
    }

    @Test
    void aConnectionIsNotClosedForALaterRequestToAnotherOrigin() {
        try (Scene scene = scene(10, 1)) {
            scene.answers = head -> OK;
            for (int i = 0; i < 100; i++) {
                scene.fetcher.fetch(Request.get(Scene.URL));
            }
            scene.fetcher.fetch(Request.get(OTHER));
            scene.settle();
            scene.assertNothingUnderWay();
            assertThat(scene.peers).hasSize(2);
        }
    }

    @Test
    void requestsAreSentInTheOrderOfArrivalWhateverTheirOrigin() {
        try (Scene scene = scene(10, 1)) {
            List<String> order = new ArrayList<>();
            scene.answers = head -> {
                order.add(path(head));
                return "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\n\n";
            };
            for (int i = 0; i < 9; i++) {
                scene.fetcher.fetch(Request.get("http://10.0.0.1:" + (80 + i % 3) + "/" + i));
            }
            scene.settle();
            assertThat(order).containsExactly("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8");
        }
    }

    @Test
    void aCancelledRequestLeavesTheOrderOfTheOthersAsItWas() {
        try (Scene scene = scene(10, 1)) {
            List<String> order = new ArrayList<>();
            scene.answers = head -> {
                order.add(path(head));
                return "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\n\n";
            };
            List<Future<Response>> all = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                all.add(scene.fetcher.fetch(Request.get("http://10.0.0.1:" + (80 + i % 3) + "/" + i)));
            }
            scene.loop.execute(() -> List.of(1, 2, 3, 6).forEach(i -> all.get(i).cancel()));
            scene.settle();
            assertThat(order).containsExactly("/0", "/4", "/5", "/7", "/8");
        }
    }

    @Test
    void tenThousandRequestsWaitAndAllGetTheirResponse() {
        try (Scene scene = scene(8, 16)) {
            scene.answers = head -> OK;
            int[] done = {0};
            for (int i = 0; i < 10_000; i++) {
                scene.fetcher
                        .fetch(Request.get("http://10.0.0.1:" + (80 + i % 3) + "/" + i))
                        .onComplete((response, error) -> done[0] += error == null ? 1 : 0);
            }
            assertThat(scene.fetcher.inFlight()).isEqualTo(10_000);
            scene.settle();
            assertThat(done[0]).isEqualTo(10_000);
            assertThat(scene.peers).hasSizeLessThan(24 + 10_000 / 16);
        }
    }

    // ----------------------------------------------------------------------------------- connections that fail

    @Test
    void aRefusedConnectionFailsItsRequestAndFreesItsPlace() {
        try (Scene scene = scene(1, 1)) {
            Future<Response> refused = scene.fetcher.fetch(Request.get("http://10.0.0.1:9/"));
            Future<Response> next = scene.get();
            assertThat(Scene.error(refused))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("10.0.0.1:9");
            scene.peer().send(OK);
            assertThat(next.isDone()).isTrue();
        }
    }

    /** A crawler asks thousands of origins for one page each. */
    @Test
    void nothingIsKeptOfAnOriginWithoutConnections() {
        List<WeakReference<String>> hosts = new ArrayList<>();
        try (Scene scene = new Scene(FetcherOptions.builder()
                .maxConnections(1)
                .connector(Connector.builder()
                        .resolver((loop, host) -> {
                            hosts.add(new WeakReference<>(host));
                            return Future.failed(new UnknownHostException("unknown host: " + host));
                        })
                        .build())
                .build())) {
            scene.fetch(Request.get("http://first.example/"));
            scene.get();
            scene.onLoop(scene.fetch(Request.get("http://cancelled.example/"))::cancel);
            scene.peer().send(OK);
            scene.fetch(Request.get("http://last.example/"));
            assertThat(hosts).hasSize(2);
            Threads.await(() -> {
                System.gc();
                return hosts.get(0).refersTo(null);
            });
        }
    }

    @Test
    void aHostThatIsUnknownFailsItsRequest() {
        try (Scene scene = new Scene(FetcherOptions.builder()
                .connector(Connector.builder()
                        .resolver((loop, host) -> Future.failed(new UnknownHostException("unknown host: " + host)))
                        .build())
                .build())) {
            assertThat(Scene.error(scene.fetch(Request.get("http://nowhere.example/"))))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("nowhere.example");
        }
    }

    /** The JDK would parse some of these, and look others up: on the loop's thread. A redirect may name any of them. */
    @ParameterizedTest
    @ValueSource(strings = {"127.1", "2130706433", "0x7f.1", "0177.0.0.1", "foo.123", "300.300.300.300"})
    void aHostThatOnlyLooksLikeAnAddressIsLeftToTheResolver(String host) {
        List<String> asked = new ArrayList<>();
        try (Scene scene = new Scene(FetcherOptions.builder()
                .connector(Connector.builder()
                        .resolver((loop, name) -> {
                            asked.add(name);
                            return Future.failed(new UnknownHostException("unknown host: " + name));
                        })
                        .build())
                .build())) {
            assertThat(Scene.error(scene.fetch(Request.get("http://" + host + "/"))))
                    .isInstanceOf(UnknownHostException.class);
            assertThat(asked).containsExactly(host);
        }
    }

    @Test
    void aResolverThatThrowsFailsItsRequestAndFreesItsPlace() {
        try (Scene scene = new Scene(FetcherOptions.builder()
                .connector(Connector.builder()
                        .resolver((loop, host) -> {
                            throw new RejectedExecutionException("busy");
                        })
                        .build())
                .build())) {
            assertThat(Scene.error(scene.fetch(Request.get("http://some.example/"))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("some.example");
            assertThat(scene.fetcher.connections()).isZero();
        }
    }

    @Test
    void tlsThatCannotBeginFailsItsRequestsAndFreesTheirPlaces() throws GeneralSecurityException {
        SSLContext notInitialized = SSLContext.getInstance("TLS");
        try (Scene scene = new Scene(FetcherOptions.builder()
                .maxPerOrigin(1)
                .maxConnections(1)
                .tls(TlsConfig.client(notInitialized))
                .build())) {
            List<Future<Response>> failing = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                failing.add(scene.fetcher.fetch(Request.get("https://10.0.0.1/")));
            }
            scene.settle();
            assertThat(failing).allMatch(Future::isFailed);
            assertThat(scene.fetcher.connections()).isZero();
        }
    }

    @Test
    void aStreamThatFailsInTheTurnItsConnectionOpensGivesItsPlaceBackOnce() {
        try (Scene scene = scene(2, 2)) {
            for (int i = 0; i < 5; i++) {
                Future<Response> failed = scene.fetch(
                        Request.post(Scene.URL, BodyStream.of(() -> Future.failed(new IOException("no body")))));
                assertThat(Scene.error(failed)).hasMessage("no body");
            }
            assertThat(scene.fetcher.connections()).isZero();
            List<Future<Response>> more = List.of(scene.get(), scene.get(), scene.get());
            assertThat(scene.fetcher.connections()).isEqualTo(2);
            assertThat(more).noneMatch(Future::isDone);
        }
    }

    @Test
    void aConnectionOfFullAgeTakesNoOtherRequest() {
        Duration age = Duration.ofSeconds(10);
        try (Scene old = new Scene(FetcherOptions.builder().maxAge(age).build())) {
            old.get();
            old.peer().send(OK);
            old.pass(age.minusMillis(1));
            Future<Response> last = old.get();
            old.pass(Duration.ofMillis(1));
            assertThat(old.peers).singleElement().matches(peer -> !peer.isClosed());
            old.peer().send(OK);
            assertThat(last.isDone()).isTrue();
            assertThat(old.peer().isClosed()).isTrue();

            old.get();
            old.peer().send(OK);
            assertThat(old.peers).hasSize(2);
            old.pass(age);
            assertThat(old.peer().isClosed()).as("also when it is idle").isTrue();
        }
    }
}
