// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.time.Duration;

/** How often something happened in the last while: a sliding window of ten slots, so it may be up to a tenth too short. */
final class RecentCount {
    private static final int SLOTS = 10;

    private final long slotNanos;
    private final long[] counts = new long[SLOTS];

    /** Of the first call, in nanoseconds of the ticker: only differences of its times mean anything. */
    private long start;

    /** The number of the slot that is counted in; -1 before the first call. */
    private long current = -1;

    private long sum;

    /**
     * Nothing has happened yet.
     * @param window at least 10 ns
     */
    RecentCount(Duration window) {
        slotNanos = Math.max(1, window.toNanos() / SLOTS);
    }

    /** It happened at {@code now}, in nanoseconds of the loop's ticker. */
    void add(long now) {
        advance(now);
        counts[index(current)]++;
        sum++;
    }

    long sum(long now) {
        advance(now);
        return sum;
    }

    private void advance(long now) {
        if (current < 0) {
            start = now;
        }
        long slot = (now - start) / slotNanos;
        for (long old = Math.max(current, slot - SLOTS) + 1; old <= slot; old++) {
            sum -= counts[index(old)];
            counts[index(old)] = 0;
        }
        current = slot;
    }

    private static int index(long slot) {
        return (int) (slot % SLOTS);
    }
}
