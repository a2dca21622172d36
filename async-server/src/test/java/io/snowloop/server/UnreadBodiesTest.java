// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.chunked;
import static io.snowloop.server.TestClient.ok;
import static io.snowloop.server.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the bytes of a request's body that no handler wants, and of the connection. */
@EverySegmentation
class UnreadBodiesTest {
    private static Future<Response> hello(Request request) {
        return Future.completed(Response.text("hello"));
    }

    private static ServerOptions maxDiscard(long bytes) {
        return TestClient.OPTIONS.toBuilder().maxDiscard(bytes).build();
    }

    @Test
    void aBodyThatIsNotReadIsDiscarded() {
        try (TestClient client = new TestClient(UnreadBodiesTest::hello)) {
            client.send(post("hello"));
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.assertKept();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void upToMaxDiscard(boolean chunked) {
        try (TestClient client = new TestClient(UnreadBodiesTest::hello, maxDiscard(10))) {
            client.send(chunked ? chunked("5\n01234\n5\n56789\n0\n\n") : post("0123456789"));
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.assertKept();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void aLongerBodyEndsTheConnectionAndTheAnswerSaysSo(long maxDiscard) {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(UnreadBodiesTest::hello, maxDiscard(maxDiscard))) {
            client.send(post("x".repeat((int) maxDiscard + 1)));
            assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\n").contains("Connection: close\n");
            client.assertEnded();
            assertThat(log.records()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void aLongerChunkedBodyEndsTheConnectionThoughTheAnswerCannotTell(long maxDiscard) {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(UnreadBodiesTest::hello, maxDiscard(maxDiscard))) {
            client.send(chunked("1\nx\n" + "1\nx\n".repeat((int) maxDiscard) + "0\n\n"));
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.assertEnded();
            assertThat(log.records()).hasSize(1);
        }
    }

    /** A proxy's, for instance: it reads the body, but has not yet. */
    @Test
    void anAnswerThatIsMadeOfTheBodyLeavesNothing() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(
                        request ->
                                Future.completed(Response.stream(request.body().stream(), "application/octet-stream")),
                        maxDiscard(2))) {
            client.send(post("hello"));
            assertThat(client.answer()).contains("hello").doesNotContain("Connection: close");
            client.assertKept();
            assertThat(log.records()).isEmpty();
        }
    }

    /** Such as an upload that goes on and on. */
    @Test
    void aLongerChunkedBodyEndsTheConnectionBeforeItHasEnded() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(UnreadBodiesTest::hello, maxDiscard(10))) {
            client.send(chunked("1\nx\n"));
            client.send("1\nx\n".repeat(9));
            assertThat(client.answer()).isEqualTo(ok("hello"));
            assertThat(client.socket.isOutputShut()).isFalse();
            client.send("1\nx\n");
            assertThat(client.socket.isOutputShut()).isTrue();
            for (int i = 0; i < 20; i++) { // it is no longer asked for, so it is not late either
                client.pass(Duration.ofSeconds(1));
                client.send("1\nx\n");
            }
            assertThat(client.socket.isClosed()).isFalse();
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("maxDiscard"));
        }
    }

    @Test
    void aBodyThatIsKeptUnreadIsGoneWhenItsAnswerIsSent() {
        List<Request> requests = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            requests.add(request);
            return hello(request);
        })) {
            client.send(post("first") + post("other") + chunked("5\nthird\n0\n\n"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(3));
            assertThat(requests).hasSize(3).allSatisfy(request -> {
                assertThatIllegalStateException()
                        .isThrownBy(() -> request.body().collect(5))
                        .withMessageContaining("the answer was sent before it was read");
                assertThatIllegalStateException()
                        .isThrownBy(() -> request.body().stream().read());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyOverTheLimitOfViewsIsRefused(boolean chunked) {
        Snow app = new Snow()
                .bodyLimit(4)
                .post("/", request -> Response.text(request.text()))
                .get("/", r -> Response.text(""));
        try (TestClient client = new TestClient(app)) {
            client.send(chunked ? chunked("5\nhello\n0\n\n") : post("hello"));
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 413 Content Too Large\n")
                    .doesNotContain("Connection: close");
            client.assertKept();
        }
    }

    @Test
    void whatIsLeftOfABodyOverTheLimitMayBeMoreThanIsDiscarded() {
        Snow app = new Snow().bodyLimit(4).post("/", request -> Response.text(request.text()));
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(app, maxDiscard(4))) {
            client.send(post("hello"));
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 413 Content Too Large\n")
                    .contains("Connection: close\n");
            client.assertEnded();
            assertThat(log.records())
                    .satisfiesExactly(
                            first -> assertThat(first.getMessage()).startsWith("Snow.bodyLimit = 4: "),
                            then -> assertThat(then.getMessage()).startsWith("ServerOptions.maxDiscard = 4: "));
        }
    }

    @Test
    void aBodyOverTheLimitOfACollectIsDiscardedThoughTheAnswerIsSent() {
        List<Future<Body.Bytes>> collected = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            collected.add(request.body().collect(4));
            return hello(request);
        })) {
            client.send(chunked("5\nhello\n5\nworld\n0\n\n") + GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(2));
            assertThat(collected.get(0).outcome().error()).isInstanceOf(BodyTooLargeException.class);
        }
    }

    @Test
    void aBodyThatIsNotAskedForEndsTheConnectionAsItMayComeOrNot() {
        try (TestClient client = new TestClient(UnreadBodiesTest::hello)) {
            client.send(post("hello").replace("Host: a\n", "Host: a\nExpect: 100-continue\n"));
            assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\n").contains("Connection: close\n");
            client.assertEnded();
        }
    }

    @Test
    void aBrokenBodyThatNoHandlerWantsEndsTheConnectionAfterTheAnswer() {
        try (TestClient client = new TestClient(UnreadBodiesTest::hello)) {
            client.send(chunked("3\nabc\nzz\n"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            client.assertEnded();
        }
    }

    @Test
    void anAnswerThatIsOutIsNotLostWhenTheRestOfItsRequestIsBroken() {
        try (TestClient client = new TestClient(UnreadBodiesTest::hello)) {
            client.send(chunked(""));
            client.send("zz\n");
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.assertEnded();
        }
    }

    // ---------------------------------------------------------------------------------------------------- time-outs

    @Test
    void aClientThatDoesNotSendTheRestOfABodyThatIsDiscardedIsNotWaitedFor() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(UnreadBodiesTest::hello)) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.pass(ServerTimeouts.DEFAULT.bodyGrace().minusMillis(1));
            assertThat(client.socket.isOutputShut()).isFalse();
            client.pass(Duration.ofMillis(1));
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(log.records()).hasSize(1);
        }
    }

    /** The handler has begun to collect it, and has answered before. */
    @Test
    void aClientThatDoesNotSendTheRestOfABodyThatIsCollectedIsNotWaitedFor() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(request -> {
                    request.body().collect(100);
                    return hello(request);
                })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            assertThat(client.answer()).isEqualTo(ok("hello"));
            client.pass(ServerTimeouts.DEFAULT.bodyGrace());
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(log.records()).hasSize(1);
        }
    }

    /** The refusal does not wait for the collector, which is not the handler's answer and so is not cancelled with it. */
    @Test
    void aRefusedRequestIsTheLastEvenIfItsBodyIsCollected() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(request -> {
                    request.body().collect(100);
                    return Scheduler.current().newPromise();
                })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.pass(ServerTimeouts.DEFAULT.bodyGrace());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 408 Request Timeout\n");
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(log.records()).hasSize(1);
        }
    }
}
