// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A lower bound on a client's speed, as a token bucket of time: waiting for the client takes from the bucket, and each byte
 * adds to it, up to its size.
 *
 * <p>Why not a time-out: a client that sends one byte a second is never silent for long, so no time-out expires. Why a
 * bucket with a size and not an average: a client that was fast for an hour may not be silent for an hour.
 *
 * <p>Only the time during which the server waits for the client counts.
 */
final class MinimumRate {
    /** Half of what a long holds, so that no sum overflows. */
    private static final long LONGEST_GRACE = Long.MAX_VALUE / 2;

    private final ServerContext context;
    private final Deadline empty;
    private final long size;
    private final long nanosPerByte;
    private long credit;
    private long waitingSince;
    private boolean waiting;

    /**
     * A full bucket.
     *
     * @param grace its size
     * @param tooSlow run when it is empty; a call of {@link #moved} there may save the client
     */
    MinimumRate(ServerContext context, Duration grace, Runnable tooSlow) {
        this.context = context;
        this.size = Math.min(LONGEST_GRACE, TimeUnit.NANOSECONDS.convert(grace));
        this.nanosPerByte = 1_000_000_000 / context.options().minimumRate();
        this.credit = size;
        this.empty = new Deadline(context.loop(), tooSlow);
    }

    /** From now on we wait for the client. */
    void waiting() {
        if (!waiting) {
            waiting = true;
            waitingSince = now();
            empty.arm(credit);
        }
    }

    /** Bytes came, or were taken. */
    void moved(long bytes) {
        long most = size / nanosPerByte; // so that the product does not overflow
        excused(Math.min(bytes, most) * nanosPerByte);
    }

    /** For so long it was not the client that we waited for. */
    void excused(long nanos) {
        spend();
        credit = Math.min(size, credit + nanos);
        if (waiting) {
            empty.arm(Math.max(0, credit));
        }
    }

    /** We don't wait for the client any more. */
    void satisfied() {
        spend();
        waiting = false;
        empty.disarm();
    }

    /** Begins anew, for another client. */
    void reset() {
        waiting = false;
        credit = size;
        empty.disarm();
    }

    boolean isWaiting() {
        return waiting;
    }

    boolean isEmpty() {
        return credit <= 0;
    }

    void cancel() {
        waiting = false;
        empty.cancel();
    }

    private void spend() {
        if (waiting) {
            long now = now();
            credit -= now - waitingSince;
            waitingSince = now;
        }
    }

    private long now() {
        return context.loop().ticker().nanoTime();
    }
}
