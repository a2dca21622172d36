// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one stream or connection uses up, or does wrong, leaves its neighbours alone. */
@EverySegmentation
class Http2NeighboursTest {
    private static final int WINDOW = 64 * 1024;

    /** A client whose streams have large windows, and its connection a small one. */
    private static final Http2Limits SMALL_CONNECTION = Http2Limits.builder()
            .initialWindowSize(1024 * 1024)
            .connectionWindow(WINDOW)
            .build();

    private final List<Promise<Response>> answers = new ArrayList<>();

    private Future<Response> later(Request request) {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private static Future<Response> collect(Request request) {
        return request.body().collect(1_000_000).map(body -> Response.text("got " + body.length()));
    }

    private static Future<Response> zeros(int length) {
        return Future.completed(Response.of(Status.OK).withBody(Body.of(new byte[length])));
    }

    private static ServerOptions options(UnaryOperator<ServerOptions.Builder> settings) {
        return settings.apply(TestClient.OPTIONS.toBuilder()).build();
    }

    private static Http2Client smallConnection(Handler handler) {
        return new Http2Client(handler, TestClient.OPTIONS, Http2Limits.DEFAULT, SMALL_CONNECTION);
    }

    // ------------------------------------------------------------------------------------------------------ windows

    /** What was not read of a body that is reset opens the window of the connection again. */
    @Test
    void manyBodiesThatAreResetDoNotStopTheConnection() {
        try (Http2Client client =
                new Http2Client(request -> request.path().equals("/ok") ? collect(request) : later(request))) {
            for (int i = 0; i < 17; i++) { // more than the window of the connection
                int stream = client.post("/" + i);
                assertThat(client.data(stream, "x".repeat(WINDOW), false)).isEqualTo(WINDOW);
                client.reset(stream, ErrorCode.CANCEL);
                client.take();
            }
            int stream = client.post("/ok");
            assertThat(client.data(stream, "x".repeat(WINDOW), true)).isEqualTo(WINDOW);
            assertThat(client.events()).containsExactly("35: 200", "35: 'got 65536' end");
        }
    }

    /** The server has answered by itself when the handler returns its response. */
    @Test
    void aHandlerThatKeepsTooMuchIsAnswered503Once() {
        List<String> cancelled = new ArrayList<>();
        BodyStream stream = new BodyStream() {
            @Override
            public Future<@Nullable ByteBuffer> read() {
                return Scheduler.current().newPromise();
            }

            @Override
            public void cancel() {
                cancelled.add("cancelled");
            }
        };
        Handler handler = request -> {
            request.context().keeps(request.path().equals("/ok") ? 0 : 2_000_000);
            return request.path().equals("/late") ? later(request) : Future.completed(Response.stream(stream, "a/b"));
        };
        try (Http2Client client = new Http2Client(handler, options(all -> all.maxMemory(1_000_000)))) {
            client.get("/now");
            client.get("/late");
            assertThat(client.events().toString()).contains("1: 503", "3: 503").doesNotContain("reset");
            assertThat(cancelled).hasSize(1);
            assertThat(answers.get(0).isCancelled()).isTrue();
            client.get("/ok");
            assertThat(client.events()).containsExactly("5: 200");
        }
    }

    /** Those bytes are given back once, also if the handler reads them afterwards. */
    @Test
    void whatIsReadBehindAResetIsNotGivenBackAgain() {
        List<BodyStream> bodies = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            bodies.add((BodyStream) request.body());
            return later(request);
        })) {
            int stream = client.post("/");
            client.data(stream, "hello", false);
            client.reset(stream, ErrorCode.CANCEL);
            List<Future<@Nullable ByteBuffer>> reads = new ArrayList<>();
            client.run(() -> reads.add(bodies.get(0).read()));
            assertThat(reads.get(0).resultNow().remaining()).isEqualTo(5);
            assertThat(client.socket.isAborted()).isFalse();
        }
    }

    /** Bodies of equal urgency are sent one after the other (RFC 9218 §10): the second is late because of the first. */
    @Test
    void aBodyThatWaitsBehindAnotherOneIsNotReset() {
        try (Http2Client client = smallConnection(request -> zeros(1_000_000))) {
            client.reads = false;
            client.get("/first");
            client.get("/second");
            for (int i = 0; i < 20; i++) {
                client.pass(ofSeconds(10));
                client.send(queue -> client.codec.consumed(1, 40_000, queue));
            }
            assertThat(client.events()).noneMatch(event -> event.contains("reset"));
        }
    }

    @Test
    void bodiesForWhichNoWindowOfTheConnectionOpensAreReset() {
        try (Http2Client client = smallConnection(request -> zeros(1_000_000))) {
            client.reads = false;
            client.get("/first");
            client.get("/second");
            for (int i = 0; i < 20; i++) {
                client.pass(ofSeconds(10));
            }
            assertThat(client.events()).contains("1: reset CANCEL", "3: reset CANCEL");
        }
    }

    /** Its own window is shut, so it waits for its client, whatever the others do. */
    @Test
    void aBodyWithoutAWindowIsResetAlsoBesideOneThatIsRead() {
        Http2Limits small =
                Http2Limits.builder().connectionWindow(WINDOW + 30_000).build();
        try (Http2Client client =
                new Http2Client(request -> zeros(1_000_000), TestClient.OPTIONS, Http2Limits.DEFAULT, small)) {
            client.reads = false;
            client.get("/unread");
            client.get("/read");
            for (int i = 0; i < 30; i++) {
                client.pass(ofSeconds(10));
                client.send(queue -> client.codec.consumed(3, 30_000, queue));
            }
            assertThat(client.events()).contains("1: reset CANCEL").doesNotContain("3: reset CANCEL");
        }
    }

    /** END_STREAM needs no window (RFC 9113 §6.9.1). */
    @Test
    void aBodyWithoutBytesNeedsNoWindow() {
        BodyStream empty = BodyStream.of(() -> Future.completed(null));
        try (Http2Client client = smallConnection(request -> request.path().equals("/empty")
                ? Future.completed(Response.of(Status.OK).withBody(empty))
                : zeros(1_000_000))) {
            client.reads = false;
            client.get("/large");
            client.events();
            client.get("/empty");
            assertThat(client.events()).containsExactly("3: 200", "3: '' end");
        }
    }

    // ---------------------------------------------------------------------------------------------------- refusals

    private Http2Client refusedByItsHandler(UnaryOperator<ServerOptions.Builder> settings) {
        return new Http2Client(
                request -> request.context().orRefusal(collect(request)).recoverWith(error -> later(request)),
                options(settings));
    }

    private void answersTheRefusalOnce(Http2Client client, int stream, Status status) {
        assertThat(answers).hasSize(1);
        client.data(stream, "x".repeat(20), false);
        client.data(stream, "x".repeat(20), false);
        assertThat(client.events()).isEmpty();
        client.run(() -> answers.get(0).complete(Response.text("mine").withStatus(status)));
        assertThat(client.events()).containsExactly("1: " + status.code(), "1: 'mine' end", "1: reset NO_ERROR");
    }

    @Test
    void aBodyThatIsTooLongAgainLeavesTheHandlersAnswerToIt() {
        try (Http2Client client = refusedByItsHandler(
                each -> each.limits(Limits.builder().body(10).build()))) {
            int stream = client.post("/");
            client.data(stream, "x".repeat(20), false);
            answersTheRefusalOnce(client, stream, Status.CONTENT_TOO_LARGE);
        }
    }

    @Test
    void aBodyForWhichThereIsNoMemoryAgainLeavesTheHandlersAnswerToIt() {
        try (Http2Client client = refusedByItsHandler(each -> each.maxMemory(10_000))) {
            int stream = client.post("/");
            client.data(stream, "x".repeat(20_000), false);
            answersTheRefusalOnce(client, stream, Status.SERVICE_UNAVAILABLE);
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    @Test
    void theWindowOfABodyThatWasRefusedIsNotOpened() {
        try (Http2Client client = new Http2Client(
                request -> request.context().orRefusal(later(request)).recoverWith(error -> later(request)),
                options(each -> each.limits(Limits.builder().body(10).build())))) {
            int stream = client.post("/");
            client.data(stream, "x".repeat(20), false);
            client.data(stream, "x".repeat(100_000), false);
            assertThat(client.opened).doesNotContain(stream);
        }
    }

    /** What follows a refusal is dropped, so its reader gets the error and does not wait for more. */
    @Test
    void aBodyThatWasRefusedFails() {
        List<Future<Body.Bytes>> bodies = new ArrayList<>();
        try (Http2Client client = new Http2Client(
                request -> {
                    bodies.add(request.body().collect(1_000_000));
                    return request.context().orRefusal(later(request)).recoverWith(error -> later(request));
                },
                options(each -> each.limits(Limits.builder().body(10).build())))) {
            int stream = client.post("/");
            client.data(stream, "x".repeat(20), false);
            client.data(stream, "x".repeat(20), true);
            assertThat(bodies.get(0).outcome().error()).isInstanceOf(HttpException.class);
            client.run(() -> answers.get(1).complete(Response.text("mine")));
            assertThat(client.events()).containsExactly("1: 200", "1: 'mine' end");
        }
    }

    // ------------------------------------------------------------------------------------------------------ the end

    @Test
    void aBodyThatThrowsWhenItIsCancelledLeavesTheOtherStreams() {
        BodyStream throwing = new BodyStream() {
            @Override
            public Future<@Nullable ByteBuffer> read() {
                return Scheduler.current().newPromise();
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("for the test");
            }
        };
        try (Http2Client client = new Http2Client(request -> switch (request.path()) {
            case "/large" -> zeros(200_000);
            case "/bad" -> Future.completed(Response.of(Status.OK).withBody(throwing));
            default -> later(request);
        })) {
            client.reads = false;
            client.socket.block();
            client.get("/large");
            client.get("/large");
            client.get("/bad"); // waits until the socket takes bytes
            client.get("/later");
            client.socket.breakWith(new IOException("reset"));
            client.test.turnUntilIdle();
            assertThat(client.test.reports.takeErrors()).singleElement().isInstanceOf(IllegalStateException.class);
            assertThat(answers).singleElement().matches(Promise::isCancelled);
            assertThat(client.server.context().memory().used()).isZero();
            assertThat(client.closed).isOne();
        }
    }

    /** A turn brings 64 requests, and the 65th is one that the second GOAWAY promises to answer. */
    @Test
    void aRequestThatWaitsForItsTurnIsAnsweredBeforeTheEnd() {
        try (Http2Client client = new Http2Client(request -> Future.completed(Response.text("ok")))) {
            client.get("/first");
            client.run(client.server::drain);
            client.events.clear();
            client.test.ticker.advance(ofSeconds(2)); // ServerTimeouts.linger: the PING was not answered
            client.run(() -> client.sendNow(queue -> {
                for (int i = 0; i < 65; i++) {
                    client.codec.openStream(Http2Client.head(Method.GET, "/"), 0, queue);
                }
            }));
            assertThat(client.events()).contains("go away after 131 NO_ERROR", "131: 200", "131: 'ok' end");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    // ------------------------------------------------------------------------------------------------------- memory

    /** Below the transport's water marks no one is told that the socket has taken what was queued. */
    @Test
    void whatTheSocketHasTakenIsCountedNoLonger() {
        try (Http2Client client = new Http2Client(request -> zeros(40_000), options(each -> each.maxMemory(60_000)))) {
            client.get("/");
            client.socket.block();
            client.get("/");
            client.socket.read(client.socket.queued());
            assertThat(client.server.context().memory().used()).isGreaterThan(40_000);

            Http2Client other = new Http2Client(client);
            other.get("/");
            other.socket.block();
            other.get("/");
            assertThat(other.socket.isAborted()).isFalse();
            assertThat(client.server.context().memory().used()).isBetween(40_000L, 60_000L);
        }
    }

    /** Of each body that waits for a window one piece is kept. Those that have waited longest make room for others. */
    @Test
    void piecesThatWaitForAWindowAreCountedAndTheOldestOnesGoFirst() {
        Handler handler = request -> Future.completed(
                Response.stream(BodyStream.of(100_000, () -> Future.completed(ByteBuffer.allocate(20_000))), "a/b"));
        Http2Limits shut = Http2Limits.builder().initialWindowSize(1).build();
        try (Http2Client client =
                new Http2Client(handler, options(each -> each.maxMemory(50_000)), Http2Limits.DEFAULT, shut)) {
            client.reads = false;
            client.get("/1");
            client.get("/3");
            assertThat(client.server.context().memory().used()).isEqualTo(40_000);
            assertThat(client.events()).noneMatch(event -> event.contains("reset"));

            client.get("/5");
            assertThat(client.events())
                    .contains("1: reset ENHANCE_YOUR_CALM")
                    .doesNotContain("3: reset ENHANCE_YOUR_CALM");
            assertThat(client.server.context().memory().used())
                    .as("and the objects of the third stream")
                    .isEqualTo(42_048);

            client.reset(3, ErrorCode.CANCEL);
            client.reset(5, ErrorCode.CANCEL);
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    /** A byte that refers to a field costs the client as little as a small one (RFC 7541 §7.3). */
    @Test
    void largeFieldsAreCounted() {
        String[] fields = new String[40];
        Arrays.fill(fields, "x".repeat(500));
        try (Http2Client client = new Http2Client(this::later, options(each -> each.maxMemory(50_000)))) {
            for (int i = 0; i < 2; i++) {
                client.get("/", fields);
            }
            assertThat(client.events()).isEmpty();
            assertThat(client.server.context().memory().used()).isBetween(44_000L, 44_100L);

            client.get("/", fields);
            assertThat(client.events()).startsWith("5: 503");
            client.reset(1, ErrorCode.CANCEL);
            client.reset(3, ErrorCode.CANCEL);
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    /** Requests with large fields, which may cost the client a byte each, are more work than others. */
    @Test
    void aConnectionBringsFewerRequestsATurnIfTheirFieldsAreLarge() {
        try (Http2Client client = new Http2Client(this::later)) {
            client.run(() -> {
                client.sendNow(queue -> {
                    for (int i = 0; i < 10; i++) {
                        client.codec.openStream(
                                Http2Client.head(Method.GET, "/", "x", "y".repeat(16 * 1024)), 0, queue);
                    }
                });
                assertThat(answers).hasSize(4);
            });
            assertThat(answers).hasSize(10);
        }
    }
}
