// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.chunked;
import static io.snowloop.server.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose time it is while a request is answered: the client's, as long as the handler waits for its body; else the handler's. */
@EverySegmentation
class HandlerTimeTest {
    private static final Duration LIMIT = ServerTimeouts.DEFAULT.handler();
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final LogCapture handlerLog = new LogCapture(ServerExchange.class);
    private final LogCapture limitLog = new LogCapture(ServerOptions.class);
    private final List<Promise<Response>> answers = new ArrayList<>();

    @AfterEach
    void close() {
        handlerLog.close();
        limitLog.close();
    }

    /** The answer of a handler that takes its time. */
    private Promise<Response> later() {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private Future<Response> later(Request request) {
        return later();
    }

    private static void readAll(BodyStream body) {
        body.read().onComplete((piece, error) -> {
            if (piece != null) {
                readAll(body);
            }
        });
    }

    private void assertHandlerHas(TestClient client, Duration limit) {
        client.pass(limit.minus(ALMOST));
        assertThat(client.answer()).isEmpty();
        client.pass(ALMOST);
        assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
        assertThat(limitLog.records()).as("the client was in time").isEmpty();
    }

    @Test
    void itIsTheHandlersWhenItDoesNotRead() {
        try (TestClient client = new TestClient(this::later)) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            assertHandlerHas(client, LIMIT);
        }
    }

    @Test
    void itIsTheHandlersWhenItHasReadAPieceAndAsksForNoMore() {
        try (TestClient client = new TestClient(request -> {
            request.body().stream().read();
            return later();
        })) {
            client.sendExactly("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\n");
            client.pass(Duration.ofSeconds(1));
            client.sendExactly("abc");
            assertHandlerHas(client, LIMIT);
        }
    }

    @Test
    void itIsTheHandlersWhenItHasReadToTheEnd() {
        try (TestClient client = new TestClient(request -> {
            readAll(request.body().stream());
            return later();
        })) {
            client.send(chunked("5\nhello\n"));
            client.pass(Duration.ofSeconds(1));
            client.send("0\n\n");
            assertHandlerHas(client, LIMIT);
        }
    }

    @Test
    void itIsTheClientsUntilItHasSentWhatTheHandlerWaitsFor() {
        ServerTimeouts patient =
                ServerTimeouts.builder().bodyGrace(LIMIT.plus(LIMIT)).build();
        try (TestClient client = new TestClient(
                request -> request.body().collect(100).flatMap(body -> later()),
                TestClient.OPTIONS.toBuilder().timeouts(patient).build())) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\n\n");
            client.pass(LIMIT);
            client.send("abc");
            assertHandlerHas(client, LIMIT);
        }
    }

    @Test
    void itIsTheHandlersWhenItReadsNoMore() {
        List<Future<?>> collecting = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            collecting.add(request.body().collect(100));
            return later();
        })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.pass(Duration.ofSeconds(1));
            client.test.inTask(() -> collecting.get(0).cancel());
            client.test.turnUntilIdle();
            assertHandlerHas(client, LIMIT);
        }
    }

    /** It has a short time then, and what the client still sends does not make it longer. */
    @Test
    void aHandlerThatIsToldOfARefusalHasNoMoreTimeWhenTheRestOfTheBodyComes() {
        try (TestClient client = new TestClient(request -> {
            request.body().collect(100);
            return request.context().orRefusal(later()).recoverWith(refusal -> later());
        })) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.pass(ServerTimeouts.DEFAULT.bodyGrace());
            assertThat(limitLog.records()).hasSize(1);
            client.send("def");
            client.send("ghi");
            assertThat(client.answer()).isEmpty();
            client.pass(ServerTimeouts.DEFAULT.linger());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
        }
    }

    /** The exchange that has given the late answer serves this client, too. */
    @Test
    void aClientThatLeavesWithoutARequestIsNotWaitedFor() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET);
            answers.get(0).complete(Response.text("late"));
            client.test.turnUntilIdle();
            assertThat(client.answer()).endsWith("late");

            TestTransport other =
                    TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES));
            other.sendEnd();
            assertThat(other.isClosed()).isTrue();
        }
    }

    @Test
    void aLateAnswerIsNotWaitedForAgainWhileTheRestOfTheBodyComes() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(chunked("3\nabc\n"));
            answers.get(0).complete(Response.text("late"));
            client.test.turnUntilIdle();
            assertThat(client.answer()).endsWith("late");
            client.send("3\ndef\n0\n\n");
            client.send(post("x").replaceFirst(" / ", " /next "));
            assertThat(answers).hasSize(2);
        }
    }
}
