// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

/** How many durations there were of which length. */
@FunctionalInterface
public interface Histogram {
    /**
     * Adds a duration.
     * @param nanoseconds not negative
     */
    void record(long nanoseconds);
}
