// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.List;

/**
 * One cause of a delay: a part of the loop's time, and what it was spent on.
 * @param kind what the time was spent on
 * @param name the name of the callback; empty if several small ones of a kind are summed up
 * @param nanos its part of the time, in nanoseconds
 * @param count the number of callbacks
 * @param stack a stack sample from that time, the innermost frame first; empty if there is none
 */
public record Cause(Kind kind, String name, long nanos, int count, List<StackTraceElement> stack) {
    /** Kinds of causes. */
    public enum Kind {
        /** The handler of a channel that was ready. */
        READY("ready channels"),
        /** A timer's task. */
        TIMER("other timers"),
        /** A queued task. */
        TASK("queued tasks"),
        /** A part of one of these that has its own name, such as the handler of a request. */
        CALL("calls"),
        /** A pause of the garbage collector. */
        COLLECTION("garbage collection"),
        /** The selector: it had not returned, or had rounded its timeout up to the next millisecond. */
        SELECT("in select"),
        /** The loop's own work, and the cost of the trace. */
        LOOP("in the loop itself"),
        /** No thread ran the loop. */
        STOPPED("while the loop was not running"),
        /** Unknown: the ring was too small and has overwritten these events. */
        UNTRACED("before the trace begins");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether it is a callback. */
        boolean isCallback() {
            return compareTo(CALL) <= 0;
        }
    }

    /** Copies the list. */
    public Cause {
        stack = List.copyOf(stack);
    }

    /** {@return this cause as text, without the time: {@code in handler GET /report}} */
    public String text() {
        if (!kind.isCallback()) {
            return kind.text;
        }
        if (name.isEmpty()) {
            return "behind " + count + " " + kind.text;
        }
        return "in " + name + (count > 1 ? ", " + count + " times" : "")
                + (stack.isEmpty() ? "" : " (sampled at " + StackSample.place(stack) + ")");
    }
}
