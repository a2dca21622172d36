// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that have been received and not used yet, in the order of the stream:
 *
 * <pre>
 *    kept from earlier loans      pulled out of the lent buffer      still in the lent buffer
 *  +---------------------------+----------------------------------+----------------------------+
 *  |                         queue                                |            lent            |
 *  +---------------------------+----------------------------------+----------------------------+
 * </pre>
 *
 * <p>Lines are read from the queue: a line has to be contiguous, also if it comes in two reads, and an array is
 * searched faster than a direct buffer. {@link #pull} copies some lent bytes there. The bytes of a body are not copied
 * but sliced where they are; {@link #putBack} returns to the lent buffer what was pulled behind a head.
 *
 * <p>There are two queues. Nearly always a loan ends with all its bytes used, and the queue was needed during the loan
 * only. So all connections of a loop share one, see {@link DecoderContext}. A connection uses its own queue if it has
 * kept bytes, or if the shared one is in use by another loan (of a connection that reads inside of a callback of this
 * one).
 */
final class Inbound {
    /** How many bytes are pulled at a time: a head of usual size, or several small pipelined ones. */
    private static final int PULL = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteQueue shared;
    private final ByteQueue own = new ByteQueue();

    /** Either of the two: the shared one during a loan, if nothing was kept before it. */
    private ByteQueue queue = own;

    private ByteBuffer lent = NOTHING;
    private boolean onLoan;

    /**
     * How many bytes have been pulled during this loan. They are the last ones of the queue, as far as they are unused.
     */
    private int pulled;

    Inbound(DecoderContext context) {
        shared = context.lines;
    }

    void lend(ByteBuffer bytes) {
        if (onLoan) {
            throw new IllegalStateException("a buffer is still lent: call keep() first");
        }
        lent = bytes;
        onLoan = true;
        queue = own.isEmpty() && shared.isEmpty() ? shared : own;
    }

    /** Ends the loan: unused bytes are copied to the connection's own queue. */
    void keep() {
        if (queue != own && !queue.isEmpty()) { // the shared queue must be empty between loans
            own.append(queue.peek());
            queue.clear();
        }
        if (lent.hasRemaining()) {
            own.append(lent);
        }
        own.trim(); // an idle connection holds no array
        queue = own;
        lent = NOTHING;
        onLoan = false;
        pulled = 0;
    }

    int size() {
        return queue.size() + lent.remaining();
    }

    /** How many bytes of memory they take, roughly. */
    int kept() {
        return own.kept() + (queue == own ? 0 : queue.size()) + lent.remaining();
    }

    boolean isEmpty() {
        return queue.isEmpty() && !lent.hasRemaining();
    }

    /** Whether the bytes from which lines are read begin with these. */
    boolean startsWith(byte[] first) {
        int from = queue.arrayOffset();
        return queue.size() >= first.length
                && Arrays.equals(queue.array(), from, from + first.length, first, 0, first.length);
    }

    /** Takes all bytes, as a copy that belongs to the caller. The loan goes on, with no bytes left. */
    ByteBuffer takeAll() {
        ByteBuffer all = ByteBuffer.allocate(queue.size() + lent.remaining());
        all.put(queue.peek()).put(lent).flip();
        queue.clear();
        return all;
    }

    /** Drops all bytes. */
    void clear() {
        queue.clear();
        lent.position(lent.limit());
    }

    /** Drops all bytes and the memory for more. */
    void drop() {
        clear();
        own.trim();
    }

    // --------------------------------------------------------------------------------------------------------- lines

    /** The bytes from which lines are read. More may be in the lent buffer, see {@link #pull}. */
    ByteQueue lines() {
        return queue;
    }

    /** Moves some lent bytes to the end of {@link #lines}; false if there are none. */
    boolean pull() {
        int count = Math.min(lent.remaining(), PULL);
        queue.append(lent, count);
        pulled += count;
        return count > 0;
    }

    /**
     * Returns the pulled bytes that are unused to the lent buffer. Not if the queue holds more than was pulled: then
     * its first bytes come from earlier loans, are not in the lent buffer, and have to be used first.
     */
    void putBack() {
        if (queue.size() <= pulled) {
            lent.position(lent.position() - queue.size()); // they are still there: a pull only moves the position
            queue.clear();
        }
    }

    // -------------------------------------------------------------------------------------------------------- bodies

    /** Takes the next byte. There must be one. */
    byte takeByte() {
        if (queue.isEmpty()) {
            return lent.get();
        }
        byte first = queue.get(0);
        queue.skip(1);
        return first;
    }

    /**
     * Takes at most {@code most} bytes as a slice, which is valid until the next call that appends to the queue or ends
     * the loan. There must be at least one byte. The slice may be shorter than possible: bytes of the queue and of the
     * lent buffer are not contiguous, and to join them would be a copy.
     */
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
