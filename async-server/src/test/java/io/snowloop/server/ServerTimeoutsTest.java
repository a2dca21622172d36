// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EverySegmentation
class ServerTimeoutsTest {
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final ServerTimeouts timeouts = ServerTimeouts.DEFAULT;

    private static TestClient hello() {
        return new TestClient(request -> Future.completed(Response.text("hello")));
    }

    private void waitFor(TestClient client, Duration limit) {
        client.pass(limit.minus(ALMOST));
        assertThat(client.socket.isClosed() || client.socket.isOutputShut()).isFalse();
        client.pass(ALMOST);
    }

    @Test
    void aHeadThatTricklesInIsRefusedThoughItNeverStops() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = hello()) {
            client.send("GET / HTTP/1.1\n");
            for (int i = 0; i < 9; i++) {
                client.pass(Duration.ofSeconds(1));
                client.send("X-" + i + ": slow\n");
            }
            assertThat(client.answer()).isEmpty();
            client.pass(Duration.ofSeconds(1));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 408 Request Timeout\n");
            assertThat(log.records().get(0).getMessage()).contains("ServerOptions.timeouts.head = PT10S");
        }
    }

    @Test
    void aConnectionThatNeverSaysAnythingIsClosedAfterTheTimeForAHead() {
        try (TestClient client = hello()) {
            waitFor(client, timeouts.head());
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAWord() {
        try (TestClient client = hello()) {
            client.send(GET);
            client.answer();
            waitFor(client, timeouts.keepAlive());
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.answer()).isEmpty();
        }
    }

    @Test
    void theNextHeadHasItsFullTimeHoweverLongTheConnectionWasIdle() {
        try (TestClient client = hello()) {
            client.send(GET);
            client.pass(timeouts.keepAlive().minus(ALMOST));
            client.send("GET /");
            waitFor(client, timeouts.head());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\nHTTP/1.1 408 Request Timeout\n");
        }
    }

    @Test
    void aViewThatNeverCompletesIsCancelledAndAnswered503() {
        List<Promise<Response>> promises = new ArrayList<>();
        try (LogCapture log = new LogCapture(ServerExchange.class);
                TestClient client = new TestClient(request -> {
                    promises.add(Scheduler.current().newPromise());
                    return promises.get(0);
                })) {
            client.send(GET);
            client.pass(timeouts.handler());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
            assertThat(promises.get(0).isCancelled()).isTrue();
            assertThat(log.records().get(0).getMessage()).contains("ServerTimeouts.handler");
        }
    }

    @Test
    void aBodyThatTricklesInIsRefused() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(
                        request -> request.body().collect(10_000).map(body -> Response.text("got it")))) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\n");
            for (int i = 0; i < 10; i++) {
                assertThat(client.answer()).isEmpty();
                client.pass(Duration.ofSeconds(1));
                client.send("x");
            }
            client.pass(Duration.ofSeconds(1));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 408 Request Timeout\n");
            assertThat(log.records().get(0).getMessage()).contains("ServerOptions.minimumRate = 500");
        }
    }

    @Test
    void aBodyThatKeepsTheRateMayTakeAsLongAsItLikes() {
        try (TestClient client =
                new TestClient(request -> request.body().collect(100_000).map(body -> Response.text("got it")))) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 60000\n\n");
            for (int i = 0; i < 100; i++) {
                client.pass(Duration.ofSeconds(1));
                client.send("x".repeat(600));
            }
            assertThat(client.answer()).endsWith("got it");
        }
    }

    @Test
    void theTimeInWhichTheViewDoesNotReadIsNotTheClients() {
        try (TestClient client = new TestClient(request -> Scheduler.current()
                .sleep(Duration.ofSeconds(50))
                .flatMap(slept -> request.body().collect(100))
                .map(body -> Response.text("got " + body.text())))) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 4\n\nab");
            client.pass(Duration.ofSeconds(50));
            client.send("cd");
            assertThat(client.answer()).endsWith("got abcd");
        }
    }

    @Test
    void aClientThatDoesNotReadItsAnswerIsReset() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client =
                        new TestClient(request -> Future.completed(Response.bytes(new byte[1_000_000], "a/b")))) {
            client.socket.block();
            client.send(GET);
            waitFor(client, timeouts.responseGrace());
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(log.records().get(0).getMessage()).contains("ServerOptions.minimumRate = 500");
        }
    }

    /** What is sent in later turns of the loop is not sent in a step of the exchange. */
    @Test
    void aClientThatDoesNotReadTheRestOfItsAnswerIsReset() {
        TestClient[] client = new TestClient[1];
        int[] pieces = {0};
        boolean[] cancelled = {false};
        BodyStream endless = new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                if (++pieces[0] == 2_000) { // about 2 MB, and at most 256 KiB of them in a turn
                    client[0].socket.block();
                }
                return Future.completed(ByteBuffer.allocate(1_000));
            }

            @Override
            public void cancel() {
                cancelled[0] = true;
            }
        };
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient one = new TestClient(request -> Future.completed(Response.stream(endless, "a/b")))) {
            client[0] = one;
            one.send(GET);
            waitFor(one, timeouts.responseGrace());
            assertThat(one.socket.isAborted()).isTrue();
            assertThat(cancelled[0]).isTrue();
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void aClientThatReadsSlowlyButKeepsTheRateIsServed() {
        try (TestClient client = new TestClient(
                request -> Future.completed(Response.of(Status.OK).withBody(Body.of("x".repeat(60_000)))))) {
            client.socket.block();
            client.send(GET);
            for (int i = 0; i < 9; i++) {
                client.socket.read(6_000);
                client.pass(Duration.ofSeconds(10));
            }
            assertThat(client.socket.isAborted()).isFalse();
            client.socket.unblock();
            client.pass(Duration.ofSeconds(10));
            assertThat(client.socket.isClosed()).isFalse();
        }
    }

    /** Kernels have buffers of some MB, and say late that there is room again. */
    @Test
    void aClientThatTakesItsAnswerInLeapsIsServed() {
        try (TestClient client =
                new TestClient(request -> Future.completed(Response.bytes(new byte[1_000_000], "a/b")))) {
            client.socket.block();
            client.send(GET);
            for (int i = 0; i < 3; i++) {
                client.pass(Duration.ofSeconds(35)); // as curl --limit-rate 100k makes it look
                assertThat(client.socket.isAborted()).isFalse();
                client.socket.read(20_000);
            }
        }
    }

    /** A socket whose queue was not full does not tell that it is empty. */
    @Test
    void aClientThatTakesItsAnswerLateIsIdleAllTheSame() {
        try (TestClient client = hello()) {
            client.socket.block();
            client.send(GET);
            client.socket.read(client.socket.queued());
            waitFor(client, timeouts.keepAlive());
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.socket.isAborted()).isFalse();
        }
    }

    @Test
    void aClientThatHasTakenAllMayBeSilentFromThenOn() {
        BodyStream silent = BodyStream.of(() -> Scheduler.current().newPromise());
        try (TestClient client = new TestClient(request -> Future.completed(Response.stream(silent, "a/b")))) {
            client.socket.block();
            client.send(GET);
            client.socket.read(client.socket.queued());
            client.pass(timeouts.responseGrace());
            client.pass(Duration.ofDays(1));
            assertThat(client.socket.isClosed()).isFalse();
        }
    }

    @Test
    void theNextClientOfAnExchangeHasTheWholeTimeToTakeItsAnswer() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = hello()) {
            client.socket.block();
            client.send(GET);
            client.pass(timeouts.responseGrace().minus(ALMOST));
            client.socket.unblock();

            TestTransport next =
                    TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES));
            next.block();
            next.send(GET.replace("\n", "\r\n"));
            client.pass(timeouts.responseGrace().minus(ALMOST));
            assertThat(next.isAborted()).isFalse();
            client.pass(ALMOST);
            assertThat(next.isAborted()).isTrue();
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatWeEndIsClosedSomeTimeAfterTheClientHasTakenItsAnswer() {
        try (TestClient client = hello()) {
            client.socket.block();
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.pass(timeouts.linger());
            client.socket.read(client.socket.queued());
            client.pass(timeouts.linger().minus(ALMOST));
            assertThat(client.socket.isClosed()).isFalse();
            client.pass(ALMOST);
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void aConnectionThatWeEndIsClosedEvenIfTheClientStays() {
        try (TestClient client = hello()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.pass(timeouts.linger().minus(ALMOST));
            assertThat(client.socket.isClosed()).isFalse();
            client.pass(ALMOST);
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void aClientThatStillUploadsWhenWeEndHasUntilItFallsSilentToReadItsAnswer() {
        try (TestClient client = hello()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 10000000\n\n");
            for (Duration sent = Duration.ZERO; sent.compareTo(timeouts.maxLinger()) < 0; sent = sent.plusSeconds(1)) {
                assertThat(client.socket.isClosed()).as("after %s", sent).isFalse();
                client.send("more of the upload");
                client.pass(Duration.ofSeconds(1));
            }
            assertThat(client.socket.isClosed()).isTrue();
        }
        try (TestClient client = hello()) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 10000000\n\n");
            client.pass(timeouts.linger().minus(ALMOST));
            client.send("more of the upload");
            client.pass(timeouts.linger().minus(ALMOST));
            assertThat(client.socket.isClosed()).isFalse();
            client.pass(ALMOST);
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    @Test
    void aConnectionThatWeEndIsNotClosedBeforeTheClientHasTakenItsAnswer() {
        try (TestClient client = hello()) {
            client.socket.block();
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.pass(timeouts.linger());
            client.send("still here");
            assertThat(client.socket.unread()).isZero();
            assertThat(client.socket.isClosed()).isFalse();
            client.socket.unblock();
            client.pass(timeouts.linger());
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    /** Else a lingering close would wait for the client without a limit. */
    @Test
    void aClientThatDoesNotReadTheLastAnswerIsReset() {
        try (TestClient client = hello()) {
            client.socket.block();
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            client.pass(timeouts.responseGrace().minus(ALMOST));
            assertThat(client.socket.isAborted()).isFalse();
            client.pass(timeouts.linger().plus(ALMOST));
            assertThat(client.socket.isAborted()).isTrue();
        }
    }

    @Test
    void aMinimumRateMustBeOneThatANanosecondClockCanTell() {
        for (long rate : new long[] {0, 1_000_000_001}) {
            assertThatThrownBy(() -> ServerOptions.builder().minimumRate(rate).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("minimumRate");
        }
        assertThat(ServerOptions.builder().minimumRate(1_000_000_000).build().minimumRate())
                .isPositive();
    }

    @Test
    void aConnectionLeavesNoTimerBehind() {
        try (TestClient client = hello()) {
            client.send(GET);
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\n\na");
            client.socket.sendEnd();
            client.pass(timeouts.linger());
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.test.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void noneOfAClientThatHasNotTakenItsAnswerEither() {
        try (TestClient client = hello()) {
            client.socket.block();
            client.send(GET);
            client.socket.breakWith(new IOException("Connection reset"));
            client.test.turnUntilIdle();
            assertThat(client.test.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void theLastOfMaxRequestsIsToldSo() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(
                        request -> Future.completed(Response.text("hello")),
                        TestClient.OPTIONS.toBuilder().maxRequests(2).build())) {
            client.send(GET);
            assertThat(client.answer()).doesNotContain("Connection: close");
            client.send(GET + GET);
            assertThat(client.answer()).containsOnlyOnce("HTTP/1.1 200 OK").contains("Connection: close\n");
            assertThat(client.socket.isOutputShut()).isTrue();
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("ServerOptions.maxRequests = 2"));
        }
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatThrownBy(() -> timeouts.toBuilder().head(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("head");
    }
}
