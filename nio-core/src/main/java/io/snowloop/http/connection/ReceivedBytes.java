// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that have arrived and that no reader has taken: either lent, which means that they are still in the
 * loop's read buffer, or kept, which means that they were copied.
 */
final class ReceivedBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final IncomingBody.Source source;

    /** If there are any, nothing is kept. */
    private ByteBuffer lent = NOTHING;

    /** Null until there are any: most bodies arrive with their head and are used during the loan. */
    private @Nullable ByteQueue kept;

    /** How many were taken, and put back: the source knows of these already. */
    private int putBack;

    /** None yet. The source is told when they are taken. */
    ReceivedBytes(IncomingBody.Source source) {
        this.source = source;
    }

    boolean isEmpty() {
        return !lent.hasRemaining() && (kept == null || kept.isEmpty());
    }

    int size() {
        return lent.remaining() + (kept == null ? 0 : kept.size());
    }

    /** Adds the only bytes, without copying them before {@link #endLoan}. */
    void lend(ByteBuffer bytes) {
        lent = bytes;
    }

    /** Adds a copy. */
    void keep(ByteBuffer bytes) {
        if (kept == null) {
            kept = new ByteQueue();
        }
        kept.append(bytes);
    }

    /** The read buffer is about to be used for other bytes: copies what is still in it. */
    void endLoan() {
        if (lent.hasRemaining()) {
            keep(lent);
        }
        lent = NOTHING;
    }

    /** Returns what was taken, and not used. Nothing has arrived since. */
    void putBack(ByteBuffer bytes) {
        putBack = bytes.remaining();
        keep(bytes);
    }

    private void tell() {
        source.taken(untold());
    }

    /** How many the source does not know of. From now on it does. */
    private int untold() {
        int untold = size() - putBack;
        putBack = 0;
        return untold;
    }

    /** Takes all, for the caller to keep. */
    ByteBuffer take() {
        tell();
        endLoan();
        return kept == null ? NOTHING : kept.takeAll();
    }

    /** Takes all, as one array: a copy of the read buffer, or the array that it was copied to before. */
    @SuppressWarnings("ByteBufferBackingArray") // takeAll gives a whole array, from its beginning
    Body.Bytes takeBody() {
        if (lent.hasRemaining()) {
            tell();
            byte[] bytes = new byte[lent.remaining()];
            lent.get(bytes);
            return Body.of(bytes);
        }
        ByteBuffer bytes = take();
        boolean exact = bytes.remaining() == bytes.array().length;
        return Body.of(exact ? bytes.array() : Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit()));
    }

    /** Takes all, without a copy: to be used before the loan ends. */
    ByteBuffer takeLent() {
        if (!lent.hasRemaining()) {
            return take();
        }
        tell();
        ByteBuffer bytes = lent;
        lent = NOTHING;
        return bytes;
    }

    /** Drops all. */
    void clear() {
        source.dropped(untold());
        lent = NOTHING;
        kept = null;
    }
}
