// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.List;

/** The pauses of the garbage collector, in the time of a loop's ticker. */
@FunctionalInterface
public interface Pauses {
    /** No known pauses. */
    Pauses NONE = (from, to) -> List.of();

    /**
     * {@return the pauses that overlap a span of time, in order} All times are in nanoseconds of the loop's ticker.
     * @param from the begin of the span
     * @param to its end
     */
    List<Pause> between(long from, long to);

    /** Releases resources: {@link #between} is not called any more. */
    default void close() {}

    /**
     * One pause, in nanoseconds of the loop's ticker.
     * @param start when the threads stopped
     * @param end when they went on
     */
    record Pause(long start, long end) {
        /** Whether it overlaps this span of time. */
        boolean isWithin(long from, long to) {
            return start - to < 0 && from - end < 0;
        }
    }
}
