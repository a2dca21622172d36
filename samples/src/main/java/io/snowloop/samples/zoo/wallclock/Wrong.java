// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.wallclock;

import io.snowloop.samples.scene.Stage;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Looks once in a second whether the time is up. */
final class Wrong implements Waiting {
    @Override
    public void await(long millis, LongSupplier wall, LongSupplier ticks, Stage stage) {
        long start = wall.getAsLong();
        while (wall.getAsLong() - start < millis) {
            stage.sleep(Duration.ofSeconds(1));
        }
    }
}
