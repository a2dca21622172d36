// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.future.Future.completed;
import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.chunked;
import static io.snowloop.server.TestClient.ok;
import static io.snowloop.server.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlers, views and filters can do with the body of a request. */
@EverySegmentation
class RequestBodiesTest {
    private final List<Request> requests = new ArrayList<>();
    private final List<Promise<Response>> answers = new ArrayList<>();

    /** A handler whose answers the test gives. */
    private Future<Response> later(Request request) {
        Promise<Response> promise = Scheduler.current().newPromise();
        requests.add(request);
        answers.add(promise);
        return promise;
    }

    private void give(TestClient client, int answer) {
        answers.get(answer).complete(Response.text("given"));
        client.test.turnUntilIdle();
    }

    private static Future<Response> hello() {
        return completed(Response.text("hello"));
    }

    private static Future<Response> echo(Request request) {
        return completed(Response.of(Status.OK).withBody(request.body()));
    }

    // ------------------------------------------------------------------------------------------------ kinds of body

    @Test
    void theKindOfABodyFollowsFromItsFraming() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(post("hello"));
            give(client, 0);
            client.send(chunked("0\n\n"));
            give(client, 1);
            client.send(post(""));
            give(client, 2);
            client.send(GET);
            assertThat(requests.get(0).body()).isInstanceOf(BodyStream.class);
            assertThat(requests.get(0).body().length()).isEqualTo(5);
            assertThat(requests.get(0).body().collected()).isNull();
            assertThat(requests.get(1).body()).isInstanceOf(BodyStream.class);
            assertThat(requests.get(1).body().length()).isEqualTo(-1);
            assertThat(requests.get(2).body()).isSameAs(Body.EMPTY);
            assertThat(requests.get(3).body()).isSameAs(Body.EMPTY);
        }
    }

    // -------------------------------------------------------------------------------------------- the body as a text

    @Test
    void aHandlerThatReadsTheTextWithoutCollectingFails() {
        Snow app = new Snow().route(Method.POST, "/", request -> completed(Response.text(request.text())));
        try (LogCapture log = new LogCapture(Snow.class);
                TestClient client = new TestClient(app)) {
            client.send(post("hello"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("this body is a stream: collect(limit) it first"));
            client.send(post(""));
            assertThat(client.answer()).isEqualTo(ok(""));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aViewReadsTheText(boolean chunked) {
        Snow app = new Snow().post("/", request -> Response.text(request.text()));
        try (TestClient client = new TestClient(app)) {
            client.send(chunked ? chunked("2\nhe\n3\nllo\n0\nChecksum: 7\n\n") : post("hello"));
            assertThat(client.answer()).isEqualTo(ok("hello"));
        }
    }

    @Test
    void aFilterCollectsBeforeAViewReads() {
        List<String> audit = new ArrayList<>();
        Snow app = new Snow()
                .post("/", request -> Response.text(request.text()))
                .filter((request, next) -> request.body().collect(100).flatMap(bytes -> {
                    audit.add(request.text());
                    return next.handle(request);
                }));
        try (TestClient client = new TestClient(app)) {
            client.send(post("hello"));
            assertThat(client.answer()).isEqualTo(ok("hello"));
            assertThat(audit).containsExactly("hello");
        }
    }

    @Test
    void aFilterReadsTheTextAfterTheAnswerOfAView() {
        List<String> audit = new ArrayList<>();
        Snow app = new Snow()
                .post("/", request -> Response.of(Status.OK).withBody(request.body()))
                .filter((request, next) ->
                        next.handle(request).onComplete((response, error) -> audit.add(request.text())));
        try (TestClient client = new TestClient(app)) {
            client.send(post("hello") + post("other"));
            assertThat(client.answer()).contains("\n\nhello").endsWith("\n\nother");
            assertThat(audit).containsExactly("hello", "other");
        }
    }

    @Test
    void aViewStoresTheBodyThatItSendsBack() {
        Body[] stored = new Body[1];
        Snow app = new Snow()
                .put("/", request -> {
                    stored[0] = request.body();
                    return Response.of(Status.OK).withBody(request.body());
                })
                .get("/", request -> Response.of(Status.OK).withBody(stored[0]));
        String answer = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello";
        try (TestClient client = new TestClient(app)) {
            client.send("PUT / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello");
            assertThat(client.answer()).isEqualTo(answer);
            client.send(GET + GET);
            assertThat(client.answer()).isEqualTo(answer + answer);
        }
    }

    // ------------------------------------------------------------------------------------------------- sending back

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000, 20_000})
    void aHandlerSendsTheBodyBack(int size) {
        String body = "x".repeat(size);
        try (TestClient client = new TestClient(RequestBodiesTest::echo)) {
            client.send(post(body) + post("other"));
            assertThat(client.answer())
                    .isEqualTo("HTTP/1.1 200 OK\nContent-Length: " + size + "\n\n" + body
                            + "HTTP/1.1 200 OK\nContent-Length: 5\n\nother");
        }
    }

    @Test
    void aHandlerSendsAChunkedBodyBackWithItsTrailers() {
        try (TestClient client = new TestClient(RequestBodiesTest::echo)) {
            client.send(chunked("2\nhe\n3\nllo\n0\nChecksum: 7\n\n") + chunked("0\n\n"));
            assertThat(dechunked(client.answer()))
                    .isEqualTo("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nhello0\nChecksum: 7\n\n"
                            + "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\n\n");
        }
    }

    /** How a body is cut into chunks may follow from the segments, as a chunk is sent when it arrives. */
    private static String dechunked(String answer) {
        return answer.replaceAll("(?<=\n|^)[1-9a-f]\n([^\n]*)\n", "$1").replaceAll("[1-9a-f]\n([a-z]+)\n", "$1");
    }

    @Test
    void aBodyThatWasSentBackIsGone() {
        try (TestClient client = new TestClient(request -> {
            requests.add(request);
            return echo(request);
        })) {
            client.send(post("hello"));
            client.send(chunked("5\nhello\n0\n\n"));
            assertThat(requests).hasSize(2).allSatisfy(request -> {
                assertThatIllegalStateException()
                        .isThrownBy(() -> request.body().collect(5))
                        .withMessageContaining("sent on as it came");
                assertThatIllegalStateException()
                        .isThrownBy(() -> request.body().stream().read());
            });
        }
    }

    @Test
    void aBodyThatWasCollectedStaysReadableAfterItWasSentBack() {
        try (TestClient client = new TestClient(request -> {
            requests.add(request);
            return request.body().collect(5).flatMap(bytes -> echo(request));
        })) {
            client.send(post("first") + post("other"));
            assertThat(client.answer()).contains("\n\nfirst").endsWith("\n\nother");
            assertThat(requests).extracting(Request::text).containsExactly("first", "other");
        }
    }

    /** A handler that keeps the body of a request must collect it. */
    @ParameterizedTest
    @ValueSource(strings = {"sent", "unread", "cancelled", "collected"})
    void aStoredBodyThatIsGoneIsA500(String how) {
        Body[] stored = new Body[1];
        Handler handler = request -> {
            if (request.method().equals(Method.GET)) {
                return completed(Response.of(Status.OK).withBody(stored[0]));
            }
            stored[0] = request.body();
            switch (how) {
                case "cancelled" -> request.body().stream().cancel();
                case "collected" -> request.body().collect(100);
                default -> {}
            }
            return how.equals("sent") ? echo(request) : hello();
        };
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(handler)) {
            client.send(post("hello"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            client.send(GET);
            if (how.equals("collected")) {
                assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
            } else {
                assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
                assertThat(log.records())
                        .singleElement()
                        .satisfies(record -> assertThat(record.getMessage()).contains("can't be sent: this body was "));
                assertThat(client.socket.isOutputShut()).isFalse();
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------- collecting

    @Test
    void aBodyOverItsLimitCannotBeReadAfterwards() {
        try (TestClient client = new TestClient(request -> {
            requests.add(request);
            return request.body().collect(4).recover(error -> null).flatMap(bytes -> hello());
        })) {
            client.send(post("hello"));
            client.send(chunked("5\nhello\n0\n\n"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(2));
            assertThat(requests).hasSize(2).allSatisfy(request -> {
                assertThat(collect(client, request.body()).outcome().error()).isInstanceOf(BodyTooLargeException.class);
                assertThatIllegalStateException()
                        .isThrownBy(() -> request.body().stream().read());
            });
        }
    }

    /** The next request must not overwrite it. */
    @Test
    void aBodyThatIsKeptUnreadIsThereUntilItsAnswer() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(post("first") + post("other") + chunked("5\nthird\n0\n\n"));
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                texts.add(collect(client, requests.get(i).body()).resultNow().text());
                give(client, i);
            }
            assertThat(texts).containsExactly("first", "other", "third");
            assertThat(requests)
                    .extracting(request -> request.body().collected().text())
                    .containsExactlyElementsOf(texts);
        }
    }

    /** The read buffer, which is used for other connections then, must not be the body any more. */
    @Test
    void aBodyThatIsKeptUnreadIsThereAfterAnErrorOfOurs() {
        Handler handler = request -> {
            requests.add(request);
            return completed(Response.of(Status.OK).withBody(new BodyStreamOfNoLength()));
        };
        try (TestClient client = new TestClient(handler)) {
            client.sendExactly(post("hello"));
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(client.test.reports.takeErrors()).hasSize(1);
            assertThat(collect(client, requests.get(0).body()).resultNow().text())
                    .isEqualTo("hello");
        }
    }

    private static final class BodyStreamOfNoLength implements BodyStream {
        @Override
        public Future<ByteBuffer> read() {
            return completed(null);
        }

        @Override
        public void cancel() {}

        @Override
        public long length() {
            throw new UnsupportedOperationException("no length");
        }
    }

    private static Future<Body.Bytes> collect(TestClient client, Body body) {
        List<Future<Body.Bytes>> result = new ArrayList<>();
        client.test.inTask(() -> result.add(body.collect(100)));
        client.test.turnUntilIdle();
        return result.get(0);
    }

    /** The handler doesn't wait for what it has begun. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\n"})
    void aBodyThatIsBeingCollectedIsCollectedThoughTheAnswerIsSent(String field) {
        List<Future<Body.Bytes>> collected = new ArrayList<>();
        try (TestClient client = new TestClient(
                request -> {
                    collected.add(request.body().collect(100));
                    return hello();
                },
                TestClient.OPTIONS.toBuilder().maxDiscard(0).build())) {
            client.send("POST / HTTP/1.1\nHost: a\n" + field + "Content-Length: 5\n\nfirst");
            client.test.turnUntilIdle();
            assertThat(collected.get(0).resultNow().text()).isEqualTo("first");
            if (field.isEmpty()) {
                client.assertKept();
            } else {
                client.assertEnded();
            }
        }
    }

    /** In the middle of collecting: what was given up is not collected by chance, as the rest may have arrived. */
    @Test
    void aBodyThatIsCancelledWhileItIsCollectedIsNotCollected() {
        List<Future<Body.Bytes>> collected = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            collected.add(request.body().collect(100));
            return later(request);
        })) {
            client.sendExactly("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.test.inTask(() -> {
                client.sendNow("def"); // whose arrival the collector hears of in the next turn
                requests.get(0).body().stream().cancel();
            });
            client.test.turnUntilIdle();
            assertThat(collected.get(0).outcome().error()).isInstanceOf(CancellationException.class);
            give(client, 0);
            client.send("ghi" + GET);
            give(client, 1);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n".repeat(2));
        }
    }

    @Test
    void aBodyThatIsBeingCollectedHasNoOtherReader() {
        List<Future<Body.Bytes>> collected = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            collected.add(request.body().collect(100));
            return later(request);
        })) {
            client.sendExactly("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.test.inTask(() -> {
                client.sendNow("def"); // from here to the next turn the collector does not wait for a piece
                assertThatIllegalStateException()
                        .isThrownBy(() -> requests.get(0).body().stream().read())
                        .withMessageContaining("collected");
            });
            client.send("ghi");
            assertThat(collected.get(0).resultNow().text()).isEqualTo("abcdefghi");
        }
    }

    // ------------------------------------------------------------------------------------------- reading piece by
    // piece

    private static void read(BodyStream body, List<String> pieces) {
        body.read()
                .onComplete((piece, error) -> pieces.add(
                        error != null
                                ? error.getClass().getSimpleName()
                                : piece == null
                                        ? "end"
                                        : StandardCharsets.UTF_8.decode(piece).toString()));
    }

    /** Reads to the end, or to the error. */
    private static void readAll(BodyStream body, StringBuilder text) {
        body.read().onComplete((piece, error) -> {
            if (error != null || piece == null) {
                text.append(error == null ? "$" : "!" + error.getClass().getSimpleName());
            } else {
                text.append(StandardCharsets.UTF_8.decode(piece));
                readAll(body, text);
            }
        });
    }

    @Test
    void isReadToItsEnd() {
        StringBuilder text = new StringBuilder();
        try (TestClient client = new TestClient(request -> {
            readAll(request.body().stream(), text);
            return later(request);
        })) {
            client.send(post("0123456789"));
            assertThat(text.toString()).isEqualTo("0123456789$");
            client.test.inTask(
                    () -> assertThat(requests.get(0).body().stream().read().resultNow())
                            .isNull());
        }
    }

    /** A piece is a segment, here. */
    @Test
    void noMoreIsReadThanIsAskedFor() {
        try (TestClient client = new TestClient(this::later)) {
            client.sendExactly("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            assertThat(client.socket.isReading()).isFalse();
            client.sendExactly("def");
            assertThat(client.socket.unread()).isEqualTo(3);

            BodyStream body = requests.get(0).body().stream();
            List<String> pieces = new ArrayList<>();
            client.test.inTask(() -> read(body, pieces)); // there already
            client.test.inTask(() -> read(body, pieces)); // from the socket
            client.test.turnUntilIdle();
            assertThat(pieces).containsExactly("abc", "def");
            assertThat(client.socket.isReading()).isFalse();

            client.test.inTask(() -> read(body, pieces));
            client.sendExactly("ghi");
            client.test.inTask(() -> read(body, pieces));
            client.test.turnUntilIdle();
            assertThat(pieces).containsExactly("abc", "def", "ghi", "end");
        }
    }

    // ---------------------------------------------------------------------------------------------- 100 (Continue)

    @Test
    void aBodyThatIsCollectedIsAskedFor() {
        try (TestClient client =
                new TestClient(request -> request.body().collect(100).map(bytes -> Response.text(bytes.text())))) {
            client.send(post("hello").replace("Host: a\n", "Host: a\nExpect: 100-continue\n") + GET);
            assertThat(client.answer()).isEqualTo("HTTP/1.1 100 Continue\n\n" + ok("hello") + ok(""));
        }
    }

    @Test
    void aBodyThatIsSentBackIsAskedFor() {
        try (TestClient client = new TestClient(RequestBodiesTest::echo)) {
            client.send(post("hello").replace("Host: a\n", "Host: a\nExpect: 100-continue\n") + post("other"));
            assertThat(client.answer())
                    .isEqualTo("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 5\n\nhello"
                            + "HTTP/1.1 200 OK\nContent-Length: 5\n\nother");
        }
    }

    // ----------------------------------------------------------------------------------------------- broken bodies

    @Test
    void aBrokenBodyIsRefusedWhereAViewWantsIt() {
        List<String> called = new ArrayList<>();
        Snow app = new Snow().post("/", request -> {
            called.add(request.text());
            return Response.text("");
        });
        try (TestClient client = new TestClient(app)) {
            client.send(chunked("3\nabc\nzz\n"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 400 Bad Request\n");
            client.assertEnded();
            assertThat(called).isEmpty();
        }
    }

    @Test
    void aBodyThatBreaksOffFailsForItsReader() {
        StringBuilder text = new StringBuilder();
        try (TestClient client = new TestClient(request -> {
            readAll(request.body().stream(), text);
            return later(request);
        })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.socket.breakWith(new IOException("Connection reset"));
            client.test.turnUntilIdle();
            assertThat(text.toString()).isEqualTo("abc!ConnectionClosedException");
        }
    }

    @Test
    void aBodyThatEndsTooSoonFailsForItsReaderAndIsRefused() {
        StringBuilder text = new StringBuilder();
        try (TestClient client = new TestClient(request -> {
            readAll(request.body().stream(), text);
            return later(request);
        })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.socket.sendEnd();
            assertThat(text.toString()).isEqualTo("abc!RemoteProtocolException");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 400 Bad Request\n");
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatBreaksTheProtocolFailsForItsReaderAndIsRefused() {
        StringBuilder text = new StringBuilder();
        try (TestClient client = new TestClient(request -> {
            readAll(request.body().stream(), text);
            return later(request);
        })) {
            client.send(chunked("3\nabc\nzz\n"));
            assertThat(text.toString()).isEqualTo("abc!RemoteProtocolException");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 400 Bad Request\n");
            assertThat(answers.get(0).isCancelled()).isTrue();
            client.assertEnded();
        }
    }

    @Test
    void aBrokenBodyIsRefusedOnceEvenIfAReaderHasAskedForMoreOfIt() {
        try (TestClient client = new TestClient(request -> {
            read(request.body().stream(), new ArrayList<>());
            return later(request);
        })) {
            // In one turn: what the reader's call has scheduled runs after the body is broken.
            client.test.loop.execute(() -> client.sendNow(chunked("")));
            client.test.loop.execute(() -> client.sendNow("zz\n"));
            client.test.turnUntilIdle();
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 400 Bad Request\n");
            client.assertEnded();
        }
    }
}
