// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.Arrays;

/** A stack of the callbacks in progress, each nested in the one below it, with the self time of each. */
final class OpenCallbacks {
    private long[] numbers = new long[16];
    private long[] begins = new long[16];

    /** The time of each that its nested callbacks took. */
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

    /** The record number of the innermost callback; {@link Watchdog#IDLE} if there is none. */
    long number() {
        return depth == 0 ? Watchdog.IDLE : numbers[depth - 1];
    }

    /** Some time has passed in the innermost callback which is not its own. */
    void elsewhere(long nanos) {
        if (depth > 0) {
            inner[depth - 1] += nanos;
        }
    }

    /** Ends the innermost callback. Returns its self time: its duration without its nested callbacks. */
    long pop(long time) {
        if (depth == 0) { // an END without a begin: another thread had closed the channel before its handler ran
            return 0;
        }
        long lasted = time - begins[--depth];
        if (depth > 0) {
            inner[depth - 1] += lasted;
        }
        return lasted - inner[depth];
    }
}
