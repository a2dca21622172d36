package io.snowloop.trace;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the {@link DebugMode} has to complain of. Its text is a sentence for the log. */
public sealed interface DebugReport {
    /** The loop's name. */
    String loop();

    /** The error that it is about; null if it is about none. */
    default @Nullable Throwable error() {
        return null;
    }

    /**
     * A callback held the loop up, without those that ran inside it.
     *
     * @param callback its name
     * @param lasted how long
     * @param sample of the stack while it ran, the innermost frame first; empty if it was over too soon
     */
    record SlowCallback(String loop, String callback, Duration lasted, List<StackTraceElement> sample)
            implements DebugReport {
        /** Keeps a copy of the list. */
        public SlowCallback {
            sample = List.copyOf(sample);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(loop + " was held up for " + Sums.duration(lasted.toNanos()) + " by "
                    + callback + (sample.isEmpty() ? "" : ", sampled once while it ran:"));
            sample.forEach(
                    frame -> text.append(System.lineSeparator()).append("\tat ").append(frame));
            return text.toString();
        }
    }

    /**
     * A turn took long, though no single callback did.
     *
     * @param lasted how long, from the select's answer to the turn's end
     * @param causes what it was spent on
     */
    record SlowTurn(String loop, Duration lasted, List<Cause> causes) implements DebugReport {
        /** Keeps a copy of the list. */
        public SlowTurn {
            causes = List.copyOf(causes);
        }

        @Override
        public String toString() {
            return Sums.sentence("a turn of " + loop + " took ", lasted.toNanos(), "", causes);
        }
    }

    /** Something ran late: of those of a turn, the timer or task that was latest. */
    record Late(String loop, LateReport report) implements DebugReport {
        @Override
        public String toString() {
            return "in " + loop + " " + report;
        }
    }

    /** A thread has called that may not; it got this exception. */
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

    /** A future failed, nobody has looked at it, and nobody can any more. */
    record LostFailure(String loop, Throwable error) implements DebugReport {
        @Override
        public String toString() {
            return "a future of " + loop + " failed, and nobody has looked: " + error;
        }
    }

    /**
     * The loop was closed before a channel of its own was.
     *
     * @param channel its transport, or whatever its handler is
     */
    record Unclosed(String loop, String channel) implements DebugReport {
        @Override
        public String toString() {
            return loop + " was closed, and nobody had closed " + channel;
        }
    }
}
