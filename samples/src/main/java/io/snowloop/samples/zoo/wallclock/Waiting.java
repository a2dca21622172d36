// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.wallclock;

import io.snowloop.samples.scene.Stage;
import java.util.function.LongSupplier;

/** Waits for something, but not for more than a time. */
interface Waiting {
    /**
     * Returns when the time is up.
     *
     * @param wall the clock on the wall, in milliseconds: {@code System.currentTimeMillis}
     * @param ticks a clock that only counts, in nanoseconds: {@code System.nanoTime}
     */
    void await(long millis, LongSupplier wall, LongSupplier ticks, Stage stage);
}
