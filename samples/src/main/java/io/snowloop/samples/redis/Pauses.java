// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pauses between attempts to connect: from 50 ms, doubled each time up to 2 s, of which a random half, so that clients do not come together. */
final class Pauses {
    private static final long FIRST_MILLIS = 50;
    private static final long MOST_MILLIS = 2_000;

    private final RandomGenerator random;
    private int attempts;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        attempts = 0;
    }

    Duration next() {
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempts++, 10));
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
