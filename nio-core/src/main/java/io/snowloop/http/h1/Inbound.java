package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;

/**
 * The bytes that have been received and not used: first those pulled out of the lent buffer, or kept from an earlier one,
 * then those that are still in it.
 *
 * <p>Lines are read from a queue, because a line must be whole and an array is scanned faster than a direct buffer;
 * {@link #pull} moves some lent bytes there in one copy. Bodies are taken from where they lie, and {@link #putBack}
 * returns what was pulled too far, so that no body is copied.
 *
 * <p>Mostly a loan ends with all its bytes used, and then the queue is one that all connections share.
 */
final class Inbound {
    /** Bytes to pull at a time: a head of usual size at once, or a row of pipelined ones. */
    private static final int PULL = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteQueue shared;
    private final ByteQueue own = new ByteQueue();

    /** One of the two: the shared one for the time of a loan, if nothing was kept before. */
    private ByteQueue queue = own;

    private ByteBuffer lent = NOTHING;
    private boolean onLoan;

    /** How many bytes have been pulled out of the lent buffer; no more are in the queue, if none are older than the loan. */
    private int pulled;

    Inbound(Scratch scratch) {
        shared = scratch.lines;
    }

    void lend(ByteBuffer bytes) {
        if (onLoan) {
            throw new IllegalStateException("a buffer is still lent: keep() must end its loan first");
        }
        lent = bytes;
        onLoan = true;
        queue = own.isEmpty() && shared.isEmpty() ? shared : own;
    }

    /** Ends the loan, keeping a copy of what has not been used. */
    void keep() {
        if (queue != own && !queue.isEmpty()) {
            own.append(queue.peek());
            queue.clear();
        }
        if (lent.hasRemaining()) {
            own.append(lent);
        }
        own.trim();
        queue = own;
        lent = NOTHING;
        onLoan = false;
        pulled = 0;
    }

    boolean isEmpty() {
        return queue.isEmpty() && !lent.hasRemaining();
    }

    /** Takes all bytes, in a buffer that stays valid; the loan goes on, but of nothing. */
    ByteBuffer drain() {
        ByteBuffer all = ByteBuffer.allocate(queue.size() + lent.remaining());
        all.put(queue.peek()).put(lent).flip();
        queue.clear();
        return all;
    }

    /** Forgets all bytes. */
    void discard() {
        queue.clear();
        lent.position(lent.limit());
    }

    // -------------------------------------------------------------------------------------------------------- lines

    /** Bytes to read lines from. */
    ByteQueue lines() {
        return queue;
    }

    /** Moves some lent bytes to those that lines are read from; false if there are none. */
    boolean pull() {
        int count = Math.min(lent.remaining(), PULL);
        if (count > 0) {
            queue.append(lent, count);
            pulled += count;
        }
        return count > 0;
    }

    /** Gives pulled bytes back to the lent buffer, if all of them have come from there. */
    void putBack() {
        if (queue.size() <= pulled) {
            lent.position(lent.position() - queue.size());
            queue.clear();
        }
    }

    // ------------------------------------------------------------------------------------------------------- bodies

    /** Takes the next byte; there must be one. */
    byte takeByte() {
        if (queue.isEmpty()) {
            return lent.get();
        }
        byte first = queue.get(0);
        queue.skip(1);
        return first;
    }

    /** Takes up to {@code most} bytes as a slice of where they lie; there must be at least one. */
    ByteBuffer take(long most) {
        if (queue.isEmpty()) {
            int count = (int) Math.min(most, lent.remaining());
            ByteBuffer slice = lent.slice(lent.position(), count);
            lent.position(lent.position() + count);
            return slice;
        }
        int count = (int) Math.min(most, queue.size());
        ByteBuffer slice = queue.peek().slice(queue.arrayOffset(), count);
        queue.skip(count);
        return slice;
    }
}
