// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idle connections, and the exchanges that connections borrow. */
@EverySegmentation
class IdleConnectionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration KEEP_ALIVE = ServerTimeouts.DEFAULT.keepAlive();

    private final List<Promise<Response>> answers = new ArrayList<>();

    private static Future<Response> path(Request request) {
        return Future.completed(Response.text(request.path()));
    }

    private Future<Response> later(Request request) {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private void answer(TestClient client, int number) {
        answers.get(number).complete(Response.text("x"));
        client.test.turnUntilIdle();
    }

    private static ServerConnection connection(TestClient client) {
        return new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES);
    }

    @Test
    void isServedUntilItsAnswerIsOut() {
        try (TestClient client = new TestClient(this::later)) {
            ServerConnection connection = connection(client);
            TestTransport socket = TestTransport.connect(client.test, connection);
            assertThat(connection.toString()).as("its first head has a time").contains("OPEN");

            socket.send(GET);
            assertThat(connection.toString()).contains("OPEN");
            answer(client, 0);
            assertThat(connection.toString()).contains("idle");

            socket.send(GET);
            assertThat(connection.toString()).contains("OPEN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "\r\n"})
    void isNotIdleWithAPartOfTheNextRequest(String part) {
        try (TestClient client = new TestClient(IdleConnectionTest::path)) {
            ServerConnection connection = connection(client);
            TestTransport socket = TestTransport.connect(client.test, connection);
            socket.send(GET + part);
            assertThat(connection.toString()).contains("OPEN");

            socket.takeWritten();
            socket.send(part.equals("\r\n") ? GET : GET.substring(part.length()));
            assertThat(socket.takeWritten()).startsWith("HTTP/1.1 200 OK");
            assertThat(connection.toString()).contains("idle");
        }
    }

    @Test
    void isNotIdleBeforeItsAnswerIsTaken() {
        try (TestClient client = new TestClient(IdleConnectionTest::path)) {
            ServerConnection connection = connection(client);
            TestTransport socket = TestTransport.connect(client.test, connection);
            socket.block();
            socket.send(GET);
            assertThat(connection.toString()).contains("OPEN");

            socket.unblock();
            socket.send(GET);
            assertThat(connection.toString()).contains("idle");
        }
    }

    @Test
    void oneExchangeServesManyConnectionsInTurn() {
        try (TestClient client = new TestClient(IdleConnectionTest::path)) {
            List<TestTransport> sockets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sockets.add(TestTransport.connect(client.test, connection(client)));
                sockets.get(i).send(GET);
            }
            for (int i = 0; i < 10; i++) {
                TestTransport socket = sockets.get(i);
                socket.takeWritten();
                socket.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(socket.takeWritten()).endsWith("\r\n\r\n/" + i);
            }
            assertThat(client.server.spareExchanges()).isEqualTo(1);
        }
    }

    @Test
    void atMost256ExchangesAreKept() {
        try (TestClient client = new TestClient(this::later)) {
            for (int i = 0; i < 300; i++) {
                TestTransport.connect(client.test, connection(client)).send(GET);
            }
            answers.forEach(answer -> answer.complete(Response.text("x")));
            client.test.turnUntilIdle();
            assertThat(client.server.spareExchanges()).isEqualTo(256);
        }
    }

    @Test
    void itsRequestsAreCountedAcrossExchanges() {
        try (TestClient client = new TestClient(
                IdleConnectionTest::path,
                TestClient.OPTIONS.toBuilder().maxRequests(2).build())) {
            TestTransport other = TestTransport.connect(client.test, connection(client));
            client.send("GET / HTTP/1.1\nHost: a\n\n");
            other.send(GET);
            assertThat(client.answer()).doesNotContain("Connection: close");
            assertThat(other.takeWritten()).doesNotContain("Connection: close");
            client.send("GET / HTTP/1.1\nHost: a\n\n");
            other.send(GET);
            assertThat(client.answer()).contains("Connection: close");
            assertThat(other.takeWritten()).contains("Connection: close");
        }
    }

    @Test
    void isClosedAfterTheKeepAliveTimeAndNotBefore() {
        try (TestClient client = new TestClient(IdleConnectionTest::path)) {
            TestTransport first = TestTransport.connect(client.test, connection(client));
            TestTransport second = TestTransport.connect(client.test, connection(client));
            first.send(GET);
            client.pass(Duration.ofSeconds(1));
            second.send(GET);
            client.pass(Duration.ofSeconds(1));
            first.send(GET);

            client.pass(KEEP_ALIVE.minusSeconds(1).minusMillis(1));
            assertThat(second.isClosed()).isFalse();
            client.pass(Duration.ofMillis(1));
            assertThat(second.isClosed()).isTrue();
            client.pass(Duration.ofSeconds(1).minusMillis(1));
            assertThat(first.isClosed()).isFalse();
            client.pass(Duration.ofMillis(1));
            assertThat(first.isClosed()).isTrue();
        }
    }

    @Test
    void isNotClosedAsIdleWhileItHasARequest() {
        ServerTimeouts patient =
                ServerTimeouts.builder().handler(KEEP_ALIVE.multipliedBy(9)).build();
        try (TestClient client = new TestClient(
                this::later, TestClient.OPTIONS.toBuilder().timeouts(patient).build())) {
            TestTransport busy = TestTransport.connect(client.test, connection(client));
            busy.send(GET);
            TestTransport idle = TestTransport.connect(client.test, connection(client));
            idle.send(GET);
            answer(client, 1);
            client.pass(KEEP_ALIVE.multipliedBy(3));
            assertThat(idle.isClosed()).isTrue();
            assertThat(busy.isClosed()).isFalse();

            answer(client, 0);
            client.pass(KEEP_ALIVE.minusMillis(1));
            assertThat(busy.isClosed()).isFalse();
            client.pass(Duration.ofMillis(1));
            assertThat(busy.isClosed()).isTrue();
        }
    }

    @Test
    void theNextClientIsGrantedAllOfTheMinimumRate() {
        try (TestClient client =
                new TestClient(request -> request.body().collect(10_000).map(body -> Response.of(Status.NO_CONTENT)))) {
            Duration almost = ServerTimeouts.DEFAULT.bodyGrace().minusMillis(1);
            for (int i = 0; i < 2; i++) {
                TestTransport socket = TestTransport.connect(client.test, connection(client));
                socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
                client.pass(almost);
                socket.send("b");
                assertThat(socket.takeWritten()).startsWith("HTTP/1.1 204 No Content");
            }
            assertThat(client.server.spareExchanges()).isEqualTo(1);
        }
    }

    /** Thousands may have become idle together, and to close each is a system call. */
    @Test
    void soManyAreClosedInATurn() {
        try (TestClient client = new TestClient(IdleConnectionTest::path)) {
            List<TestTransport> sockets = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                sockets.add(TestTransport.connect(client.test, connection(client)));
                sockets.get(i).sendExactly(GET);
            }
            client.test.ticker.advance(KEEP_ALIVE);
            List<Long> closed = new ArrayList<>();
            while (client.test.loop.timeToWait() == 0) {
                client.test.turn();
                closed.add(sockets.stream().filter(TestTransport::isClosed).count());
            }
            assertThat(closed).as("256, of which the client's own is not idle").containsSubsequence(255L, 300L);
        }
    }
}
