// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pauses between the attempts of a request: exponential back-off with jitter.
 *
 * @param first before the second attempt
 * @param longest the bound of all pauses
 * @param jitter the part of a pause that is random, from 0 to 1
 * @param random null for that of the thread
 */
record RetryPauses(
        Duration first,
        Duration longest,
        double jitter,
        @Nullable RandomGenerator random) {
    static final RetryPauses DEFAULT = new RetryPauses(Duration.ofMillis(100), Duration.ofSeconds(10), 0.5, null);

    RetryPauses {
        if (Objects.requireNonNull(first, "first").isNegative()
                || first.compareTo(Objects.requireNonNull(longest, "longest")) > 0) {
            throw new IllegalArgumentException(
                    "the first pause must be from zero to the longest, " + longest + ", and is " + first);
        }
    }

    /** The pause after so many attempts have failed before this one. */
    Duration after(int failed) {
        double doubled = Math.min(Deadline.nanos(first) * Math.pow(2, failed), (double) Deadline.nanos(longest));
        RandomGenerator generator = random == null ? ThreadLocalRandom.current() : random;
        return Duration.ofNanos((long) (doubled * (1 - generator.nextDouble() * jitter)));
    }

    boolean allow(Duration pause) {
        return pause.compareTo(longest) <= 0;
    }

    RetryPauses between(Duration first, Duration longest) {
        return new RetryPauses(first, longest, jitter, random);
    }

    RetryPauses withFullJitter() {
        return new RetryPauses(first, longest, 1, random);
    }

    RetryPauses withRandom(RandomGenerator random) {
        return new RetryPauses(first, longest, jitter, random);
    }
}
