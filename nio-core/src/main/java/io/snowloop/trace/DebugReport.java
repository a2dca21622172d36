// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report of the {@link DebugMode}. Its text is a sentence for the log. */
public sealed interface DebugReport {
    /** {@return the name of the loop} */
    String loop();

    /** {@return the error that is reported; null if the report is about no error} */
    default @Nullable Throwable error() {
        return null;
    }

    /**
     * A callback blocked the loop.
     * @param loop its name
     * @param callback its name
     * @param lasted its self time: without the callbacks nested in it
     * @param sample a stack sample from that time, the innermost frame first; empty if it ended before one was taken
     */
    record SlowCallback(String loop, String callback, Duration lasted, List<StackTraceElement> sample)
            implements DebugReport {
        /** Copies the list. */
        public SlowCallback {
            sample = List.copyOf(sample);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(loop + " was blocked for " + Sums.duration(lasted.toNanos()) + " by "
                    + callback + (sample.isEmpty() ? "" : "; one stack sample:"));
            sample.forEach(
                    frame -> text.append(System.lineSeparator()).append("\tat ").append(frame));
            return text.toString();
        }
    }

    /**
     * A turn was slow, although no single callback was.
     * @param loop its name
     * @param lasted the duration from the return of the select to the end of the turn
     * @param causes what that time was spent on
     */
    record SlowTurn(String loop, Duration lasted, List<Cause> causes) implements DebugReport {
        /** Copies the list. */
        public SlowTurn {
            causes = List.copyOf(causes);
        }

        @Override
        public String toString() {
            return Sums.sentence("a turn of " + loop + " took ", lasted.toNanos(), "", causes);
        }
    }

    /**
     * A timer or a task was late: the one with the largest delay in its turn.
     * @param loop its name
     * @param report says why
     */
    record Late(String loop, LateReport report) implements DebugReport {
        @Override
        public String toString() {
            return "in " + loop + " " + report;
        }
    }

    /**
     * A thread called a method that only the loop's thread may call; the method threw this exception.
     * @param loop its name
     * @param refusal names the method and both threads; its stack is that of the caller
     */
    record WrongThread(String loop, IllegalStateException refusal) implements DebugReport {
        @Override
        public Throwable error() {
            return refusal;
        }

        @Override
        public String toString() {
            return "wrong thread: " + refusal.getMessage();
        }
    }

    /**
     * A future failed, no code has asked for its outcome, and none can: the future is garbage.
     * @param loop its name
     * @param error of the future
     */
    record LostFailure(String loop, Throwable error) implements DebugReport {
        @Override
        public String toString() {
            return "a future of " + loop + " failed, and no code has handled it: " + error;
        }
    }

    /**
     * The loop was closed before one of its channels.
     * @param loop its name
     * @param channel the transport or other handler of that channel
     */
    record Unclosed(String loop, String channel) implements DebugReport {
        @Override
        public String toString() {
            return loop + " was closed before its channel: " + channel;
        }
    }
}
