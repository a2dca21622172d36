// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;

/**
 * The bytes that have been received and not used yet: first those that were kept from earlier loans, then those of the lent
 * buffer. Frames are read where they are, by index, so a frame may lie in both. Only a part of a frame is ever kept.
 */
final class FrameInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteQueue kept = new ByteQueue();
    private ByteBuffer lent = NOTHING;
    private boolean onLoan;

    void lend(ByteBuffer bytes) {
        if (onLoan) {
            throw new IllegalStateException("a buffer is still lent: call keep() first");
        }
        lent = bytes;
        onLoan = true;
    }

    /** Ends the loan: unused bytes are copied. */
    void keep() {
        if (lent.hasRemaining()) {
            kept.append(lent);
        }
        kept.trim(); // an idle connection holds no array
        lent = NOTHING;
        onLoan = false;
    }

    int size() {
        return kept.size() + lent.remaining();
    }

    /** How many bytes of memory they take, roughly. */
    int memory() {
        return kept.kept() + lent.remaining();
    }

    /** An unsigned byte, counted from the front. */
    int byteAt(int index) {
        int inLent = index - kept.size();
        return (inLent < 0 ? kept.get(index) : lent.get(lent.position() + inLent)) & 0xFF;
    }

    /** The 32 bits from an index on. */
    int intAt(int index) {
        return byteAt(index) << 24 | byteAt(index + 1) << 16 | byteAt(index + 2) << 8 | byteAt(index + 3);
    }

    /** The 64 bits from an index on. */
    long longAt(int index) {
        return (long) intAt(index) << 32 | (intAt(index + 4) & 0xFFFF_FFFFL);
    }

    /** The characters of bytes, in Latin-1. */
    String textAt(int index, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) byteAt(index + i));
        }
        return text.toString();
    }

    void skip(int count) {
        int inKept = Math.min(count, kept.size());
        kept.skip(inKept);
        lent.position(lent.position() + count - inKept);
    }

    /** Takes {@code count} bytes to the end of a queue. */
    void moveTo(ByteQueue queue, int count) {
        int inKept = Math.min(count, kept.size());
        queue.append(kept.peek(), inKept);
        kept.skip(inKept);
        queue.append(lent, count - inKept);
    }

    /**
     * Takes at most {@code most} bytes as a slice, which is valid until the next call that ends the loan. There must be a
     * byte. The slice is shorter than possible where the bytes are in both parts: to join them would be a copy.
     */
    ByteBuffer take(int most) {
        if (kept.isEmpty()) {
            int count = Math.min(most, lent.remaining());
            ByteBuffer slice = lent.slice(lent.position(), count);
            lent.position(lent.position() + count);
            return slice;
        }
        int count = Math.min(most, kept.size());
        ByteBuffer slice = kept.peek().slice(kept.arrayOffset(), count);
        kept.skip(count);
        return slice;
    }

    /** Drops all bytes. */
    void clear() {
        kept.clear();
        lent.position(lent.limit());
    }
}
