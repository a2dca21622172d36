// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How long the last answers of an origin took. */
final class RecentTimes {
    private static final int MOST = 100;

    /** Of fewer, a percentile says little. */
    private static final int LEAST = 20;

    private final long[] nanos = new long[MOST];
    private long count;

    void add(long duration) {
        nanos[(int) (count++ % MOST)] = duration;
    }

    /** The time in which {@code percent} of a hundred answers came; null if there are too few. */
    @Nullable
    Duration percentile(int percent) {
        if (count < LEAST) {
            return null;
        }
        long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, MOST));
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(sorted.length * percent + 99) / 100 - 1]);
    }
}
