// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.WebSocketMessage;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages in both directions over one connection (RFC 6455). A server's and a client's are the same.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebSocketPageTest.java#echo -->
 * <pre>{@code
 * Snow app = new Snow().webSocket("/echo", socket -> socket.onText(text -> socket.send("you said: " + text)));
 * }</pre>
 *
 * <p><b>Receiving.</b> Messages wait until {@link #onText} or {@link #onBinary} is set, so none is lost. After that, a message of a
 * kind that is not taken closes the WebSocket with 1003. Pings are answered before {@link #onPing} is called.
 *
 * <p><b>Back-pressure.</b> The future of {@link #send(String) send} completes when the next message should be sent: at once, or when a
 * slow peer has made room. {@link #pauseReading} stops the peer, by way of TCP.
 *
 * <p><b>The end.</b> {@link #onClose} is called once, last. It has the code and the text of the peer's close frame, or why there is
 * none (1006). What a handler throws is reported, and closes with 1011; at the server's end an
 * {@link io.snowloop.http.HttpException} of 4xx is not reported, and closes with 1008 and its message.
 *
 * <p>All methods belong to the thread of the loop; another thread calls them in {@code socket.loop().execute(...)}.
 */
public final class WebSocket implements Cancellable {
    private final WebSocketProtocol protocol;
    private final @Nullable String subprotocol;
    private final SocketEvents events = new SocketEvents();

    WebSocket(WebSocketProtocol protocol, @Nullable String subprotocol) {
        this.protocol = protocol;
        this.subprotocol = subprotocol;
    }

    SocketEvents events() {
        return events;
    }

    // ----------------------------------------------------------------------------------------------------- receiving

    /**
     * Sets what gets each message of text.
     * @param handler called on the loop's thread
     * @return this WebSocket
     */
    public WebSocket onText(Consumer<? super String> handler) {
        events.onText = requireNonNull(handler, "handler");
        protocol.goOn();
        return this;
    }

    /**
     * Sets what gets each message of bytes.
     * @param handler called on the loop's thread; the buffer is lent until it returns
     * @return this WebSocket
     */
    public WebSocket onBinary(Consumer<? super ByteBuffer> handler) {
        events.onBinary = requireNonNull(handler, "handler");
        protocol.goOn();
        return this;
    }

    /**
     * Sets what gets the bytes of each ping. The pong is sent already.
     * @param handler called on the loop's thread; the buffer is lent until it returns
     * @return this WebSocket
     */
    public WebSocket onPing(Consumer<? super ByteBuffer> handler) {
        events.onPing = requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Sets what gets the bytes of each pong.
     * @param handler called on the loop's thread; the buffer is lent until it returns
     * @return this WebSocket
     */
    public WebSocket onPong(Consumer<? super ByteBuffer> handler) {
        events.onPong = requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Sets what gets the code and the text of the end: see {@link CloseReason}. A connection may end before this is called, while the
     * future of {@code Fetcher.webSocket} is on its way: then the handler is called in the next turn.
     * @param handler called once, last
     * @return this WebSocket
     */
    public WebSocket onClose(BiConsumer<? super Integer, ? super String> handler) {
        events.onClose = requireNonNull(handler, "handler");
        if (events.reason != null) {
            loop().execute(events::tellEnd);
        }
        return this;
    }

    /** {@return completes with the reason when the connection is closed} After {@link #onClose}. */
    public Future<CloseReason> closed() {
        if (events.reason != null) {
            return Future.completed(events.reason);
        }
        Promise<CloseReason> promise = events.closed;
        if (promise == null) {
            promise = loop().newPromise();
            events.closed = promise;
        }
        return promise.shield();
    }

    /** No more messages until {@link #resumeReading}; TCP slows the peer down. Nor pings, nor the peer's close. Idempotent. */
    public void pauseReading() {
        protocol.pause();
    }

    /** Undoes {@link #pauseReading}. Idempotent. */
    public void resumeReading() {
        protocol.resume();
    }

    // ------------------------------------------------------------------------------------------------------- sending

    /**
     * Sends a message of text.
     * @param text sent in UTF-8
     * @return completes when the next message should be sent. Fails with {@link QueueFullException} if too much waits for the peer,
     *     and with {@link io.snowloop.transport.ConnectionClosedException} if the WebSocket is closed: then it was not sent
     */
    public Future<@Nullable Void> send(String text) {
        requireNonNull(text, "text");
        protocol.sending();
        return protocol.outbox().send(out -> protocol.codec().sendText(text, out));
    }

    /**
     * Sends a message of bytes.
     * @param bytes all that remain; they are yours again when this returns
     * @return as {@link #send(String)}
     */
    public Future<@Nullable Void> send(ByteBuffer bytes) {
        requireNonNull(bytes, "bytes");
        protocol.sending();
        return protocol.outbox().send(out -> protocol.codec().sendBinary(bytes, out));
    }

    /**
     * Sends a message that is sent to others, too: it is encoded once.
     * @param message of text or of bytes
     * @return as {@link #send(String)}
     */
    public Future<@Nullable Void> send(WebSocketMessage message) {
        requireNonNull(message, "message");
        protocol.sending();
        return protocol.outbox().send(message);
    }

    /**
     * Sends a ping. {@link WebSocketOptions#pingInterval} sends some, too. Does nothing if the WebSocket is closed.
     * @param bytes all that remain, up to 125; they come back with the pong
     */
    public void ping(ByteBuffer bytes) {
        requireNonNull(bytes, "bytes");
        protocol.checkThread();
        if (protocol.isOpen()) {
            protocol.outbox().ping(bytes);
        }
    }

    /** {@return whether there is room: the peer reads as fast as this end sends} */
    public boolean isWritable() {
        return protocol.outbox().isWritable();
    }

    /** {@return completes when there is room, or the WebSocket is closed; at once if there is some} */
    public Future<@Nullable Void> whenWritable() {
        return protocol.outbox().whenWritable();
    }

    // ------------------------------------------------------------------------------------------------------- the end

    /** Closes it with {@link CloseReason#NORMAL}: {@link #close(int, String)}. */
    public void close() {
        close(CloseReason.NORMAL, "");
    }

    /**
     * Closes it: what was sent before is still sent, then the close frame. Messages that come are dropped, and {@link #onClose}
     * follows when the peer has answered, or {@link WebSocketOptions#closeTimeout} is over. Does nothing if it is closed.
     *
     * @param code one of {@link CloseReason}, or from 3000 to 4999
     * @param text for logs; up to {@link CloseReason#MAX_TEXT} bytes of UTF-8
     * @throws IllegalArgumentException if no close frame may have this code, or the text is too long
     */
    public void close(int code, String text) {
        protocol.close(new CloseReason(code, text));
    }

    /** Closes the connection at once, with a reset: the peer's code is 1006. Returns whether it was open. */
    @Override
    public boolean cancel() {
        boolean open = protocol.isOpen();
        protocol.abort("this end has reset the connection");
        return open;
    }

    // ----------------------------------------------------------------------------------------------------- questions

    /** {@return whether messages can be sent: neither end has begun to close} */
    public boolean isOpen() {
        return protocol.isOpen();
    }

    /** {@return the subprotocol that both ends have agreed on; null for none} */
    public @Nullable String subprotocol() {
        return subprotocol;
    }

    /** {@return the loop that it belongs to} */
    public Scheduler loop() {
        return protocol.transport().loop();
    }

    /** {@return the peer's address; null once closed} */
    public @Nullable SocketAddress remoteAddress() {
        return protocol.transport().remoteAddress();
    }

    @Override
    public String toString() {
        return protocol.toString();
    }
}
