// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.WebSocketException.protocol;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The reading half of a {@link WebSocketCodec}: bytes to frames, frames to events. */
final class InboundFrames {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FrameHeaderReader headers;
    private final MessageAssembly message;

    /** The payload of a control frame. Such a frame may come between the fragments of a message (RFC 6455 §5.4). */
    private final ByteQueue control = new ByteQueue();

    /** The bytes that were unused at the end of a loan. */
    private final ByteQueue kept = new ByteQueue();

    private ByteBuffer in = NOTHING;

    /** The frame whose payload is being read; null between two frames. */
    private @Nullable FrameHeader frame;

    /** How many bytes of its payload were read. */
    private long offset;

    private boolean closed;
    private @Nullable WebSocketException failure;

    InboundFrames(Role role, MessageLimits limits, @Nullable Deflate deflate) {
        boolean keepsContext =
                deflate != null && (role == Role.SERVER ? deflate.clientKeepsContext() : deflate.serverKeepsContext());
        headers = new FrameHeaderReader(role, deflate != null, limits.maxFrame());
        message = new MessageAssembly(limits.maxMessage(), deflate == null ? null : new MessageInflater(keepsContext));
    }

    void receive(ByteBuffer bytes) {
        if (in != NOTHING) {
            throw new IllegalStateException("the bytes before are still lent: call keep()");
        }
        if (kept.isEmpty()) {
            in = bytes;
        } else {
            kept.append(bytes);
            in = kept.peek();
        }
    }

    void keep() {
        if (in != NOTHING && !kept.isEmpty()) {
            kept.skip(kept.size() - in.remaining());
        } else if (in.hasRemaining()) {
            kept.append(in);
        }
        in = NOTHING;
        kept.trim();
        control.trim();
        message.trim();
    }

    long keptBytes() {
        return (long) kept.kept() + control.size() + message.memory();
    }

    @Nullable
    Event next() throws WebSocketException {
        if (failure != null) {
            throw failure;
        }
        if (in == NOTHING && !kept.isEmpty()) {
            in = kept.peek();
        }
        try {
            return read();
        } catch (WebSocketException e) {
            failure = e;
            throw e;
        }
    }

    // region read
    private @Nullable Event read() throws WebSocketException {
        while (!closed) {
            FrameHeader current = frame == null ? begin() : frame;
            if (current == null || !readPayload(current)) {
                return null;
            }
            frame = null;
            Event event = current.opcode().isControl() ? controlEvent(current.opcode()) : message.end(current);
            if (event != null) {
                return event;
            }
        }
        in.position(in.limit()); // what follows a close frame is ignored (RFC 6455 §5.5.1)
        return null;
    }
    // endregion

    private @Nullable FrameHeader begin() throws WebSocketException {
        FrameHeader next = headers.read(in);
        frame = next;
        offset = 0;
        if (next != null && next.opcode().isControl()) {
            control.clear();
        } else if (next != null) {
            message.begin(next);
        }
        return next;
    }

    /** Reads what has come of a payload. Returns whether it is complete. */
    private boolean readPayload(FrameHeader current) throws WebSocketException {
        int count = (int) Math.min(in.remaining(), current.length() - offset);
        if (count > 0) {
            if (current.opcode().isControl()) {
                Payload.append(current.key(), offset, in, count, control);
            } else {
                message.append(current, offset, in, count);
            }
            offset += count;
        }
        return offset == current.length();
    }

    private Event controlEvent(Opcode opcode) throws WebSocketException {
        ByteBuffer bytes = control.peek();
        if (opcode == Opcode.CLOSE) {
            closed = true;
            return new Event.Close(closeReason(bytes));
        }
        return opcode == Opcode.PING ? new Event.Ping(bytes) : new Event.Pong(bytes);
    }

    /** RFC 6455 §5.5.1: empty; or two bytes of a code, and UTF-8. */
    private static CloseReason closeReason(ByteBuffer bytes) throws WebSocketException {
        if (!bytes.hasRemaining()) {
            return CloseReason.of(CloseReason.NO_STATUS);
        }
        if (bytes.remaining() == 1) {
            throw protocol("a close frame has half of a code (RFC 6455 §5.5.1)");
        }
        int code = Short.toUnsignedInt(bytes.getShort());
        if (!CloseReason.isInFrames(code)) {
            throw protocol("a close frame has the code " + code + ", which is never sent (RFC 6455 §7.4)");
        }
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        Utf8Validator utf8 = new Utf8Validator();
        if (utf8.check(text, 0, text.length) >= 0 || !utf8.isComplete()) {
            throw new WebSocketException(
                    CloseReason.INVALID_DATA, "the text of a close frame is not valid UTF-8 (RFC 6455 §5.5.1)");
        }
        return new CloseReason(code, new String(text, UTF_8));
    }

    void release() {
        message.release();
    }
}
