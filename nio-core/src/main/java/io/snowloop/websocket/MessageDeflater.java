// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The compressor of sent messages (RFC 7692 §7.2.1).
 *
 * <p>With context takeover, a message may refer to the last 32 KiB of those before it: then the deflater, about 260 KB
 * outside of the heap, lives as long as the connection. Without, it lives as long as a message.
 */
final class MessageDeflater {
    /** A flushed message ends with these bytes, 00 00 FF FF, which are not sent (§7.2.1). */
    private static final int TAIL = 4;

    /** How much a deflater takes outside of the heap. */
    private static final int MEMORY = 260 * 1024;

    private static final int PIECE = 4 * 1024;
    private static final byte[] NO_INPUT = {};

    private final boolean keepsContext;
    private @Nullable Deflater deflater;

    MessageDeflater(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    /**
     * Compresses a fragment of a message.
     *
     * @param last whether it is the message's last
     * @return what is sent
     */
    ByteBuffer deflate(ByteBuffer fragment, boolean last) {
        ByteQueue out = new ByteQueue();
        if (fragment.hasRemaining()) {
            Deflater current = deflater;
            if (current == null) {
                current = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                deflater = current;
            }
            deflate(current, fragment, out);
        } else {
            out.append((byte) 0); // the beginning of a block without bytes; its end is the tail
            out.append(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
        }
        ByteBuffer all = out.takeAll();
        if (last) {
            all.limit(all.limit() - TAIL);
            if (!keepsContext) {
                release();
            }
        }
        return all;
    }

    private static void deflate(Deflater current, ByteBuffer fragment, ByteQueue out) {
        byte[] piece = new byte[PIECE];
        current.setInput(fragment);
        int count = PIECE;
        while (count == PIECE) {
            count = current.deflate(piece, 0, PIECE, Deflater.SYNC_FLUSH);
            out.append(piece, 0, count);
        }
        current.setInput(NO_INPUT); // it would refer to the whole message until the next one
    }

    /** How many bytes it keeps. */
    int memory() {
        return deflater == null ? 0 : MEMORY;
    }

    /** The next message refers to none of those before: one was sent that was compressed elsewhere. */
    void forget() {
        if (deflater != null) {
            deflater.reset();
        }
    }

    /** Frees its memory, which is outside of the heap. */
    void release() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
