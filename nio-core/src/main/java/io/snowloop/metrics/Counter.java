// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

/** How often something has happened, or how much there was of it, since the start. It never sinks. */
@FunctionalInterface
public interface Counter {
    /**
     * Counts more.
     * @param count not negative
     */
    void add(long count);

    /** Counts one more. */
    default void increment() {
        add(1);
    }
}
