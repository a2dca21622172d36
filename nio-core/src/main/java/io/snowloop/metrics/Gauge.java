// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

/** How much there is now: it rises and sinks. */
@FunctionalInterface
public interface Gauge {
    /**
     * Changes it.
     * @param difference to its value so far; negative if there is less now
     */
    void add(long difference);
}
