// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.time.Duration;

/** Tokens that come back at a steady rate, up to a number. Each lets one request go. It is full at the first call. */
final class TokenBucket {
    /** How long it takes until a token comes back, and until all of them have, in nanoseconds. */
    private final long interval;

    private final long capacity;
    private boolean used;

    /** When it will be full, in nanoseconds of the ticker. */
    private long fullAt;

    TokenBucket(Duration interval, int burst) {
        this.interval = Math.max(1, interval.toNanos());
        this.capacity = Math.multiplyExact(this.interval, (long) burst);
    }

    /** Takes a token, if there is one. */
    boolean take(long now) {
        if (untilNext(now) > 0) {
            return false;
        }
        fullAt = (used && fullAt - now > 0 ? fullAt : now) + interval;
        used = true;
        return true;
    }

    /** How long it takes until there is a token, in nanoseconds; not positive if there is one. */
    long untilNext(long now) {
        return used ? fullAt + interval - now - capacity : 0;
    }
}
