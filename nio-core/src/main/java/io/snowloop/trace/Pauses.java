package io.snowloop.trace;

import java.util.List;

/** When the machine stood still: the garbage collector's pauses, as far as a loop's clock can see them. */
@FunctionalInterface
public interface Pauses {
    /** Nobody knows of any. */
    Pauses NONE = (from, to) -> List.of();

    /** The pauses that reach into this stretch of time, in their order. In nanoseconds of the loop's ticker. */
    List<Pause> between(long from, long to);

    /** They are not asked for any more. */
    default void close() {}

    /** One pause, in nanoseconds of the loop's ticker. */
    record Pause(long start, long end) {
        /** Whether it reaches into this stretch of time. */
        boolean isWithin(long from, long to) {
            return start - to < 0 && from - end < 0;
        }
    }
}
