// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent to many: it is encoded once, and compressed once if any of its receivers has agreed to that.
 *
 * <p>A server's frames are the same for all of its clients, so all of their connections send the bytes of this one. A client
 * masks each of its frames with another key, so there they are copied. Immutable; any thread may use it, and loops may share
 * it.
 */
public final class WebSocketMessage {
    private final Opcode opcode;
    private final byte[] payload;

    /** The frame, and the frame of the compressed payload; null until one is needed. Two threads may both make it. */
    private volatile @Nullable ByteBuffer plain;

    private volatile @Nullable ByteBuffer deflated;

    private WebSocketMessage(Opcode opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload;
    }

    /**
     * {@return a message of text}
     * @param text encoded in UTF-8; an unpaired surrogate becomes a question mark
     */
    public static WebSocketMessage text(String text) {
        return new WebSocketMessage(Opcode.TEXT, requireNonNull(text, "text").getBytes(UTF_8));
    }

    /**
     * {@return a message of bytes}
     * @param bytes all that remain; copied, and the position moves to the limit
     */
    public static WebSocketMessage binary(ByteBuffer bytes) {
        byte[] copy = new byte[requireNonNull(bytes, "bytes").remaining()];
        bytes.get(copy);
        return new WebSocketMessage(Opcode.BINARY, copy);
    }

    /** {@return the number of its bytes, before compression} */
    public int length() {
        return payload.length;
    }

    /** {@link Opcode#TEXT} or {@link Opcode#BINARY}. */
    Opcode opcode() {
        return opcode;
    }

    ByteBuffer payload() {
        return ByteBuffer.wrap(payload);
    }

    /** Its frame without a mask, in a buffer of the caller. */
    ByteBuffer frame() {
        ByteBuffer frame = plain;
        if (frame == null) {
            frame = frame(false, payload());
            plain = frame;
        }
        return frame.duplicate();
    }

    /** Its frame without a mask, compressed without a reference to other messages, in a buffer of the caller. */
    ByteBuffer deflatedFrame() {
        ByteBuffer frame = deflated;
        if (frame == null) {
            frame = frame(true, new MessageDeflater(false).deflate(payload(), true));
            deflated = frame;
        }
        return frame.duplicate();
    }

    private ByteBuffer frame(boolean compressed, ByteBuffer bytes) {
        ByteQueue frame = new ByteQueue();
        FrameWriter.append(new FrameHeader(true, compressed, opcode, bytes.remaining(), null), bytes, frame);
        return frame.takeAll();
    }

    @Override
    public String toString() {
        return "WebSocketMessage[" + opcode + ", " + payload.length + " bytes]";
    }
}
