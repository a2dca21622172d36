// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopObserver;
import io.snowloop.options.Bounds;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Traces loops, and reports, each as a {@link DebugReport}: callbacks that block the loop, calls from wrong threads,
 * failures that no code looks at, transports that are not closed. Immutable.
 *
 * <p>The system property {@value EventLoopOptions#DEBUG_PROPERTY} makes it the default observer of all loops. For a single
 * loop:
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#debug -->
 * <pre>{@code
 * DebugMode debug = DebugMode.builder().slowCallback(ofMillis(50)).build();
 * EventLoop loop =
 *         EventLoop.open(EventLoopOptions.builder().observer(debug).build());
 * }</pre>
 *
 * <p>Reports go to a listener, which by default {@linkplain #log logs} them. Slow callbacks, late timers and late tasks are
 * also events of the Flight Recorder. A loop in debug mode has a daemon thread, the watchdog, which looks at the loop a few
 * times in each {@link #slowCallback}, until the loop is closed. A loop that is not in debug mode has no such thread.
 */
public final class DebugMode implements LoopObserver.Factory {
    private static final LazyLogger LOG = new LazyLogger(DebugMode.class);

    /** Every setting at its default. */
    public static final DebugMode DEFAULT = builder().build();

    private final Duration slowCallback;
    private final Duration slowTurn;
    private final Duration late;
    private final int capacity;
    private final Consumer<DebugReport> listener;

    /** Every setting at its default. Only for {@link java.util.ServiceLoader}, which needs it; use {@link #DEFAULT}. */
    public DebugMode() {
        this(builder());
    }

    private DebugMode(Builder builder) {
        this.slowCallback = builder.slowCallback;
        this.slowTurn = builder.slowTurn;
        this.late = builder.late;
        this.capacity = builder.capacity;
        this.listener = builder.listener;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return how long a slow callback takes at least} */
    public Duration slowCallback() {
        return slowCallback;
    }

    /** {@return how long a slow turn takes at least, without its select} */
    public Duration slowTurn() {
        return slowTurn;
    }

    /** {@return how late a timer or a task that is reported runs at least} */
    public Duration late() {
        return late;
    }

    /** {@return how many events the {@link LoopTrace} keeps} */
    public int capacity() {
        return capacity;
    }

    /** {@return what gets the reports} */
    public Consumer<DebugReport> listener() {
        return listener;
    }

    /**
     * Logs a report at WARNING. Any thread may call it.
     * @param report its text is the message
     */
    public static void log(DebugReport report) {
        LOG.log(Level.WARNING, report.toString(), report.error());
    }

    /**
     * {@return the timers and tasks of a loop in debug mode that ran late, and why, as far back as its trace goes} They have
     * the stacks and the pauses of the garbage collector that are known. On the loop's thread.
     *
     * @param loop opened with this mode
     * @param atLeast how late they ran at least
     * @throws IllegalStateException if the loop is not in debug mode
     */
    public static List<LateReport> lateReports(EventLoop loop, Duration atLeast) {
        LoopObserver observer = loop.reactor().observer();
        DebugObserver debug = observer == null ? null : observer.find(DebugObserver.class);
        if (debug != null) {
            return debug.lateReports(atLeast);
        }
        throw new IllegalStateException(
                loop + " is not in debug mode: open it with EventLoopOptions.builder().observer(DebugMode.DEFAULT)");
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        JdkModules.loadFlightRecorder(); // before the loop runs: the first report would block it
        LOG.load();
        DebugObserver observer = new DebugObserver(loop, this, JdkModules.pauses(loop.ticker()), Thread::getStackTrace);
        observer.watchdog().start(loop + "-watchdog");
        return observer;
    }

    /** Sets up a debug mode. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration slowCallback = Duration.ofMillis(100);
        private Duration slowTurn = Duration.ofMillis(100);
        private Duration late = Duration.ofMillis(100);
        private int capacity = LoopTrace.DEFAULT_CAPACITY;
        private Consumer<DebugReport> listener = DebugMode::log;

        private Builder() {}

        private Builder(DebugMode mode) {
            this.slowCallback = mode.slowCallback;
            this.slowTurn = mode.slowTurn;
            this.late = mode.late;
            this.capacity = mode.capacity;
            this.listener = mode.listener;
        }

        /**
         * Sets how long a slow callback takes at least. Each is reported, with a stack.
         * @param least positive; default: 100 ms
         * @return this builder
         */
        public Builder slowCallback(Duration least) {
            this.slowCallback = Bounds.positive("slowCallback", least);
            return this;
        }

        /**
         * Sets how long a slow turn takes at least, without its select. Each is reported, unless one of its callbacks was.
         * @param least positive; default: 100 ms
         * @return this builder
         */
        public Builder slowTurn(Duration least) {
            this.slowTurn = Bounds.positive("slowTurn", least);
            return this;
        }

        /**
         * Sets how late a timer or a task that is reported runs at least. After a report this time passes before the next
         * one.
         *
         * @param least positive; default: 100 ms
         * @return this builder
         */
        public Builder late(Duration least) {
            this.late = Bounds.positive("late", least);
            return this;
        }

        /**
         * Sets how many events the {@link LoopTrace} keeps, rounded up to a power of two. Older events are overwritten.
         * @param events from 1 to 16,777,216; default: {@value LoopTrace#DEFAULT_CAPACITY}
         * @return this builder
         */
        public Builder capacity(int events) {
            LoopTrace.rounded(events);
            this.capacity = events;
            return this;
        }

        /**
         * Sets what gets the reports.
         * @param listener called on the loop's thread, the watchdog's, or the thread of a wrong call; default:
         *     {@link DebugMode#log}
         * @return this builder
         */
        public Builder listener(Consumer<DebugReport> listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** {@return a debug mode with these settings} */
        public DebugMode build() {
            return new DebugMode(this);
        }
    }
}
