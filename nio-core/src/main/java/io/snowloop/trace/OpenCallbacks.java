package io.snowloop.trace;

import java.util.Arrays;

/** The callbacks under way, each inside the one before it, and how much of its time each has spent itself. */
final class OpenCallbacks {
    private long[] numbers = new long[16];
    private long[] begins = new long[16];

    /** How much of each one's time was spent by those inside it. */
    private long[] inner = new long[16];

    private int depth;

    void push(long number, long time) {
        if (depth == numbers.length) {
            numbers = Arrays.copyOf(numbers, depth * 2);
            begins = Arrays.copyOf(begins, depth * 2);
            inner = Arrays.copyOf(inner, depth * 2);
        }
        numbers[depth] = number;
        begins[depth] = time;
        inner[depth++] = 0;
    }

    /** The number of the innermost one; {@link Watchdog#IDLE} if there is none. */
    long number() {
        return depth == 0 ? Watchdog.IDLE : numbers[depth - 1];
    }

    /** Ends the innermost one, and says how long it took by itself. */
    long pop(long time) {
        if (depth == 0) { // the loop could not even begin it: another thread had closed the channel
            return 0;
        }
        long lasted = time - begins[--depth];
        if (depth > 0) {
            inner[depth - 1] += lasted;
        }
        return lasted - inner[depth];
    }
}
