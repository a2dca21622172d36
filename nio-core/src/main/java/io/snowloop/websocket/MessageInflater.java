// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The decompressor of received messages (RFC 7692 §7.2.2). It stops at the limit, so that a few bytes cannot become gigabytes.
 *
 * <p>The sender removes the last four bytes of a message, which are always the same; they are put back. With context
 * takeover, a message may refer to the last 32 KiB of those before it: then the inflater, about 40 KB outside of the heap,
 * lives as long as the connection. Without, it lives as long as a message.
 */
final class MessageInflater {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int PIECE = 4 * 1024;
    private static final byte[] NO_INPUT = {};

    /** How much an inflater takes: outside of the heap, and the piece. */
    private static final int MEMORY = 40 * 1024 + PIECE;

    private final boolean keepsContext;
    private @Nullable Inflater inflater;

    /** What is decompressed at once. It lives as long as the inflater. */
    private byte[] piece = {};

    MessageInflater(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    /**
     * Decompresses a piece of a message.
     *
     * @return false if the message has more than {@code most} bytes
     */
    boolean inflate(ByteBuffer in, ByteQueue out, int most) throws WebSocketException {
        Inflater current = inflater;
        if (current == null) {
            current = new Inflater(true);
            inflater = current;
            piece = new byte[PIECE];
        }
        try {
            return inflate(current, in, out, most);
        } catch (DataFormatException e) {
            String message = "a compressed message is damaged: " + e.getMessage();
            throw (WebSocketException) new WebSocketException(CloseReason.INVALID_DATA, message).initCause(e);
        }
    }

    private boolean inflate(Inflater current, ByteBuffer in, ByteQueue out, int most) throws DataFormatException {
        current.setInput(in);
        while (true) {
            int count = current.inflate(piece);
            if (count > most - out.size()) {
                return false;
            }
            out.append(piece, 0, count);
            if (current.finished()) { // a block that says it is the last one: others may follow (§7.2.3.5)
                current.reset();
                current.setInput(in);
            } else if (count == 0) {
                current.setInput(NO_INPUT); // it would refer to what was received until more is
                return true;
            }
        }
    }

    /** The message is complete. Returns false if it has more than {@code most} bytes. */
    boolean end(ByteQueue out, int most) throws WebSocketException {
        boolean fits = inflate(ByteBuffer.wrap(TAIL), out, most);
        if (!keepsContext) {
            release();
        }
        return fits;
    }

    /** How many bytes it keeps. */
    int memory() {
        return inflater == null ? 0 : MEMORY;
    }

    /** Frees its memory, which is outside of the heap. */
    void release() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
            piece = new byte[0];
        }
    }
}
