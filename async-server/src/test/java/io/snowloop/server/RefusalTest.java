// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.chunked;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that the server gives up while a view works at it: the app's filters and its error mapper see the response. */
@EverySegmentation
class RefusalTest {
    private final LogCapture handlerLog = new LogCapture(ServerExchange.class);
    private final LogCapture limitLog = new LogCapture(ServerOptions.class);
    private final List<String> seen = new ArrayList<>();
    private final List<Promise<Response>> views = new ArrayList<>();

    @AfterEach
    void close() {
        handlerLog.close();
        limitLog.close();
    }

    private Promise<Response> later() {
        Promise<Response> promise = Scheduler.current().newPromise();
        views.add(promise);
        return promise;
    }

    /** As an access log does, it notes the status of each response. */
    private Snow app() {
        ErrorMapper standard = ErrorMapper.standard();
        return new Snow()
                .get("/", (request, loop) -> later())
                .post("/", request -> Response.text("never"))
                .mount("/inner", new Snow().get("/", (request, loop) -> later()))
                .filter((request, next) -> next.handle(request)
                        .onComplete((response, error) -> seen.add(response == null ? "" + error : status(response))))
                .onError((error, request) -> {
                    seen.add("mapped " + error.getMessage());
                    return standard.response(error, request).withHeader("X-Mapped", "yes");
                });
    }

    private static String status(Response response) {
        return response.status().toString();
    }

    @Test
    void aViewThatTakesTooLong() {
        try (TestClient client = new TestClient(app())) {
            client.send(GET);
            client.pass(ServerTimeouts.DEFAULT.handler());
            assertThat(seen).containsExactly("mapped the response took too long", "503 Service Unavailable");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 503 Service Unavailable\n")
                    .contains("X-Mapped: yes\n")
                    .doesNotContain("Connection: close");
            assertThat(views.get(0).isCancelled()).isTrue();
            assertThat(handlerLog.records().get(0).getMessage()).contains("ServerTimeouts.handler");
            client.send(GET);
            views.get(1).complete(Response.text("in time"));
            client.test.turnUntilIdle();
            assertThat(client.answer()).endsWith("in time");
        }
    }

    @Test
    void aViewOfAMountedApp() {
        try (TestClient client = new TestClient(app())) {
            client.send(GET.replaceFirst("/", "/inner/"));
            client.pass(ServerTimeouts.DEFAULT.handler());
            assertThat(seen).containsExactly("503 Service Unavailable");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
        }
    }

    @Test
    void aBodyThatComesTooSlowly() {
        try (TestClient client = new TestClient(app())) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.pass(ServerTimeouts.DEFAULT.bodyGrace());
            assertThat(seen).containsExactly("mapped the request's body came too slowly", "408 Request Timeout");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 408 Request Timeout\n")
                    .contains("X-Mapped: yes\n")
                    .contains("Connection: close\n");
            client.assertEnded();
        }
    }

    /** The refusal has no say in that collection: the connection ends all the same, with the rest of the body unread. */
    @Test
    void aBodyThatComesTooSlowlyForOneWhoGoesOnToCollectIt() {
        Snow app = app().route(Method.POST, "/besides", request -> {
            request.body().collect(1_000);
            return later();
        });
        try (TestClient client = new TestClient(app)) {
            client.send("POST /besides HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            client.pass(ServerTimeouts.DEFAULT.bodyGrace());
            assertThat(seen).containsExactly("mapped the request's body came too slowly", "408 Request Timeout");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 408 Request Timeout\n");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aBodyThatIsMalformed() {
        try (TestClient client = new TestClient(app())) {
            client.send(chunked("3\nabc\n"));
            client.send("zz\n");
            assertThat(seen).hasSize(2).last().isEqualTo("400 Bad Request");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 400 Bad Request\n")
                    .contains("X-Mapped: yes\n")
                    .contains("Connection: close\n");
            client.assertEnded();
        }
    }

    /** A part of the answer is sent, so there can be no other one: the client must not take it for the whole. */
    @Test
    void aBodyThatIsMalformedWhenTheAnswerHasBegun() {
        int[] cancels = {0};
        BodyStream silent = new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return Scheduler.current().newPromise();
            }

            @Override
            public void cancel() {
                cancels[0]++;
            }
        };
        try (TestClient client = new TestClient(request -> {
            request.body().collect(1_000);
            return Future.completed(Response.stream(silent, "a/b"));
        })) {
            client.send(chunked("3\nabc\n"));
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            client.send("zz\n");
            assertThat(client.answer()).isEmpty();
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(cancels[0]).isEqualTo(1);
        }
    }

    @Test
    void aBodyForWhichThereIsNoMemory() {
        try (TestClient client = new TestClient(
                app(), TestClient.OPTIONS.toBuilder().maxMemory(1_000).build())) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5000\n\nabc");
            client.sendExactly("x".repeat(2_000));
            assertThat(seen).hasSize(2).last().isEqualTo("503 Service Unavailable");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
            client.assertEnded();
        }
    }

    @Test
    void anAnswerThatIsThereInTimeIsNotRefused() {
        try (TestClient client = new TestClient(app())) {
            client.send(GET);
            client.pass(ServerTimeouts.DEFAULT.handler().minusMillis(1));
            views.get(0).complete(Response.text("late"));
            client.test.turnUntilIdle();
            client.pass(Duration.ofMillis(1));
            assertThat(client.answer()).endsWith("late");
            assertThat(seen).containsExactly("200 OK");
        }
    }

    /** The server cannot wait for the response to its refusal either. */
    @Test
    void aFilterThatMakesNothingOfIt() {
        Snow app = new Snow()
                .get("/", (request, loop) -> later())
                .filter((request, next) -> next.handle(request).flatMap(response -> later()));
        try (TestClient client = new TestClient(app)) {
            client.send(GET);
            client.pass(ServerTimeouts.DEFAULT.handler());
            assertThat(client.answer()).isEmpty();
            client.pass(ServerTimeouts.DEFAULT.linger());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
            assertThat(views).allMatch(Future::isCancelled);
            client.assertEnded();
        }
    }

    @Test
    void aClientThatLeavesAfterwardsLeavesNothingBehind() {
        Snow app = new Snow()
                .get("/", (request, loop) -> later())
                .filter((request, next) -> next.handle(request).flatMap(response -> later()));
        ServerOptions options =
                ServerOptions.builder().failureInterval(Duration.ZERO).build();
        try (TestClient client = new TestClient(app, options)) {
            client.send(GET);
            client.pass(ServerTimeouts.DEFAULT.handler());
            client.socket.breakWith(new java.io.IOException("Connection reset"));
            assertThat(views).allMatch(Future::isCancelled);
            assertThat(client.test.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void aHandlerThatIsNoAppIsCancelledAndTheServerResponds() {
        try (TestClient client = new TestClient(request -> later())) {
            client.send(GET);
            client.pass(ServerTimeouts.DEFAULT.handler());
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
            assertThat(views.get(0).isCancelled()).isTrue();
            client.send(GET);
            views.get(1).complete(Response.of(Status.NO_CONTENT));
            client.test.turnUntilIdle();
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 204 No Content\n");
        }
    }
}
