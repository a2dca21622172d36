// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A WebSocket on a stream of HTTP/2: its windows, its limits and its times. */
@EverySegmentation
class Http2WebSocketFlowTest extends Http2WebSocketScene {
    private static final int WINDOW = 64 * 1024;

    // ---------------------------------------------------------------------------------------------- back-pressure

    /** A reader that pauses gives no window back. The other streams go on. */
    @Test
    void aPausedReaderStopsItsStreamOnly() {
        int stream = open();
        WebSocket paused = socket;
        client.run(paused::pauseReading);
        String bytes = "x".repeat(200_000);
        int sent = sendAll(stream, head(bytes.length()) + bytes);
        assertThat(sent).isLessThanOrEqualTo(2 * WINDOW);
        int other = client.connect("websocket", "/ws", VERSION);
        client.data(other, frame(0x81, "a"), false);
        assertThat(client.events()).containsExactly(other + ": 200", data(other, text("re: a")));

        client.run(paused::resumeReading);
        client.take();
        sendAll(stream, "x".repeat(bytes.length() + 14 - sent));
        assertThat(log).containsExactly("200000 bytes");
    }

    /** As much as the server gives windows for. */
    private int sendAll(int stream, String bytes) {
        int sent = 0;
        int more = client.data(stream, bytes, false);
        while (more > 0) {
            sent += more;
            more = sent == bytes.length() ? 0 : client.data(stream, bytes.substring(sent), false);
        }
        return sent;
    }

    /** A client that opens no window. The message waits, and a further one is refused at the limit. */
    @Test
    void aClientThatReadsNothingStopsTheSender() {
        int stream = open(WebSocketOptions.builder().maxQueued(300_000).build(), TestClient.OPTIONS);
        client.reads = false;
        List<Future<?>> sent = new ArrayList<>();
        client.run(() -> sent.add(socket.send(ByteBuffer.allocate(400_000))));
        client.run(() -> sent.add(socket.send(ByteBuffer.allocate(1))));
        assertThat(sent.get(0).isDone()).isFalse();
        assertThat(sent.get(1)).matches(Future::isFailed);
        assertThat(sent.get(1).outcome().error()).isInstanceOf(QueueFullException.class);
        client.events();
        client.send(queue -> client.codec.consumed(stream, WINDOW - 1, queue));
        assertThat(client.events()).isNotEmpty();
        client.pass(ofSeconds(3));
        assertThat(log).isEmpty();
    }

    /** An app that reads on when its message has room: after a reset it never has. */
    @Test
    void aSenderThatWaitsForRoomIsToldOfAReset() {
        int stream = open(WebSocketOptions.builder().maxQueued(300_000).build(), TestClient.OPTIONS);
        client.reads = false;
        client.run(() -> socket.onText(text -> {
            socket.pauseReading();
            socket.send(ByteBuffer.allocate(200_000)).onDone(socket::resumeReading);
        }));
        client.data(stream, frame(0x81, "a"), true);
        client.reset(stream, ErrorCode.CANCEL);
        assertThat(log).isEmpty();
        client.pass(ofSeconds(5));
        assertThat(log).singleElement().asString().startsWith("closed 1006");
    }

    // -------------------------------------------------------------------------------------------- limits and times

    /** Neither the time of a body nor its limit is that of a WebSocket, nor the rate at which a response has to be read. */
    @Test
    void anyTimeMayPassAndAnyNumberOfBytes() {
        ServerOptions server = TestClient.OPTIONS.toBuilder()
                .limits(Limits.builder().body(10).build())
                .build();
        WebSocketOptions options =
                WebSocketOptions.builder().pingInterval(ofDays(3)).build();
        int stream = open(options, server);
        for (int i = 0; i < 3; i++) {
            client.pass(ofDays(1).dividedBy(2));
            client.data(stream, frame(0x81, "0123456789"), false);
            assertThat(client.events()).containsExactly(data(stream, text("re: 0123456789")));
        }
    }

    /** Nor is a shut window a slow reader of a response: it is the WebSocket's own business. */
    @Test
    void aWindowMayBeShutForAnyTime() {
        WebSocketOptions options =
                WebSocketOptions.builder().pingInterval(ofDays(3)).build();
        int stream = open(options, TestClient.OPTIONS);
        client.reads = false;
        List<Future<?>> sent = new ArrayList<>();
        client.run(() -> sent.add(socket.send(ByteBuffer.allocate(100_000))));
        client.pass(ofDays(1));
        assertThat(client.events()).noneMatch(event -> event.contains("reset"));
        client.send(queue -> client.codec.consumed(stream, WINDOW, queue));
        assertThat(sent.get(0).isDone()).isTrue();
        assertThat(log).isEmpty();
    }

    @Test
    void aSilentClientIsSentAPingAndIsResetThen() {
        int stream = open();
        client.pass(ofSeconds(20));
        assertThat(client.events()).containsExactly(data(stream, "\u0089\0"));
        client.pass(ofSeconds(20));
        assertThat(client.events()).containsExactly(stream + ": reset CANCEL");
        assertThat(log).singleElement().asString().contains("1006", "pingTimeout");
    }

    /** What waits for a window counts in the memory of the server. */
    @Test
    void aSlowReaderIsResetWhenTheMemoryIsFull() {
        ServerOptions server =
                TestClient.OPTIONS.toBuilder().maxMemory(1_000_000).build();
        int stream = open(WebSocketOptions.builder().maxQueued(10_000_000).build(), server);
        client.reads = false;
        client.run(() -> socket.send(ByteBuffer.allocate(500_000)));
        assertThat(client.events()).noneMatch(event -> event.contains("reset"));
        client.run(() -> socket.send(ByteBuffer.allocate(1_000_000)));
        assertThat(client.events()).contains(stream + ": reset CANCEL");
        assertThat(log).singleElement().asString().startsWith("closed 1006");
        int other = client.get("/plain");
        assertThat(client.events()).contains(other + ": 200");
    }

    /** Up to a window of it, wherever it is. */
    @Test
    void whatComesToAPausedReaderCounts() {
        int stream = open();
        WebSocket paused = socket;
        client.run(paused::pauseReading);
        int sent = sendAll(stream, head(200_000) + "x".repeat(200_000));
        assertThat(sent).isBetween(1, WINDOW);
        assertThat(client.server.context().memory().used()).isEqualTo(sent);
        client.run(paused::resumeReading);
        client.take();
        sendAll(stream, "x".repeat(200_014 - sent));
        assertThat(log).containsExactly("200000 bytes");
        assertThat(client.server.context().memory().used()).isZero();
    }

    /** The client has reset its stream, and may do so with any number of them. */
    @Test
    void soDoesWhatItHasNotReadAtTheEndOfItsStream() {
        resetWhilePaused();
        client.pass(ofSeconds(5));
        assertThat(client.server.context().memory().used()).isZero();
        assertThat(log).hasSize(1);
    }

    @Test
    void itCountsUntilItIsRead() {
        resetWhilePaused();
        client.run(socket::resumeReading);
        assertThat(client.server.context().memory().used()).isZero();
        assertThat(log).hasSize(2).first().isEqualTo("60000 bytes");
    }

    private void resetWhilePaused() {
        int stream = open();
        client.run(socket::pauseReading);
        client.data(stream, "\u0082\u00fe\u00ea\u0060\0\0\0\0" + "x".repeat(60_000), true); // 0xea60 bytes
        client.reset(stream, ErrorCode.CANCEL);
        assertThat(client.server.context().memory().used()).isEqualTo(60_008);
    }

    /** It waits in the WebSocket's transport, or in the answer of its stream, and counts where it is. */
    @Test
    void aMessageThatWaitsCountsOnce() {
        ServerOptions server =
                TestClient.OPTIONS.toBuilder().maxMemory(1_000_000).build();
        open(WebSocketOptions.builder().maxQueued(10_000_000).build(), server);
        client.reads = false;
        client.run(() -> socket.send(ByteBuffer.allocate(400_000)));
        assertThat(client.server.context().memory().used()).isBetween(400_000L, 410_000L);
        client.run(() -> socket.send(ByteBuffer.allocate(500_000)));
        assertThat(client.server.context().memory().used()).isBetween(900_000L - WINDOW, 910_000L);
        assertThat(client.events()).noneMatch(event -> event.contains("reset"));
        client.run(socket::cancel);
        assertThat(client.server.context().memory().used()).isZero();
    }

    /** Below the water marks no event tells that it was sent: so that is looked at when there is no room. */
    @Test
    void whatWasSentCountsNoLonger() {
        begin(
                WebSocketOptions.DEFAULT,
                TestClient.OPTIONS.toBuilder().maxMemory(1_000_000).build());
        for (int i = 0; i < 30; i++) {
            client.connect("websocket", "/ws", VERSION);
            client.run(() -> socket.send(ByteBuffer.allocate(60_000)));
        }
        assertThat(client.events()).hasSizeGreaterThan(60).noneMatch(event -> event.contains("reset"));
        assertThat(log).isEmpty();
    }
}
