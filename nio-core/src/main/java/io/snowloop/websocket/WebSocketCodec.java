// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket protocol of one end of a connection, after the opening handshake, without I/O (RFC 6455, RFC 7692). It turns
 * the peer's bytes into events, and our messages into bytes. One class serves both roles: a client masks its frames and refuses
 * masked ones, a server the other way round. Not thread-safe: it belongs to the thread of its connection.
 *
 * <pre>
 * reading = (receive next* keep)*
 * writing = (send | sendFragment* | sendPing | sendPong)* sendClose
 * </pre>
 *
 * <p>Reading: lend bytes with {@link #receive}; take events with {@link #next} until it returns null, or until you want no
 * more for now; then end the loan with {@link #keep}. Writing: each call appends frames to a queue of the caller.
 *
 * <p>A violation by the peer is a {@link WebSocketException}. A mistake of the caller is an {@link IllegalStateException} or an
 * {@link IllegalArgumentException}, and appends nothing.
 */
public final class WebSocketCodec {
    private final InboundFrames inbound;
    private final OutboundFrames outbound;

    /**
     * A codec without compression.
     * @param role of this end
     * @param limits of what it reads
     * @param random makes a client's masking keys, and must not be predictable there (RFC 6455 §10.3)
     */
    public WebSocketCodec(Role role, MessageLimits limits, RandomGenerator random) {
        this(role, limits, random, null);
    }

    /**
     * A codec with compression.
     * @param role of this end
     * @param limits of what it reads
     * @param random makes a client's masking keys, and must not be predictable there (RFC 6455 §10.3)
     * @param deflate what both ends have agreed on; null for no compression
     */
    public WebSocketCodec(Role role, MessageLimits limits, RandomGenerator random, @Nullable Deflate deflate) {
        requireNonNull(role, "role");
        requireNonNull(limits, "limits");
        requireNonNull(random, "random");
        inbound = new InboundFrames(role, limits, deflate);
        outbound = new OutboundFrames(role, random, deflate);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /**
     * Lends bytes to the codec until {@link #keep}.
     * @param bytes their position moves as they are used; not changed
     * @throws IllegalStateException if an earlier loan has not ended
     */
    public void receive(ByteBuffer bytes) {
        inbound.receive(requireNonNull(bytes, "bytes"));
    }

    /**
     * {@return the next event; null if that takes more bytes, and after a close frame}
     * @throws WebSocketException if the peer has broken the protocol or a limit; each later call throws it again
     */
    public @Nullable Event next() throws WebSocketException {
        return inbound.next();
    }

    /**
     * {@return how many bytes are in memory} Those received of a message that is not complete, those not used, and what the
     * compression takes: 260 KiB for a deflater and 44 KiB for an inflater, nearly all of it outside of the heap.
     */
    public long kept() {
        return inbound.keptBytes() + outbound.memory();
    }

    /** Ends the loan: unused bytes are copied. Memory that is not in use is dropped. */
    public void keep() {
        inbound.keep();
    }

    // ------------------------------------------------------------------------------------------------------ writing

    /**
     * Appends a message of text.
     * @param text encoded in UTF-8; an unpaired surrogate becomes a question mark
     * @param out what the frame is appended to
     */
    public void sendText(String text, ByteQueue out) {
        outbound.message(
                Opcode.TEXT, ByteBuffer.wrap(requireNonNull(text, "text").getBytes(UTF_8)), requireNonNull(out, "out"));
    }

    /**
     * Appends a message of bytes.
     * @param bytes all that remain; copied, and the position moves to the limit
     * @param out what the frame is appended to
     */
    public void sendBinary(ByteBuffer bytes, ByteQueue out) {
        outbound.message(Opcode.BINARY, requireNonNull(bytes, "bytes"), requireNonNull(out, "out"));
    }

    /**
     * Appends a fragment of a message (RFC 6455 §5.4). Control frames may be sent between two fragments, other messages not.
     * @param kind {@link Opcode#TEXT} or {@link Opcode#BINARY}, the same in all fragments of the message
     * @param last whether it is the last one
     * @param bytes all that remain; a character of text may be cut
     * @param out what the frame is appended to
     */
    public void sendFragment(Opcode kind, boolean last, ByteBuffer bytes, ByteQueue out) {
        outbound.fragment(
                requireNonNull(kind, "kind"), last, requireNonNull(bytes, "bytes"), requireNonNull(out, "out"));
    }

    /**
     * {@return the frame of a message which is sent to many; null if this end cannot share it, because it masks} Write it after
     * all that was appended before.
     * @param message encoded for its first receiver
     */
    public @Nullable ByteBuffer shared(WebSocketMessage message) {
        return outbound.shared(requireNonNull(message, "message"));
    }

    /**
     * Appends a message which is sent to many.
     * @param message whose bytes are copied
     * @param out what the frame is appended to
     */
    public void send(WebSocketMessage message, ByteQueue out) {
        requireNonNull(message, "message");
        outbound.message(message.opcode(), message.payload(), requireNonNull(out, "out"));
    }

    /**
     * Appends a ping.
     * @param bytes all that remain, up to 125
     * @param out what the frame is appended to
     */
    public void sendPing(ByteBuffer bytes, ByteQueue out) {
        outbound.control(Opcode.PING, requireNonNull(bytes, "bytes"), requireNonNull(out, "out"));
    }

    /**
     * Appends a pong.
     * @param bytes all that remain, up to 125: those of the ping
     * @param out what the frame is appended to
     */
    public void sendPong(ByteBuffer bytes, ByteQueue out) {
        outbound.control(Opcode.PONG, requireNonNull(bytes, "bytes"), requireNonNull(out, "out"));
    }

    /**
     * Appends the last frame: nothing may be sent after it.
     * @param reason with {@link CloseReason#NO_STATUS} for a frame without a code
     * @param out what the frame is appended to
     * @throws IllegalArgumentException if no frame may have this code, or the text is too long
     */
    public void sendClose(CloseReason reason, ByteQueue out) {
        outbound.close(requireNonNull(reason, "reason"), requireNonNull(out, "out"));
    }

    /** {@return whether a close frame was sent} */
    public boolean isClosed() {
        return outbound.isClosed();
    }

    /** Frees the memory of the compression, which is outside of the heap. The codec is of no use afterwards. */
    public void release() {
        inbound.release();
        outbound.release();
    }
}
