// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.testing.CapturedLog;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that a fetcher is collecting has a bound, {@link FetcherOptions#maxMemory}. */
class BodyMemoryTest {
    private static final String HALF = "HTTP/1.1 200 OK\nContent-Length: 2000\n\n" + "x".repeat(1_000);

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxMemory(2_500).build());

    private final List<EventSource> sources = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        sources.forEach(EventSource::close);
        scene.close();
    }

    static Stream<Filter> filters() {
        return Stream.<Filter>of((request, next) -> next.handle(request), contentDecoding());
    }

    private static Future<Response> half(Scene scene, Fetcher fetcher) {
        Future<Response> response = fetcher.fetch(Scene.URL);
        scene.settle();
        scene.peer().sendExactly(HALF);
        return response;
    }

    private void finish(int peer) {
        scene.peers.get(peer).sendExactly("y".repeat(1_000));
    }

    private void assertTooMuch(Future<Response> response) {
        assertThat(Scene.error(response))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 2500 bytes together (FetcherOptions.maxMemory)");
    }

    @Test
    void theFetchThatNeedsMoreFailsAndTheOthersGoOn() {
        try (CapturedLog log = new CapturedLog(FetcherOptions.class)) {
            Future<Response> first = half(scene, scene.fetcher); // with one field: some 1,100 bytes
            Future<Response> second = half(scene, scene.fetcher);
            assertThat(first.isDone() || second.isDone()).isFalse();
            assertTooMuch(half(scene, scene.fetcher));
            assertThat(scene.peer().isClosed()).isTrue();
            finish(1);
            assertTooMuch(second);
            finish(0);

            assertThat(first.resultNow().text()).hasSize(2_000);
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly("FetcherOptions.maxMemory = 2500: failing what would have to be kept beyond that: "
                            + "the body of a fetch, an event or a message (said once)");
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("filters")
    void behindFiltersToo(Filter filter) {
        Fetcher fetcher = scene.fetcher.with(filter);
        Future<Response> first = half(scene, fetcher);
        half(scene, fetcher);
        assertTooMuch(half(scene, fetcher));
        scene.peers.get(1).reset();
        finish(0);

        assertThat(first.resultNow().text()).hasSize(2_000);
    }

    /** However it ends, it does not count any more. */
    @Test
    void whatHasEndedIsFree() {
        for (int i = 0; i < 5; i++) {
            Future<Response> cancelled = half(scene, scene.fetcher);
            half(scene, scene.fetcher);
            scene.peer().reset();
            scene.onLoop(cancelled::cancel);
            Future<Response> complete = half(scene, scene.fetcher);
            scene.peer().sendExactly("y".repeat(1_000));
            assertThat(complete.resultNow().text()).hasSize(2_000);
        }
    }

    /** The caller has it at once. */
    @Test
    void aResponseThatComesAsAWholeIsNotCounted() {
        Future<Response> response = scene.get();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: 3000\n\n" + "x".repeat(3_000));
        assertThat(response.resultNow().text()).hasSize(3_000);
    }

    @Test
    void aBodyThatTurnsOutToBeEmptyIsCollected() {
        Future<Response> response = scene.get();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
        scene.peer().sendExactly("0\n\n");
        assertThat(response.resultNow().bytes()).isEmpty();
    }

    /** The fields of those that wait for their bodies are in memory, too. */
    @Test
    void fieldsCount() {
        Future<Response> response = scene.get();
        scene.peer()
                .sendExactly(
                        "HTTP/1.1 200 OK\n" + "A: b\n".repeat(30) + "Content-Length: 2\n\nx"); // 30 objects of 96 bytes
        assertTooMuch(response);
    }

    @Test
    void overHttp2Too() {
        FetcherOptions options = Http2Scene.HTTP_2.toBuilder().maxMemory(2_500).build();
        try (Http2Scene http2 = new Http2Scene(options)) {
            http2.onRequest = (peer, head) -> peer.head(head.stream(), 2_000);
            Future<Response> first = http2.get("/1");
            Future<Response> second = http2.get("/2");
            for (int stream : new int[] {1, 3, 1}) {
                http2.onServer(() -> http2.peer().data(stream, "x".repeat(1_000), false));
            }
            assertTooMuch(first);
            http2.onServer(() -> http2.peer().data(3, "x".repeat(1_000), true));
            assertThat(second.resultNow().text()).hasSize(2_000);
        }
    }

    @Test
    void whatAProgramReadsAsAStreamIsNotCounted() {
        Response response = scene.headExactly(Request.get(Scene.URL), HALF);
        finish(0);
        assertThat(scene.collect(response).length()).isEqualTo(2_000);
    }

    // ------------------------------------------------------------------------------------------ events and messages

    private Future<ServerSentEvent> event() {
        EventSource source = EventSource.of(scene.fetcher, Scene.URL);
        sources.add(source);
        Future<ServerSentEvent> next = source.next();
        scene.settle();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\ndata: " + "x".repeat(1_000));
        return next;
    }

    private static void assertNoMemory(String what, String text) {
        assertThat(text)
                .isEqualTo("no memory for the rest of the " + what
                        + ": all that is kept has more than 2500 bytes together (FetcherOptions.maxMemory)");
    }

    @Test
    void theEventThatNeedsMoreFailsItsSource() {
        Future<ServerSentEvent> first = event();
        Future<ServerSentEvent> second = event();
        Throwable tooMuch = Scene.error(event());
        assertThat(tooMuch).isInstanceOf(IOException.class);
        assertNoMemory("event", tooMuch.getMessage());
        assertThat(scene.peer().isClosed()).isTrue();
        scene.peers.get(0).sendExactly("\n\n");
        assertThat(first.resultNow().data()).hasSize(1_000);
        scene.peers.get(1).sendExactly("x".repeat(1_000));
        assertThat(second.isDone())
                .as("the first event is complete, and counts no more")
                .isFalse();
        scene.peers.get(1).sendExactly("\n\n");
        assertThat(second.resultNow().data()).hasSize(2_000);
    }

    /** Its next stream begins without the event. */
    @Test
    void anEventThatBrokeOffIsFree() {
        Future<ServerSentEvent> broken = event();
        scene.peer().reset();
        scene.pass(Duration.ofSeconds(10));
        assertTwoFit();
        assertThat(broken.isDone()).isFalse();
    }

    private void assertTwoFit() {
        Future<ServerSentEvent> first = event();
        Future<ServerSentEvent> second = event();
        assertThat(first.isDone() || second.isDone()).isFalse();
    }

    @Test
    void aSourceThatIsClosedIsFree() {
        for (int i = 0; i < 3; i++) {
            assertTwoFit();
            sources.forEach(EventSource::close);
            scene.settle();
        }
    }

    private WebSocket message() throws Exception {
        Future<WebSocket> opening = scene.fetcher.webSocket(
                Request.get("ws://10.0.0.1/"),
                WebSocketOptions.builder().deflate(null).build());
        scene.settle();
        scene.peer().sendExactly(WebSocketPeerReportsTest.answer(scene.peer().take(), ""));
        WebSocket socket = opening.resultNow().onText(text -> {});
        scene.peer().sendExactly("\u0001\u007e\u0003\u00e8" + "x".repeat(1_000)); // text, not the last fragment
        return socket;
    }

    @Test
    void theMessageThatNeedsMoreResetsItsWebSocket() throws Exception {
        for (int i = 0; i < 3; i++) {
            WebSocket first = message();
            WebSocket second = message();
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            WebSocket third = message();
            CloseReason reason = third.closed().resultNow();
            assertThat(reason.code()).isEqualTo(CloseReason.ABNORMAL);
            assertNoMemory("message", reason.text());
            assertThat(first.isOpen() && second.isOpen()).isTrue();
            scene.onLoop(first::cancel); // and is free
            scene.onLoop(second::cancel);
        }
    }

    /** The fields of a response count before its body comes, and may be too many. */
    @Test
    void aMessageThatIsCompleteIsNotTooMuchBecauseOfOthers() throws Exception {
        WebSocket socket = message();
        Future<Response> response = scene.get();
        scene.peer().sendExactly("HTTP/1.1 200 OK\n" + "A: b\n".repeat(30) + "Content-Length: 2\n\n");
        scene.peers.get(0).sendExactly("\u0080\0");
        assertThat(socket.isOpen()).isTrue();
        scene.peer().sendExactly("x");
        assertTooMuch(response);
        scene.onLoop(socket::cancel);
    }
}
