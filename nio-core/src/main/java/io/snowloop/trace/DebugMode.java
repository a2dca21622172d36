package io.snowloop.trace;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LateLogger;
import io.snowloop.loop.LoopObserver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The debug mode of loops: it traces them, and reports, as a {@link DebugReport}, what no program should do: callbacks
 * that block the loop, calls from wrong threads, failures that no code handles, transports that are never closed.
 *
 * <p>The system property {@value EventLoopOptions#DEBUG_PROPERTY} turns it on for all loops that are opened with the
 * default options. For a single loop:
 *
 * <pre>{@code
 * EventLoop.open(EventLoopOptions.DEFAULT.withObserver(new DebugMode().withSlowCallback(ofMillis(50))))
 * }</pre>
 *
 * <p>Reports go to a listener, by default {@link #log}. Slow callbacks and late timers and tasks are also events of the
 * JDK's Flight Recorder. Each loop in debug mode has a daemon thread, the watchdog, which checks the loop periodically
 * until the loop is closed. A loop that is not in debug mode has no trace and no such thread.
 *
 * @param slowCallback the duration from which on a callback is slow
 * @param slowTurn the duration from which on a turn is slow, without its select
 * @param late the delay from which on a timer or a task is reported
 * @param capacity the capacity of the {@link LoopTrace}, in events
 * @param listener the receiver of the reports, called on the loop's thread, the watchdog's, or that of a wrong call
 */
public record DebugMode(
        Duration slowCallback, Duration slowTurn, Duration late, int capacity, Consumer<DebugReport> listener)
        implements LoopObserver.Factory {
    private static final LateLogger LOG = new LateLogger(DebugMode.class);

    private static final Duration SLOW = Duration.ofMillis(100);

    /** The defaults: 100 ms for callbacks, turns and delays; {@link LoopTrace#DEFAULT_CAPACITY}; {@link #log}. */
    public DebugMode() {
        this(SLOW, SLOW, SLOW, LoopTrace.DEFAULT_CAPACITY, DebugMode::log);
    }

    /** Checks the settings. */
    public DebugMode {
        positive(slowCallback, "slowCallback");
        positive(slowTurn, "slowTurn");
        positive(late, "late");
        LoopTrace.rounded(capacity);
    }

    private static void positive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }

    /** With another threshold for callbacks. */
    public DebugMode withSlowCallback(Duration slowCallback) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** With another threshold for turns. */
    public DebugMode withSlowTurn(Duration slowTurn) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** With another threshold for timers and tasks. */
    public DebugMode withLate(Duration late) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** With another capacity of the trace, in events. */
    public DebugMode withCapacity(int capacity) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** With another listener. */
    public DebugMode withListener(Consumer<DebugReport> listener) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** Logs a report at WARNING. Any thread may call it. */
    public static void log(DebugReport report) {
        LOG.get().log(Level.WARNING, report.toString(), report.error());
    }

    /**
     * Explains all timers and tasks in the trace of a loop that were late by {@code atLeast} or more, with the known
     * stack samples and pauses of the garbage collector. On the loop's thread.
     *
     * @throws IllegalStateException if the loop is not in debug mode
     */
    public static List<LateReport> lateReports(EventLoop loop, Duration atLeast) {
        if (loop.observer() instanceof DebugObserver observer) {
            return observer.lateReports(atLeast);
        }
        throw new IllegalStateException(loop + " is not in debug mode: open it with withObserver(new DebugMode())");
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        DebugObserver observer = new DebugObserver(loop, this, JdkModules.pauses(loop.ticker()), Thread::getStackTrace);
        observer.watchdog().start(loop + "-watchdog");
        return observer;
    }
}
