// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpDate;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class ServerConnectionTest {
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    private final List<Promise<Response>> answers = new ArrayList<>();

    /** A handler whose answers the test gives. */
    private Future<Response> later(Request request) {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private static Future<Response> hello(Request request) {
        return Future.completed(Response.text("hello"));
    }

    private void give(TestClient client, int answer, Response response) {
        answers.get(answer).complete(response);
        client.test.turnUntilIdle();
    }

    @Test
    void answersARequestInOneWriteAndKeepsTheConnection() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send(GET);
            assertThat(client.answer())
                    .isEqualTo("HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 5\n\nhello");
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            assertThat(client.socket.writes).isEqualTo(2);
            assertThat(client.socket.isReading()).isTrue();
        }
    }

    @Test
    void sendsADate() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send(GET);
            assertThat(client.socket.takeWritten()).contains("\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\n");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        try (TestClient client = new TestClient(request -> Future.completed(Response.text(request.path())))) {
            client.send("GET /1 HTTP/1.1\nHost: a\n\nGET /2 HTTP/1.1\nHost: a\n\nGET /3 HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer().replaceAll("(?s)HTTP.*?\n\n", "")).isEqualTo("/1/2/3");
        }
    }

    /** Those that arrive together. */
    @Test
    void answersPipelinedRequestsInOneWrite() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.sendExactly(GET + GET + GET);
            assertThat(client.statusLines().lines()).hasSize(3);
            assertThat(client.socket.writes).isEqualTo(1);
        }
    }

    @Test
    void aPipelinedRequestWaitsForTheAnswerBeforeIt() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET + GET);
            assertThat(answers).hasSize(1);
            assertThat(client.socket.isReading())
                    .as("no more bytes while one request waits")
                    .isFalse();
            give(client, 0, Response.text("first"));
            assertThat(answers).hasSize(2);
            assertThat(client.socket.isReading()).isTrue();
            give(client, 1, Response.text("second"));
            assertThat(client.answer()).containsSubsequence("first", "second");
        }
    }

    @Test
    void aThousandPipelinedRequestsAnsweredLateMakeNoDeepStack() {
        try (TestClient client =
                new TestClient(request -> Scheduler.current().submit(() -> Future.completed(Response.text("x"))))) {
            client.send(GET.repeat(1_000));
            client.test.turnUntilIdle();
            assertThat(client.statusLines().lines()).hasSize(1_000);
        }
    }

    @Test
    void sendsAStreamAsTheSocketHasRoom() {
        List<String> made = new ArrayList<>();
        String piece = "x".repeat(50_000);
        BodyStream stream = BodyStream.of(() -> {
            made.add(piece);
            return Future.completed(made.size() > 10 ? null : Body.of(piece).buffer());
        });
        try (TestClient client = new TestClient(request -> Future.completed(Response.stream(stream, "a/b")))) {
            client.socket.block();
            client.send(GET);
            assertThat(made)
                    .as("up to the high water mark, and not a piece more")
                    .hasSize(2);
            client.socket.unblock();
            client.test.turnUntilIdle();
            assertThat(made).hasSize(11);
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 200 OK\nContent-Type: a/b\nTransfer-Encoding: chunked\n")
                    .endsWith("\n0\n\n");
        }
    }

    @Test
    void aBodyStreamThatFailsMidwayResetsTheConnectionInsteadOfEndingTheMessage() {
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(request -> {
                    int[] reads = {0};
                    return Future.completed(Response.stream(
                            BodyStream.of(() -> reads[0]++ == 0
                                    ? Future.completed(Body.of("part").buffer())
                                    : Future.failed(new IOException("the disk is gone"))),
                            "a/b"));
                })) {
            client.send(GET);
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(client.answer()).doesNotContain("\n0\n\n");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void doesNotSendTheBodyInAnswerToHead() {
        boolean[] cancelled = {false};
        try (TestClient client = new TestClient(request -> Future.completed(
                request.path().equals("/stream")
                        ? Response.stream(new CountingStream(cancelled), "a/b")
                        : Response.text("hello")))) {
            client.send("HEAD / HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer()).contains("Content-Length: 5\n").endsWith("\n\n");
            client.send("HEAD /stream HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer()).endsWith("\n\n").doesNotContain("piece");
            assertThat(cancelled[0]).isTrue();
        }
    }

    private static final class CountingStream implements BodyStream {
        private final boolean[] cancelled;

        CountingStream(boolean[] cancelled) {
            this.cancelled = cancelled;
        }

        @Override
        public Future<ByteBuffer> read() {
            return Future.completed(Body.of("piece").buffer());
        }

        @Override
        public void cancel() {
            cancelled[0] = true;
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            assertThat(client.answer()).contains("Connection: close\n").endsWith("hello");
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(client.socket.isClosed())
                    .as("until the client has read it all")
                    .isFalse();
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.closed).isEqualTo(1);
        }
    }

    @Test
    void keepsAnHttp10ConnectionOnlyIfAsked() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send("GET / HTTP/1.0\nConnection: keep-alive\n\n");
            assertThat(client.answer()).contains("Connection: keep-alive\n");
            client.send("GET / HTTP/1.0\n\n");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswer() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET);
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isFalse();
            give(client, 0, Response.text("late"));
            assertThat(client.answer()).endsWith("late");
            assertThat(client.socket.isClosed() || client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void closesAnIdleConnectionThatThePeerHasLeft() {
        try (TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send(GET);
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void cancelsTheAnswerOfAClientThatIsGone() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET);
            client.socket.breakWith(new IOException("Connection reset"));
            assertThat(answers.get(0).isCancelled()).isTrue();
        }
    }

    @Test
    void aFailedOrThrowingHandlerIsA500AndTheConnectionGoesOn() {
        Handler failing = request -> {
            if (request.path().equals("/throw")) {
                throw new IllegalStateException("thrown");
            }
            return request.path().equals("/fail") ? Future.failed(new IOException("failed")) : hello(request);
        };
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(failing)) {
            client.send("GET /throw HTTP/1.1\nHost: a\n\nGET /fail HTTP/1.1\nHost: a\n\n" + GET);
            assertThat(client.statusLines())
                    .isEqualTo("HTTP/1.1 500 Internal Server Error\n".repeat(2) + "HTTP/1.1 200 OK\n");
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("the handler failed for GET /throw"),
                            then -> assertThat(then).startsWith("the handler failed for GET /fail"));
        }
    }

    /** As in an app: see ErrorsTest. */
    @Test
    void aHandlerThatFailsForWantOfTimeOrRoomIsA503AndABodyThatIsTooLargeA413() {
        Handler failing = request -> switch (request.path()) {
            case "/late" -> Future.failed(new TimeoutException("no answer from the database"));
            case "/full" -> throw new RejectedExecutionException("no thread is free");
            case "/large" -> Future.failed(new BodyTooLargeException(7));
            default -> throw new HttpException(Status.CONFLICT, "the name is taken");
        };
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(failing)) {
            for (String path : List.of("/late", "/full", "/large", "/taken")) {
                client.send("GET " + path + " HTTP/1.1\nHost: a\n\n");
            }
            assertThat(client.statusLines().lines())
                    .containsExactly(
                            "HTTP/1.1 503 Service Unavailable",
                            "HTTP/1.1 503 Service Unavailable",
                            "HTTP/1.1 413 Content Too Large",
                            "HTTP/1.1 409 Conflict");
            assertThat(log.records())
                    .extracting(LogRecord::getLevel)
                    .containsExactly(Level.WARNING, Level.WARNING, Level.FINE, Level.FINE);
        }
    }

    @Test
    void aResponseThatCannotBeSentIsA500() {
        Response contradictory = Response.text("hello").withHeader("Content-Length", "99");
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(request -> Future.completed(contradictory))) {
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void answersABadRequestWithWhatTheCodecSuggestsAndLingers() {
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send("GET / HTTP/1.1\nHost : a\n\n");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .startsWith("bad request from " + client.socket.remoteAddress() + ": "));
            assertThat(client.answer()).startsWith("HTTP/1.1 400 Bad Request\n").contains("Connection: close\n");
            assertThat(client.socket.isOutputShut()).isTrue();
            client.send("more of it");
            assertThat(client.socket.isClosed()).isFalse();
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void sends100OnlyWhenTheBodyIsWanted() {
        try (TestClient client = new TestClient(request -> request.path().equals("/no")
                ? Future.completed(Response.of(Status.EXPECTATION_FAILED))
                : request.body().collect(100).map(body -> Response.text(body.text())))) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 100 Continue\n\n");
            client.send("abc");
            assertThat(client.answer()).endsWith("abc");
            client.send("POST /no HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 417 ");
            assertThat(client.socket.isOutputShut())
                    .as("the body may come or not: the connection can't be used again")
                    .isTrue();
        }
    }

    @Test
    void aHandlersExceptionInAStreamEndsOnlyItsConnection() {
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(request -> Future.completed(Response.stream(
                        BodyStream.of(() -> {
                            throw new IllegalStateException("in read");
                        }),
                        "a/b")))) {
            client.send(GET);
            assertThat(log.records()).hasSize(1);
            assertThat(log.records().get(0).getThrown()).hasMessage("in read");
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.closed).isEqualTo(1);
        }
    }

    @Test
    void hasOnlyAsManyAnswersMadeAsTheWriteQueueTakes() {
        int[] made = {0};
        try (TestClient client = new TestClient(request -> {
            made[0]++;
            return Future.completed(Response.text("x".repeat(10_000)));
        })) {
            client.socket.block();
            client.send(GET.repeat(100));
            assertThat(made[0])
                    .as("64 KiB in the queue, and 16 KiB that wait to be written at once")
                    .isBetween(7, 9);
            assertThat(client.socket.isReading()).isFalse();
            client.socket.unblock();
            client.test.turnUntilIdle();
            assertThat(made[0]).isEqualTo(100);
            assertThat(client.statusLines().lines()).hasSize(100);
            assertThat(client.socket.isReading()).isTrue();
        }
    }

    @Test
    void countsPiecesOfAStreamAgainstTheWaterMarksHoweverSmall() {
        int[] made = {0};
        BodyStream stream = BodyStream.of(() -> {
            made[0]++;
            return Future.completed(ByteBuffer.allocate(1_000));
        });
        try (TestClient client = new TestClient(request -> Future.completed(Response.stream(stream, "a/b")))) {
            client.socket.block();
            client.send(GET);
            assertThat(made[0] * 1_000).isBetween(64 * 1024, 64 * 1024 + 16 * 1024 + 1_000);
        }
    }

    @Test
    void readsOnAfterItsLastAnswerWhateverHadToWaitBefore() {
        try (TestClient client = new TestClient(this::later)) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 100\n\n");
            client.send("more");
            give(client, 0, Response.text("last"));
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(client.socket.unread()).isZero();
        }
        try (TestClient client = new TestClient(
                this::later, TestClient.OPTIONS.toBuilder().maxDiscard(10).build())) {
            client.sendExactly(
                    "POST / HTTP/1.1\nHost: a\nContent-Length: 100\n\nabc"); // so that the rest alone is unread
            client.send("more");
            assertThat(client.socket.unread()).isEqualTo(4);
            give(client, 1, Response.text("last"));
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(client.socket.unread()).isZero();
        }
    }

    @Test
    void doesNotLingerForAClientThatHasEndedItsHalf() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET);
            client.socket.sendEnd();
            give(client, 0, Response.text("late"));
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void knowsNoTunnelsAndOneExpectation() {
        List<Request> seen = new ArrayList<>();
        Handler handler = request -> {
            seen.add(request);
            return hello(request);
        };
        try (TestClient tunnel = new TestClient(handler);
                TestClient expecting = new TestClient(handler)) {
            tunnel.send("CONNECT a:1 HTTP/1.1\nHost: a:1\n\n" + GET);
            assertThat(tunnel.statusLines()).isEqualTo("HTTP/1.1 501 Not Implemented\n");
            assertThat(tunnel.socket.isOutputShut()).isTrue();
            expecting.send("GET / HTTP/1.1\nHost: a\nExpect: tea\n\n" + GET);
            assertThat(expecting.statusLines()).isEqualTo("HTTP/1.1 417 Expectation Failed\n");
            assertThat(expecting.socket.isOutputShut()).isTrue();
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void aHandlerThatReturnsNullIsA500() {
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(request -> null)) {
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void namesTheLimitThatARequestIsOver() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(ServerConnectionTest::hello)) {
            client.send("GET /" + "x".repeat(9_000) + " HTTP/1.1\n");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 414 URI Too Long\n");
            assertThat(log.records().get(0).getMessage()).startsWith("ServerOptions.limits.startLine = 8192: ");
        }
    }

    /** When it is given late, no callback of the transport's is there to end the connection. */
    @Test
    void aLateResponseThatThrowsWhenItIsLookedAtEndsItsConnection() {
        BodyStream sphinx = new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(null);
            }

            @Override
            public void cancel() {}

            @Override
            public long length() {
                throw new UnsupportedOperationException("no length");
            }
        };
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET);
            give(client, 0, Response.stream(sphinx, "a/b"));
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(client.test.reports.take()).singleElement().satisfies(report -> {
                assertThat(report.error()).hasMessage("no length");
                assertThat(report.source().toString()).startsWith("ServerExchange[GET /");
            });
        }
    }

    @Test
    void tellsTheHandlerWhereTheClientIsAndThatTheConnectionIsPlain() {
        try (TestClient client = new TestClient(request -> Future.completed(Response.text(
                request.context().remoteAddress() + " " + request.context().isSecure())))) {
            client.send(GET);
            assertThat(client.answer()).endsWith("\n" + client.socket.remoteAddress() + " false");
        }
    }

    @Test
    void theWallClockIsReadOnceInASecond() {
        AtomicInteger reads = new AtomicInteger();
        ServerOptions options = ServerOptions.builder()
                .clock(() -> {
                    reads.incrementAndGet();
                    return Instant.parse("2026-11-20T12:00:00.400Z");
                })
                .build();
        try (TestClient client = new TestClient(ServerConnectionTest::hello, options)) {
            client.send(GET);
            client.pass(Duration.ofMillis(599));
            client.send(GET);
            assertThat(reads).hasValue(1);
            client.pass(Duration.ofMillis(1));
            client.send(GET);
            assertThat(reads).hasValue(2);
        }
    }

    /** Also where a machine begins with a clock that is far off. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-20T12:00:00.400Z", "1969-12-31T23:59:57.400Z", "+1000000000-12-31T00:00:00.400Z"})
    void theDateIsThatOfTheSecond(Instant start) {
        AtomicLong passed = new AtomicLong();
        ServerOptions options = ServerOptions.builder()
                .clock(() -> start.plus(passed.get(), ChronoUnit.MILLIS))
                .build();
        try (TestClient client = new TestClient(request -> Future.completed(Response.text("hello")), options)) {
            for (long millis : new long[] {0, 599, 1, 999, 1, 5_000}) {
                passed.addAndGet(millis);
                client.pass(Duration.ofMillis(millis));
                client.send(GET);
                assertThat(client.socket.takeWritten())
                        .contains("Date: " + HttpDate.format(start.plus(passed.get(), ChronoUnit.MILLIS)) + "\r\n");
            }
        }
    }
}
