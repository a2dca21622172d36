// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The writing half of a {@link WebSocketCodec}: messages to frames. */
final class OutboundFrames {
    private final Role role;
    private final RandomGenerator random;

    /** Null if no message may be compressed. */
    private final @Nullable MessageDeflater deflater;

    private final int threshold;

    /** The kind of the message whose fragments are being sent; null between two messages. */
    private @Nullable Opcode kind;

    private boolean isCompressed;
    private boolean closed;

    OutboundFrames(Role role, RandomGenerator random, @Nullable Deflate deflate) {
        this.role = role;
        this.random = random;
        this.threshold = deflate == null ? 0 : deflate.threshold();
        this.deflater = deflate == null
                ? null
                : new MessageDeflater(
                        role == Role.SERVER ? deflate.serverKeepsContext() : deflate.clientKeepsContext());
    }

    /** A message in one frame. */
    void message(Opcode opcode, ByteBuffer bytes, ByteQueue out) {
        if (kind != null) {
            throw new IllegalStateException("fragments of a message are being sent, and the last one is missing");
        }
        fragment(opcode, true, bytes, out);
    }

    /** A fragment of a message. */
    void fragment(Opcode opcode, boolean last, ByteBuffer bytes, ByteQueue out) {
        requireOpen();
        boolean first = kind == null;
        if (opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
            throw new IllegalArgumentException("a message is of TEXT or BINARY, not " + opcode);
        }
        if (!first && opcode != kind) {
            throw new IllegalStateException("fragments of " + kind + " are being sent, and the last one is missing");
        }
        ByteBuffer payload = requireNonNull(bytes, "bytes");
        if (first) {
            isCompressed = deflater != null && bytes.remaining() >= threshold;
        }
        if (isCompressed && deflater != null) {
            payload = deflater.deflate(bytes, last);
        }
        kind = last ? null : opcode;
        append(last, first && isCompressed, first ? opcode : Opcode.CONTINUATION, payload, out);
    }

    @Nullable
    ByteBuffer shared(WebSocketMessage message) {
        requireOpen();
        if (role == Role.CLIENT || kind != null) {
            return null;
        }
        if (deflater == null || message.length() < threshold) {
            return message.frame();
        }
        deflater.forget();
        return message.deflatedFrame();
    }

    void control(Opcode opcode, ByteBuffer bytes, ByteQueue out) {
        requireOpen();
        if (bytes.remaining() > FrameHeader.SHORT) {
            throw new IllegalArgumentException("a frame of " + opcode + " has up to " + FrameHeader.SHORT
                    + " bytes (RFC 6455 §5.5), not " + bytes.remaining());
        }
        append(true, false, opcode, bytes, out);
    }

    void close(CloseReason reason, ByteQueue out) {
        control(Opcode.CLOSE, ByteBuffer.wrap(reason.payload()), out);
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("a close frame was sent: no frame may follow it (RFC 6455 §5.5.1)");
        }
    }

    private void append(boolean fin, boolean compressed, Opcode opcode, ByteBuffer payload, ByteQueue out) {
        MaskingKey key = role == Role.CLIENT ? new MaskingKey(random.nextInt()) : null;
        FrameWriter.append(new FrameHeader(fin, compressed, opcode, payload.remaining(), key), payload, out);
    }

    /** How many bytes the compressor keeps. */
    int memory() {
        return deflater == null ? 0 : deflater.memory();
    }

    void release() {
        if (deflater != null) {
            deflater.release();
        }
    }
}
