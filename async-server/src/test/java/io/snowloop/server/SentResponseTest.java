// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.filter.AccessLog;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A request's context tells what was sent")
@EverySegmentation
class SentResponseTest {
    private final List<SentResponse> sent = new ArrayList<>();

    /** A handler that has asked for what is sent. */
    private Handler asking(Handler handler) {
        return request -> {
            request.context().sent().onComplete((response, error) -> sent.add(response));
            return handler.handle(request);
        };
    }

    private static Future<Response> never(Request request) {
        return Scheduler.current().newPromise();
    }

    /** A body of pieces, and then of nothing. */
    private static BodyStream pieces(boolean end, String... pieces) {
        Queue<String> rest = new ArrayDeque<>(List.of(pieces));
        return BodyStream.of(() -> {
            String next = rest.poll();
            return next != null
                    ? Future.completed(ByteBuffer.wrap(next.getBytes()))
                    : end ? Future.completed(null) : Scheduler.current().newPromise();
        });
    }

    private void assertSent(Handler handler, String requests, SentResponse... expected) {
        try (TestClient client = new TestClient(asking(handler))) {
            client.send(requests);
            assertThat(sent).containsExactly(expected);
        }
    }

    @Test
    void ofEachRequest() {
        Handler handler = request -> Future.completed(Response.text(request.path()));
        assertSent(
                handler,
                "GET /a HTTP/1.1\nHost: a\n\nGET /bcd HTTP/1.1\nHost: a\n\nHEAD /abc HTTP/1.1\nHost: a\n\n",
                new SentResponse(Status.OK, 2, true),
                new SentResponse(Status.OK, 4, true),
                new SentResponse(Status.OK, 0, true));
    }

    @Test
    void ofAStreamItsBytesWithoutTheirFraming() {
        assertSent(
                request -> Future.completed(Response.stream(pieces(true, "abc", "defgh"), "text/plain")),
                GET,
                new SentResponse(Status.OK, 8, true));
    }

    @Test
    void ofALargeBodyAndAFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[100_000]);
        assertSent(
                request -> {
                    try {
                        return Future.completed(Response.file(file));
                    } catch (IOException e) {
                        return Future.failed(e);
                    }
                },
                GET,
                new SentResponse(Status.OK, 100_000, true));
        sent.clear();
        assertSent(
                request -> Future.completed(Response.bytes(new byte[50_000], "a/b")),
                GET,
                new SentResponse(Status.OK, 50_000, true));
    }

    @Test
    void ofAHandlerThatIsTooSlowTheStatusOfTheServer() {
        try (TestClient client = new TestClient(asking(SentResponseTest::never))) {
            client.send(GET);
            assertThat(sent).isEmpty();
            client.pass(ServerTimeouts.DEFAULT.handler());
            assertThat(sent).containsExactly(new SentResponse(Status.SERVICE_UNAVAILABLE, 0, true));
        }
    }

    @Test
    void ofAHandlerWhoseResponseCannotBeSentTheStatusOfTheServer() {
        Headers bad = Headers.of("Content-Length", "7");
        assertSent(
                request -> Future.completed(Response.text("a").withHeaders(bad)),
                GET,
                new SentResponse(Status.INTERNAL_SERVER_ERROR, 0, true));
    }

    @Test
    void ofAClientThatHasLeftNothing() {
        Handler handler =
                request -> request.path().equals("/") ? never(request) : Future.completed(Response.text("page"));
        try (TestClient client = new TestClient(asking(handler))) {
            client.send("GET /page HTTP/1.1\nHost: a\n\n");
            client.send(GET);
            client.socket.breakWith(new IOException("reset"));
            assertThat(sent).containsExactly(new SentResponse(Status.OK, 4, true), new SentResponse(null, 0, false));
        }
    }

    @Test
    void ofAResponseThatBrokeOffHowFarItCame() {
        try (TestClient client = new TestClient(
                asking(request -> Future.completed(Response.stream(pieces(false, "abc"), "text/plain"))))) {
            client.send(GET);
            assertThat(sent).isEmpty();
            client.socket.breakWith(new IOException("reset"));
            assertThat(sent).containsExactly(new SentResponse(Status.OK, 3, false));
        }
    }

    @Test
    void ofAnUpgradeItsStatus() {
        assertSent(
                new Snow().webSocket("/", socket -> {}),
                "GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n",
                new SentResponse(Status.SWITCHING_PROTOCOLS, 0, true));
    }

    @Test
    void toAnAccessLogInTime() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Snow app = new Snow()
                .filter(AccessLog.builder().sink(lines::add).build())
                .get("/slow", (request, loop) -> loop.newPromise())
                .get("/stream", request -> Response.stream(pieces(true, "abc", "d"), "text/plain"))
                .get("/endless", request -> Response.stream(pieces(false, "abc"), "text/plain"));
        try (TestClient client = new TestClient(app)) {
            client.send("GET /slow HTTP/1.1\nHost: a\n\n");
            client.pass(ServerTimeouts.DEFAULT.handler());
            client.send("GET /stream HTTP/1.1\nHost: a\n\n");
            client.send("GET /endless HTTP/1.1\nHost: a\n\n");
            client.socket.breakWith(new IOException("reset"));
        }
        try (TestClient client = new TestClient(app)) {
            client.send("GET /slow HTTP/1.1\nHost: a\n\n");
            client.socket.breakWith(new IOException("reset"));
        }
        assertThat(lines)
                .containsExactly(
                        "GET /slow 503 26 bytes 60000.0 ms",
                        "GET /stream 200 4 bytes 0.0 ms",
                        "GET /endless 200 3 bytes (broke off) 0.0 ms",
                        "GET /slow no response 0.0 ms");
    }
}
