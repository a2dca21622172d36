// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.logging.LimitLog;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Transport;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.WebSocketCodec;
import io.snowloop.websocket.WebSocketMessage;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket sends. The future of a message completes at once as long as the transport is writable, else when it is again: so
 * a sender that waits for it is as fast as its reader. One that does not wait is stopped at {@link WebSocketOptions#maxQueued}.
 *
 * <p>Frames that are sent while bytes are received leave together, with one write.
 */
final class Outbox {
    private static final LimitLog LIMITS = new LimitLog(WebSocketOptions.class);

    /** What is encoded and not written must not grow: the water marks of the transport do not count it. */
    private static final int MOST_BATCHED = 16 * 1024;

    /** What the future of a message that waits for room takes, with a callback of its sender, in bytes. A message may have one byte. */
    private static final int OF_FUTURE = 128;

    private final WebSocketCodec codec;
    private final Transport transport;
    private final int maxQueued;
    private final Runnable written;
    private final ByteQueue out = new ByteQueue();

    /** Completes when there is room for messages; null while nothing waits for that. */
    private @Nullable Promise<@Nullable Void> room;

    /** The pong of the last ping that came while there was no room: those before need none (RFC 6455 §5.5.3). */
    private @Nullable ByteBuffer pong;

    /** How many messages have been sent since there was no room: each has a future. */
    private int waiting;

    private boolean batching;
    private long count;

    /** An empty one. {@code written} is told that bytes were given to the transport. */
    Outbox(WebSocketCodec codec, Transport transport, int maxQueued, Runnable written) {
        this.codec = codec;
        this.transport = transport;
        this.maxQueued = maxQueued;
        this.written = written;
    }

    /** Sends a message that {@code encode} appends. */
    Future<@Nullable Void> send(Consumer<ByteQueue> encode) {
        Future<@Nullable Void> refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        encode.accept(out);
        return sent();
    }

    /** Sends a message that is encoded once for many. Its bytes are not copied, as far as the socket takes them. */
    Future<@Nullable Void> send(WebSocketMessage message) {
        Future<@Nullable Void> refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        ByteBuffer frame = codec.shared(message);
        if (frame == null) {
            codec.send(message, out);
        } else {
            flush();
            write(frame);
        }
        return sent();
    }

    private @Nullable Future<@Nullable Void> refusal() {
        if (codec.isClosed() || !transport.isOpen()) {
            return Future.failed(new ConnectionClosedException("the message was not sent: the WebSocket is closed"));
        }
        int queued = out.size() + transport.queued();
        if (queued <= maxQueued && memoryOfFutures() <= maxQueued) {
            return null;
        }
        LIMITS.hit("WebSocketOptions.maxQueued", maxQueued, "a message to a slow peer was not sent");
        return Future.failed(
                new QueueFullException("the message was not sent: " + queued + " bytes wait for the peer, with "
                        + waiting + " futures of " + OF_FUTURE + ", and WebSocketOptions.maxQueued = " + maxQueued));
    }

    private Future<@Nullable Void> sent() {
        flushUnlessBatching();
        if (transport.isWritable()) {
            return Future.completed(null);
        }
        waiting++;
        return room();
    }

    private Future<@Nullable Void> room() {
        Promise<@Nullable Void> promise = room;
        if (promise == null) {
            promise = transport.loop().newPromise();
            room = promise;
        }
        return promise.shield(); // the future of one message may be cancelled
    }

    /** Completes when there is room; at once if there is some. */
    Future<@Nullable Void> whenWritable() {
        flushUnlessBatching();
        return codec.isClosed() || transport.isWritable() ? Future.completed(null) : room();
    }

    /** How many bytes the futures of messages take that wait for room. */
    long memoryOfFutures() {
        return (long) waiting * OF_FUTURE;
    }

    void ping(ByteBuffer bytes) {
        codec.sendPing(bytes, out);
        flushUnlessBatching();
    }

    void pong(ByteBuffer bytes) {
        if (codec.isClosed()) {
            return;
        }
        if (transport.isWritable()) {
            codec.sendPong(bytes, out);
            flushUnlessBatching();
        } else { // a peer that sends pings and reads nothing must not fill our memory
            pong = copy(bytes);
        }
    }

    /** Bytes that were lent, to be kept. */
    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** The last frame, unless one was sent. */
    void close(CloseReason reason) {
        if (!codec.isClosed()) {
            codec.sendClose(reason, out);
            flushUnlessBatching();
            release();
        }
    }

    /** From now until {@link #endBatch}, frames leave together. */
    void beginBatch() {
        batching = true;
    }

    void endBatch() {
        batching = false;
        flush();
        out.trim();
    }

    private void flushUnlessBatching() {
        if (!batching || out.size() > MOST_BATCHED) {
            flush();
        }
    }

    private void flush() {
        if (!out.isEmpty()) {
            write(out.peek());
            out.clear();
        }
    }

    private void write(ByteBuffer bytes) {
        count += bytes.remaining();
        transport.write(bytes);
        written.run();
    }

    /** The socket has room again. */
    void writable() {
        ByteBuffer last = pong;
        pong = null;
        if (last != null) {
            pong(last);
        }
        release();
    }

    /** The connection is closed. To wait for room is of no use any more: the next message is refused. */
    void closed() {
        pong = null;
        release();
    }

    private void release() {
        Promise<@Nullable Void> promise = room;
        room = null;
        waiting = 0;
        if (promise != null) {
            promise.complete(null);
        }
    }

    boolean isWritable() {
        return transport.isWritable() && !codec.isClosed();
    }

    /** How many bytes were given to the transport. */
    long written() {
        return count;
    }

    /** Whether nothing waits for the peer. */
    boolean isTaken() {
        return transport.queued() == 0;
    }

    /** How many bytes of all that was written the socket has taken. */
    long taken() {
        return count - transport.queued();
    }
}
