// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One request and its answer: what ends a stream, and leaves the others. */
@EverySegmentation
class Http2StreamTest {
    private static final int WINDOW = 64 * 1024;

    private final List<Request> requests = new ArrayList<>();
    private final List<Promise<Response>> answers = new ArrayList<>();

    private Future<Response> later(Request request) {
        requests.add(request);
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    /** The answer has the body of the request. */
    private static Future<Response> collect(Request request) {
        return request.body().collect(1_000_000).map(body -> Response.text("got " + body.length()));
    }

    private static Future<Response> ok(Request request) {
        return Future.completed(Response.text("ok"));
    }

    private static ServerOptions options(UnaryOperator<ServerOptions.Builder> settings) {
        return settings.apply(TestClient.OPTIONS.toBuilder()).build();
    }

    private void answer(Http2Client client, int index, Response response) {
        client.run(() -> answers.get(index).complete(response));
    }

    // -------------------------------------------------------------------------------------------- request bodies

    @Test
    void aBodyIsCollected() {
        try (Http2Client client = new Http2Client(Http2StreamTest::collect)) {
            int stream = client.post("/");
            client.data(stream, "hello ", false);
            client.data(stream, "world", true);
            assertThat(client.events()).containsExactly("1: 200", "1: 'got 11' end");
        }
    }

    /** It is all there when the handler runs, as with HTTP/1.1. */
    @Test
    void aBodyThatCameWithItsHeadIsCollectedAtOnce() {
        List<Boolean> done = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            Future<Response> answer = collect(request);
            done.add(answer.isDone());
            return answer;
        })) {
            client.get("/");
            client.run(() -> client.sendNow(queue -> {
                int stream = client.codec.openStream(Http2Client.head(Method.POST, "/"), 5, queue);
                client.codec.sendData(stream, ByteBuffer.wrap(new byte[5]), true, queue);
            }));
            assertThat(client.events()).endsWith("3: 200", "3: 'got 5' end");
            assertThat(done).containsExactly(true, true);
        }
    }

    @Test
    void aBodyIsSentBackAsItComes() {
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(request.body())))) {
            int stream = client.post("/");
            assertThat(client.events()).containsExactly("1: 200");
            client.data(stream, "a", false);
            assertThat(client.events()).containsExactly("1: 'a'");
            client.data(stream, "b", true);
            assertThat(client.events()).containsExactly("1: 'b'", "1: '' end");
        }
    }

    @Test
    void aStreamThatIsTheAnswerASecondTimeIsA500() {
        Response once = Response.stream(BodyStream.of(() -> Future.completed(null)), "a/b");
        try (LogCapture log = new LogCapture(ServerExchange.class);
                Http2Client client = new Http2Client(request -> Future.completed(once))) {
            client.get("/");
            assertThat(client.events()).startsWith("1: 200");
            client.get("/");
            assertThat(client.events()).startsWith("3: 500 end");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void trailersGoBothWays() {
        Headers[] trailers = new Headers[1];
        try (Http2Client client =
                new Http2Client(request -> request.body().collect(10).map(body -> {
                    trailers[0] = ((BodyStream) request.body()).trailers();
                    return Response.of(Status.OK).withBody(new Pieces(Headers.of("Sum", "2"), "ab"));
                }))) {
            int stream = client.post("/");
            client.data(stream, "x", false);
            client.send(queue -> client.codec.sendEnd(stream, Headers.of("Sum", "1"), queue));
            assertThat(trailers[0].get("Sum")).isEqualTo("1");
            assertThat(client.events()).containsExactly("1: 200", "1: 'ab'", "1: {sum: 2} end");
        }
    }

    @Test
    void aHandlerThatReadsSlowlyStopsItsOwnStreamOnly() {
        try (Http2Client client =
                new Http2Client(request -> request.path().equals("/slow") ? later(request) : collect(request))) {
            int slow = client.post("/slow");
            String megabyte = "x".repeat(1_000_000);
            assertThat(client.data(slow, megabyte, false)).isEqualTo(WINDOW);
            int other = client.post("/other");
            int sent = 0;
            for (int i = 0; i < 10 && sent < 200_000; i++) {
                sent += client.data(other, "y".repeat(200_000 - sent), true);
            }
            assertThat(client.events()).containsExactly("3: 200", "3: 'got 200000' end");

            assertThat(client.data(slow, megabyte, false)).isZero();
            client.run(() -> ((BodyStream) requests.get(0).body()).read());
            client.take();
            assertThat(client.data(slow, megabyte, false)).isEqualTo(WINDOW);
        }
    }

    @Test
    void aResponseThatNeedsNoBodyEndsTheStreamBeforeTheBody() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.post("/");
            assertThat(client.events()).containsExactly("1: 200", "1: 'ok' end", "1: reset NO_ERROR");
            client.get("/");
            assertThat(client.events()).containsExactly("3: 200", "3: 'ok' end");
        }
    }

    /** It would ask the client for more, which is dropped: the stream ends with the answer. */
    @Test
    void theWindowOfABodyThatIsNotWantedIsNotOpened() {
        try (Http2Client client = new Http2Client(this::later)) {
            int unread = client.post("/");
            client.data(unread, "x".repeat(WINDOW), false);
            answer(client, 0, Response.of(Status.NO_CONTENT));
            int cancelled = client.post("/");
            client.data(cancelled, "x".repeat(WINDOW / 2), false);
            client.run(() -> ((BodyStream) requests.get(1).body()).cancel());
            client.data(cancelled, "x".repeat(WINDOW / 2), false);
            answer(client, 1, Response.of(Status.NO_CONTENT));
            assertThat(client.events())
                    .containsExactly("1: 204 end", "1: reset NO_ERROR", "3: 204 end", "3: reset NO_ERROR");
            assertThat(client.opened).doesNotContain(unread, cancelled);
        }
    }

    /** What no handler reads opens the window of the connection again. */
    @Test
    void manyUnreadBodiesDoNotStopTheConnection() {
        try (Http2Client client = new Http2Client(this::later)) {
            for (int i = 0; i < 17; i++) { // more than the window of the connection
                int stream = client.post("/" + i);
                client.data(stream, "x".repeat(WINDOW), false);
                answer(client, i, Response.of(Status.NO_CONTENT));
                client.take();
            }
            assertThat(client.events().stream().filter(line -> line.endsWith("204 end")))
                    .hasSize(17);
        }
    }

    /** The handler is called, and its answer is not needed any more when it comes at once. */
    @Test
    void aRequestThatIsResetInTheSameSegmentHasNoAnswer() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.run(() -> client.sendNow(queue -> {
                int stream = client.codec.openStream(Http2Client.head(Method.POST, "/"), -1, queue);
                client.codec.reset(stream, ErrorCode.CANCEL, queue);
            }));
            assertThat(client.events()).isEmpty();
            client.get("/");
            assertThat(client.events()).containsExactly("3: 200", "3: 'ok' end");
        }
    }

    /** The client has sent it before it knew. */
    @Test
    void dataThatComesBehindTheEndOfItsStreamDoesNotStopTheConnection() {
        int[] sent = {0};
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            for (int i = 0; i < 17; i++) { // more than the window of the connection
                int[] stream = {0};
                client.sendBlindly(
                        queue -> stream[0] = client.codec.openStream(Http2Client.head(Method.POST, "/"), -1, queue));
                ByteBuffer piece = ByteBuffer.allocate(WINDOW);
                client.sendBlindly(queue -> {
                    while (client.codec.room(stream[0]) > 0) {
                        sent[0] += client.codec.sendData(stream[0], piece, false, queue);
                    }
                });
                client.take();
            }
            assertThat(sent[0]).isEqualTo(17 * WINDOW);
        }
    }

    @Test
    void aBodyThatIsCollectedIsReceivedToItsEndAlsoBehindTheAnswer() {
        List<Future<Body.Bytes>> bodies = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            bodies.add(request.body().collect(100));
            return ok(request);
        })) {
            int stream = client.post("/");
            assertThat(client.events()).containsExactly("1: 200", "1: 'ok' end");
            client.data(stream, "hello", true);
            assertThat(client.events()).isEmpty();
            assertThat(bodies.get(0).resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aBodyThatIsResetFailsItsReader() {
        List<Future<Body.Bytes>> bodies = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            bodies.add(request.body().collect(100));
            return later(request);
        })) {
            int stream = client.post("/");
            client.data(stream, "hello", false);
            client.reset(stream, ErrorCode.CANCEL);
            assertThat(bodies.get(0).outcome().error())
                    .isInstanceOf(ConnectionClosedException.class)
                    .hasMessageContaining("reset the stream: CANCEL");
            assertThat(answers.get(0).isCancelled()).isTrue();
        }
    }

    @Test
    void aLongerBodyThanTheLimitIsRefused() {
        ServerOptions options =
                options(each -> each.limits(Limits.builder().body(10).build()));
        try (Http2Client client = new Http2Client(Http2StreamTest::collect, options)) {
            int stream = client.post("/");
            client.data(stream, "0123456789", false);
            assertThat(client.events()).isEmpty();
            client.data(stream, "x", false);
            assertThat(client.events())
                    .containsExactly("1: 413", "1: 'body of more than 10 bytes\n' end", "1: reset NO_ERROR");
            client.send(queue -> client.codec.openStream(Http2Client.head(Method.POST, "/"), 11, queue));
            assertThat(client.events()).startsWith("3: 413");
        }
    }

    // ------------------------------------------------------------------------------------------- 100-continue, 103

    @Test
    void aClientThatWaitsForA100GetsItWhenTheBodyIsRead() {
        try (Http2Client client = new Http2Client(Http2StreamTest::collect)) {
            int stream = client.post("/", "Expect", "100-continue");
            assertThat(client.events()).containsExactly("1: 100 {}");
            client.data(stream, "hello", true);
            assertThat(client.events()).containsExactly("1: 200", "1: 'got 5' end");
        }
    }

    @Test
    void aClientThatWaitsForA100GetsAnAnswerWithoutIt() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.post("/", "Expect", "100-continue");
            assertThat(client.events()).containsExactly("1: 200", "1: 'ok' end", "1: reset NO_ERROR");
        }
    }

    @Test
    void anotherExpectationIsRefused() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.get("/", "Expect", "wonders");
            assertThat(client.events()).startsWith("1: 417");
        }
    }

    @Test
    void earlyHintsComeBeforeTheAnswer() {
        try (Http2Client client = new Http2Client(request -> {
            request.context().sendEarlyHints(Headers.of("Link", "</a>"));
            return later(request);
        })) {
            client.get("/");
            assertThat(client.events()).containsExactly("1: 103 {link: </a>}");
            answer(client, 0, Response.text("x"));
            client.run(() -> requests.get(0).context().sendEarlyHints(Headers.of("Link", "</b>")));
            assertThat(client.events()).containsExactly("1: 200", "1: 'x' end");
        }
    }

    // ----------------------------------------------------------------------------------------------------- answers

    @Test
    void headGetsNoBody() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.send(queue -> client.codec.openStream(Http2Client.head(Method.HEAD, "/"), 0, queue));
            assertThat(client.events()).containsExactly("1: 200 end");
        }
    }

    @Test
    void aHandlerThatFailsIs500() {
        try (Http2Client client = new Http2Client(request -> {
            throw new IllegalStateException("for the test");
        })) {
            client.get("/");
            assertThat(client.events()).containsExactly("1: 500 end");
        }
    }

    @Test
    void aFieldThatCanNotBeSentIs500AndTheConnectionGoesOn() {
        try (Http2Client client = new Http2Client(request -> request.path().equals("/bad")
                ? Future.completed(Response.switching(Headers.of("Upgrade", "x"), new NoUpgrade()))
                : ok(request))) {
            client.get("/bad");
            assertThat(client.events()).containsExactly("1: 500 end");
            client.get("/");
            assertThat(client.events()).containsExactly("3: 200", "3: 'ok' end");
        }
    }

    @Test
    void aBodyThatThrowsEndsItsStreamOnly() {
        BodyStream throwing = new Pieces(Headers.empty(), "x") {
            @Override
            public long length() {
                throw new UnsupportedOperationException("for the test");
            }
        };
        try (Http2Client client = new Http2Client(request -> request.path().equals("/bad")
                ? Future.completed(Response.of(Status.OK).withBody(throwing))
                : later(request))) {
            client.get("/other");
            client.get("/bad");
            assertThat(client.events()).containsExactly("3: reset INTERNAL_ERROR");
            assertThat(client.test.reports.takeErrors())
                    .singleElement()
                    .isInstanceOf(UnsupportedOperationException.class);
            answer(client, 0, Response.text("x"));
            assertThat(client.events()).containsExactly("1: 200", "1: 'x' end");
        }
    }

    @Test
    void aTunnelIsRefused() {
        try (Http2Client client = new Http2Client(Http2StreamTest::ok)) {
            client.send(queue -> client.codec.openStream(
                    io.snowloop.http.h2.Http2Event.RequestHead.connect("a:1", Headers.empty()), -1, queue));
            assertThat(client.events()).startsWith("1: 501");
        }
    }

    /** Its body is longer than a window. */
    @Test
    void aClientThatReadsSlowlyStopsItsOwnStreamOnly() {
        try (Http2Client client = new Http2Client(request -> request.path().equals("/slow")
                ? Future.completed(Response.of(Status.OK).withBody(Body.of(new byte[200_000])))
                : ok(request))) {
            client.reads = false;
            client.get("/slow");
            assertThat(size(client.events())).isEqualTo(WINDOW);
            client.get("/other");
            assertThat(client.events()).containsExactly("3: 200", "3: 'ok' end");
            client.reads = true;
            client.send(queue -> client.codec.consumed(1, WINDOW, queue));
            List<String> rest = client.events();
            assertThat(size(rest)).isEqualTo(200_000 - WINDOW);
            assertThat(rest.get(rest.size() - 1)).endsWith(" end");
        }
    }

    private static int size(List<String> events) {
        return events.stream()
                .filter(line -> line.contains(" bytes"))
                .mapToInt(line -> Integer.parseInt(line.split(" ")[1]))
                .sum();
    }

    @Test
    void aStreamIsReadAsTheClientReads() {
        int[] reads = {0};
        BodyStream endless = BodyStream.of(() -> {
            reads[0]++;
            return Future.completed(ByteBuffer.allocate(10_000));
        });
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(endless)))) {
            client.reads = false;
            client.get("/");
            client.events();
            assertThat(reads[0]).isEqualTo(WINDOW / 10_000 + 1);
            client.reset(1, ErrorCode.CANCEL);
            client.pass(ofSeconds(1));
            assertThat(reads[0]).isEqualTo(WINDOW / 10_000 + 1);
        }
    }

    @Test
    void aStreamThatBreaksOffIsReset() {
        BodyStream broken = BodyStream.of(() -> Future.failed(new IOException("disk")));
        try (Http2Client client = new Http2Client(request -> request.path().equals("/broken")
                ? Future.completed(Response.of(Status.OK).withBody(broken))
                : later(request))) {
            client.get("/other");
            client.get("/broken");
            assertThat(client.events()).containsExactly("3: 200", "3: reset INTERNAL_ERROR");
            answer(client, 0, Response.text("x"));
            assertThat(client.events()).containsExactly("1: 200", "1: 'x' end");
        }
    }

    @Test
    void aStreamLongerThanItSaysIsReset() {
        BodyStream longer = BodyStream.of(3, () -> Future.completed(ByteBuffer.allocate(10)));
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(longer)))) {
            client.get("/");
            assertThat(client.events()).containsExactly("1: 200", "1: reset INTERNAL_ERROR");
        }
    }

    @Test
    void theHandlerIsToldWhatWasSent() {
        List<SentResponse> sent = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            request.context().sent().onComplete((response, error) -> sent.add(response));
            return later(request);
        })) {
            client.get("/");
            client.get("/");
            answer(client, 0, Response.text("hello"));
            client.reset(3, ErrorCode.CANCEL);
            assertThat(sent).containsExactly(new SentResponse(Status.OK, 5, true), new SentResponse(null, 0, false));
        }
    }

    // --------------------------------------------------------------------------------------------------- time-outs

    @Test
    void aHandlerThatIsLateIs503() {
        try (Http2Client client = new Http2Client(this::later)) {
            client.get("/");
            client.pass(ofSeconds(30));
            client.get("/");
            client.pass(ofSeconds(30));
            assertThat(client.events()).containsExactly("1: 503 end");
            assertThat(answers.get(0).isCancelled()).isTrue();
            answer(client, 1, Response.text("x"));
            assertThat(client.events()).containsExactly("3: 200", "3: 'x' end");
        }
    }

    @Test
    void anAppMakesTheAnswerToItsOwnRefusal() {
        try (Http2Client client = new Http2Client(request -> request.context()
                .orRefusal(later(request))
                .recover(error -> Response.text("late").withStatus(Status.GATEWAY_TIMEOUT)))) {
            client.get("/");
            client.pass(ofSeconds(60));
            assertThat(client.events()).containsExactly("1: 504", "1: 'late' end");
        }
    }

    @Test
    void aBodyThatDoesNotComeIs408() {
        try (Http2Client client = new Http2Client(Http2StreamTest::collect)) {
            int stream = client.post("/");
            client.data(stream, "x", false);
            client.pass(ofSeconds(9));
            assertThat(client.events()).isEmpty();
            client.pass(ofSeconds(2)); // ServerTimeouts.bodyGrace
            assertThat(client.events())
                    .containsExactly("1: 408", "1: 'the request's body came too slowly\n' end", "1: reset NO_ERROR");
        }
    }

    @Test
    void aBodyThatHasComeHasNoMinimumRate() {
        try (Http2Client client =
                new Http2Client(request -> request.body().collect(10).flatMap(body -> later(request)))) {
            int stream = client.post("/");
            client.data(stream, "hello", true);
            client.pass(ofSeconds(50));
            assertThat(client.events()).isEmpty();
            answer(client, 0, Response.text("x"));
            assertThat(client.events()).containsExactly("1: 200", "1: 'x' end");
        }
    }

    /** A handler that does not read is not the client's fault. */
    @Test
    void aBodyThatNoOneReadsHasNoMinimumRate() {
        try (Http2Client client = new Http2Client(this::later)) {
            client.post("/");
            client.pass(ofSeconds(50));
            assertThat(client.events()).isEmpty();
        }
    }

    @Test
    void aWindowThatStaysShutEndsTheStream() {
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(Body.of(new byte[200_000]))))) {
            client.reads = false;
            client.get("/");
            client.events();
            client.pass(ofSeconds(60)); // ServerTimeouts.responseGrace; the window that was used counts
            client.pass(ofSeconds(60));
            assertThat(client.events()).contains("1: reset CANCEL");
            assertThat(client.socket.isOutputShut()).isFalse();
        }
    }

    /** The server waits for the stream, not for the client. */
    @Test
    void aStreamOfEventsMayBeSilentForLong() {
        List<Promise<@Nullable ByteBuffer>> reads = new ArrayList<>();
        try (Http2Client client = new Http2Client(request ->
                Future.completed(Response.of(Status.OK).withBody(BodyStream.of(() -> {
                    reads.add(Scheduler.current().newPromise());
                    return reads.get(reads.size() - 1);
                }))))) {
            client.get("/");
            for (int i = 0; i < 10; i++) {
                client.pass(ofSeconds(61));
            }
            client.run(() -> reads.get(0).complete(ByteBuffer.wrap(new byte[] {'x'})));
            assertThat(client.events()).containsExactly("1: 200", "1: 'x'");
        }
    }

    // ------------------------------------------------------------------------------------------------------ memory

    @Test
    void aBodyForWhichThereIsNoMemoryIs503() {
        try (Http2Client client = new Http2Client(Http2StreamTest::collect, options(each -> each.maxMemory(100_000)))) {
            int first = client.post("/");
            client.data(first, "x".repeat(60_000), false);
            int second = client.post("/");
            client.data(second, "x".repeat(60_000), false);
            assertThat(client.events()).startsWith("3: 503");
            client.data(first, "x", true);
            assertThat(client.events()).containsExactly("1: 200", "1: 'got 60001' end");
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    @Test
    void whatIsReadIsNotKept() {
        try (Http2Client client = new Http2Client(this::later)) {
            int stream = client.post("/");
            client.data(stream, "x".repeat(1000), false);
            assertThat(client.server.context().memory().used()).isEqualTo(1000);
            client.run(() -> ((BodyStream) requests.get(0).body()).read());
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    @Test
    void anAnswerThatKeepsTooMuchIsReset() {
        try (Http2Client client = new Http2Client(this::later, options(each -> each.maxMemory(100_000)))) {
            client.get("/");
            answer(
                    client,
                    0,
                    Response.of(Status.OK)
                            .withBody(BodyStream.of(() -> Scheduler.current().newPromise())));
            client.run(() -> requests.get(0).context().keeps(200_000));
            assertThat(client.events()).containsExactly("1: 200", "1: reset CANCEL");
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    /** The stream ends with its answer, and the collector learns that the rest of the body does not come. */
    @Test
    void aBodyThatIsStillCollectedBreaksOffWithItsStream() {
        List<Future<?>> collected = new ArrayList<>();
        Http2Client client = new Http2Client(
                request -> {
                    collected.add(request.body().collect(1000));
                    return later(request);
                },
                options(each -> each.maxMemory(100_000)));
        try (client) {
            client.data(client.post("/"), "x", false);
            client.run(() -> requests.get(0).context().keeps(200_000));
            assertThat(client.events()).startsWith("1: 503").endsWith("1: reset NO_ERROR");
            assertThat(collected.get(0).isFailed()).isTrue();
        }
    }

    /** A stream that has trailers. */
    private static class Pieces implements BodyStream {
        private final Headers trailers;
        private final List<String> left;

        Pieces(Headers trailers, String... pieces) {
            this.trailers = trailers;
            this.left = new ArrayList<>(List.of(pieces));
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            return Future.completed(
                    left.isEmpty() ? null : ByteBuffer.wrap(left.remove(0).getBytes()));
        }

        @Override
        public Headers trailers() {
            return trailers;
        }

        @Override
        public void cancel() {
            left.clear();
        }
    }

    private static final class NoUpgrade implements io.snowloop.http.Upgrade {
        @Override
        public void connected(io.snowloop.transport.Transport transport) {}

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}

        @Override
        public void drain() {}
    }
}
