// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.WebSocketException.protocol;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The message that is being received, put together from its fragments (RFC 6455 §5.4).
 *
 * <pre>
 *   begin (append)* end
 * </pre>
 *
 * <p>Memory grows with the bytes that have come, and not with the length that a header claims. Text is checked piece by
 * piece, so that a wrong byte is found when it comes (§8.1).
 */
final class MessageAssembly {
    private final int maxMessage;
    private final @Nullable MessageInflater inflater;
    private final ByteQueue bytes = new ByteQueue();

    private final Utf8Validator utf8 = new Utf8Validator();

    /** The kind of the message under way; null between two messages. */
    private @Nullable Opcode kind;

    private boolean isCompressed;

    /**
     * No message yet.
     *
     * @param maxMessage the most bytes of a message
     * @param inflater decompresses messages; null if no message may be compressed
     */
    MessageAssembly(int maxMessage, @Nullable MessageInflater inflater) {
        this.maxMessage = maxMessage;
        this.inflater = inflater;
    }

    /** The header of a data frame has come: the first fragment of a message, or a further one. */
    void begin(FrameHeader frame) throws WebSocketException {
        boolean isFurther = frame.opcode() == Opcode.CONTINUATION;
        if (isFurther != (kind != null)) {
            throw protocol(
                    isFurther
                            ? "a continuation frame has no message to continue (RFC 6455 §5.4)"
                            : "a message begins before the one before it has ended (RFC 6455 §5.4)");
        }
        if (!isFurther) {
            kind = frame.opcode();
            isCompressed = frame.compressed();
            bytes.clear();
        }
        if (!isCompressed && frame.length() > maxMessage - bytes.size()) {
            throw tooBig();
        }
    }

    private WebSocketException tooBig() {
        return new WebSocketException(
                CloseReason.MESSAGE_TOO_BIG, "a message has more than maxMessage = " + maxMessage + " bytes");
    }

    /** Appends a piece of the frame's payload: the next {@code count} bytes of {@code in}, which are masked if there is a key. */
    void append(FrameHeader frame, long offset, ByteBuffer in, int count) throws WebSocketException {
        int before = bytes.size();
        if (isCompressed) {
            ByteQueue compressed = new ByteQueue();
            Payload.append(frame.key(), offset, in, count, compressed);
            inflate(compressed.peek());
        } else {
            Payload.append(frame.key(), offset, in, count, bytes);
        }
        if (kind == Opcode.TEXT) {
            check(before);
        }
    }

    private void inflate(ByteBuffer compressed) throws WebSocketException {
        if (inflater != null && !inflater.inflate(compressed, bytes, maxMessage)) {
            throw tooBig();
        }
    }

    private void check(int from) throws WebSocketException {
        int start = bytes.arrayOffset();
        int wrong = utf8.check(bytes.array(), start + from, start + bytes.size());
        if (wrong >= 0) {
            throw invalid("byte " + (from + wrong));
        }
    }

    private static WebSocketException invalid(String where) {
        return new WebSocketException(
                CloseReason.INVALID_DATA, "a text is not valid UTF-8: " + where + " (RFC 6455 §8.1)");
    }

    /** The payload of a frame is complete. Returns the message if it was the last frame. */
    @Nullable
    Event end(FrameHeader frame) throws WebSocketException {
        if (!frame.fin()) {
            return null;
        }
        if (isCompressed && inflater != null) {
            int before = bytes.size();
            if (!inflater.end(bytes, maxMessage)) {
                throw tooBig();
            }
            if (kind == Opcode.TEXT) {
                check(before);
            }
        }
        boolean text = kind == Opcode.TEXT;
        kind = null;
        if (!text) {
            return new Event.Binary(bytes.peek());
        }
        if (!utf8.isComplete()) {
            throw invalid("it ends within a character");
        }
        return new Event.Text(new String(bytes.array(), bytes.arrayOffset(), bytes.size(), UTF_8));
    }

    /** How many bytes it keeps: those that it has, and the decompressor. */
    int memory() {
        return bytes.kept() + (inflater == null ? 0 : inflater.memory());
    }

    /** Drops memory that is not in use: of the last message, which is of no use any more, or that one had and the next one does not need. */
    void trim() {
        if (kind == null) {
            bytes.clear();
        }
        bytes.trim();
    }

    /** Releases the memory of the decompressor. */
    void release() {
        if (inflater != null) {
            inflater.release();
        }
    }
}
