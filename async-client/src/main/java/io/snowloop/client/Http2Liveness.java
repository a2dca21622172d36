// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.util.concurrent.TimeUnit;

/**
 * What tells whether the server of a connection still answers: when bytes came last, and PINGs (RFC 9113 §6.7). Times are in nanoseconds of
 * the ticker.
 *
 * <p>A connection is <em>in doubt</em> if a request on it has failed or was cancelled while the server was silent: its path may be dead, or
 * so slow that each further request would fail behind what is queued. Then it takes no request before the server has answered a PING. The
 * answer comes behind all that was queued before, which other bytes do not tell.
 */
final class Http2Liveness {
    /** So long a silence is a doubt, and so long the answer to the PING may take. */
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final long pingNanos;

    /** When bytes were received last, or a PING was sent since. */
    private long sign;

    private boolean pinged;

    /** Whether a request has begun since bytes came, and when the first one did. */
    private boolean asked;

    private long askedAt;

    private boolean doubted;
    private long doubtEnds;

    Http2Liveness(long pingNanos) {
        this.pingNanos = pingNanos;
    }

    /** Bytes have come, or the connection is open. */
    void heard(long now) {
        sign = now;
        pinged = false;
        asked = false;
    }

    /** When bytes were received last. */
    long heardAt() {
        return pinged ? sign - pingNanos : sign;
    }

    /** A request begins. */
    void asks(long now) {
        if (!asked) {
            asked = true;
            askedAt = now;
        }
    }

    /** When the server is to be asked for a sign of life, or has not answered. */
    long due() {
        return sign + pingNanos;
    }

    /** The server is asked since nothing came until {@link #due}. Returns false if it was asked before. */
    boolean ask(long now) {
        boolean first = !pinged;
        pinged = true;
        sign = now;
        return first;
    }

    /** A request has failed, or was cancelled. Returns whether this puts the connection in doubt. */
    boolean doubt(long now) {
        long silent = Math.min(now - heardAt(), asked ? now - askedAt : Long.MAX_VALUE);
        if (doubted || silent < PATIENCE) {
            return false;
        }
        doubted = true;
        doubtEnds = now + PATIENCE;
        return true;
    }

    boolean isDoubted() {
        return doubted;
    }

    /** When the answer is late. */
    long doubtEnds() {
        return doubtEnds;
    }

    /** Whether the answer is late: then the doubt is over, and the connection of no more use. */
    boolean givesUp(long now) {
        boolean late = doubted && doubtEnds - now <= 0;
        if (late) {
            doubted = false;
        }
        return late;
    }

    /** The server has answered a PING. */
    void answered() {
        doubted = false;
    }
}
