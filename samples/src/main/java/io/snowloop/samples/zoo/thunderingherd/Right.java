// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.thunderingherd;

import java.time.Duration;
import java.util.Random;

/** Exponential: 100, 200, 400 milliseconds, up to 3.2 seconds. */
final class Right implements Backoff {
    @Override
    public Duration pause(int failed, Random random) {
        long millis = 50L << Math.min(failed, 6);
        return Duration.ofMillis(millis / 2 + random.nextInt((int) millis));
    }
}
