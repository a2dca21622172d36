package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;

/**
 * The bytes that have been received and not used: first those kept from before, then those in the lent buffer.
 *
 * <p>Lines are read from the queue of kept bytes, because a line must be whole and an array is scanned faster than a
 * direct buffer; {@link #pull} moves some lent bytes there in one copy. Bodies are taken from where they lie, and
 * {@link #putBack} returns what was pulled too far, so that no body is copied.
 */
final class Inbound {
    /** Bytes to pull at a time: a head of usual size at once, or a row of pipelined ones. */
    private static final int PULL = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteQueue kept = new ByteQueue();
    private ByteBuffer lent = NOTHING;
    private boolean onLoan;

    /** How many bytes have been pulled out of the lent buffer; no more are kept, if none are older than the loan. */
    private int pulled;

    void lend(ByteBuffer bytes) {
        if (onLoan) {
            throw new IllegalStateException("a buffer is still lent: keep() must end its loan first");
        }
        lent = bytes;
        onLoan = true;
    }

    /** Ends the loan, keeping a copy of what has not been used. An empty queue lets go of its array here. */
    void keep() {
        if (lent.hasRemaining()) {
            kept.append(lent);
        } else {
            kept.trim();
        }
        lent = NOTHING;
        onLoan = false;
        pulled = 0;
    }

    boolean isEmpty() {
        return kept.isEmpty() && !lent.hasRemaining();
    }

    /** Takes all bytes, in a buffer that stays valid; the loan goes on, but of nothing. */
    ByteBuffer drain() {
        kept.append(lent);
        return kept.drain();
    }

    /** Forgets all bytes. */
    void discard() {
        kept.clear();
        lent.position(lent.limit());
    }

    // -------------------------------------------------------------------------------------------------------- lines

    /** The kept bytes, for reading lines from. */
    ByteQueue kept() {
        return kept;
    }

    /** Moves some lent bytes to the kept ones; false if there are none. */
    boolean pull() {
        int count = Math.min(lent.remaining(), PULL);
        if (count > 0) {
            kept.append(lent, count);
            pulled += count;
        }
        return count > 0;
    }

    /** Gives kept bytes back to the lent buffer, if all of them have come from there. */
    void putBack() {
        if (kept.size() <= pulled) {
            lent.position(lent.position() - kept.size());
            kept.clear();
        }
    }

    // ------------------------------------------------------------------------------------------------------- bodies

    /** Takes the next byte; there must be one. */
    byte takeByte() {
        if (kept.isEmpty()) {
            return lent.get();
        }
        byte first = kept.get(0);
        kept.skip(1);
        return first;
    }

    /** Takes up to {@code most} bytes as a slice of where they lie; there must be at least one. */
    ByteBuffer take(long most) {
        if (kept.isEmpty()) {
            int count = (int) Math.min(most, lent.remaining());
            ByteBuffer slice = lent.slice(lent.position(), count);
            lent.position(lent.position() + count);
            return slice;
        }
        int count = (int) Math.min(most, kept.size());
        ByteBuffer slice = kept.peek().slice(kept.arrayOffset(), count);
        kept.skip(count);
        return slice;
    }
}
