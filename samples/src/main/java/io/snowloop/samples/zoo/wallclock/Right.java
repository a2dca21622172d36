// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.wallclock;

import io.snowloop.samples.scene.Stage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Looks once in a second whether the time is up. */
final class Right implements Waiting {
    @Override
    public void await(long millis, LongSupplier wall, LongSupplier ticks, Stage stage) {
        long start = ticks.getAsLong();
        while (ticks.getAsLong() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
            stage.sleep(Duration.ofSeconds(1));
        }
    }
}
