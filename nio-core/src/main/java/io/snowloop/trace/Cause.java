package io.snowloop.trace;

import java.util.List;

/**
 * One of the things that a stretch of a loop's time was spent on.
 *
 * @param name whose it was; empty where many small ones of a kind are put together
 * @param nanos how much of that time
 * @param count how many callbacks
 * @param stack a sample of what the thread was doing meanwhile, the innermost frame first; empty where there is none
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
        /** The garbage collector had stopped all threads. */
        COLLECTION("garbage collection"),
        /** The selector: it had not answered yet, or rounded up to its next millisecond. */
        SELECT("in select"),
        /** What is left: the loop's own work, and what it costs to be watched. */
        LOOP("in the loop itself"),
        /** Nobody ran the loop. */
        STOPPED("while the loop was not running"),
        /** The ring was too small: it has lost the beginning. */
        UNTRACED("before the trace begins");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether it is somebody's callback. */
        boolean isCallback() {
            return compareTo(CALL) <= 0;
        }
    }

    /** Keeps a copy of the list. */
    public Cause {
        stack = List.copyOf(stack);
    }

    /** In words, without the time: {@code in handler GET /report}. */
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
