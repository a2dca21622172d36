package io.snowloop.trace;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopObserver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has loops traced, and complains, as a {@link DebugReport}, of what no program should do: callbacks that hold the loop up,
 * calls from wrong threads, failures that nobody looks at, transports that nobody closes.
 *
 * <p>The system property {@value EventLoopOptions#DEBUG_PROPERTY} turns it on for all loops that are opened with the
 * default options; for a single loop:
 *
 * <pre>{@code
 * EventLoop.open(EventLoopOptions.DEFAULT.withObserver(new DebugMode().withSlowCallback(ofMillis(50))))
 * }</pre>
 *
 * <p>Reports go to a listener, which, where nobody says otherwise, {@linkplain #log logs} them; slow callbacks and what ran
 * late are events of the Flight Recorder, too. A loop in debug mode has a daemon thread beside it, the
 * watchdog, which looks every now and then what the loop is doing, until the loop is closed. A loop that is not has
 * nothing of all this.
 *
 * @param slowCallback from when on a callback is slow
 * @param slowTurn from when on a turn is slow, its select aside
 * @param late from when on a timer or a task is late
 * @param capacity of the {@link LoopTrace}
 * @param listener who is told: on the loop's thread, the watchdog's, or that of a wrong call
 */
public record DebugMode(
        Duration slowCallback, Duration slowTurn, Duration late, int capacity, Consumer<DebugReport> listener)
        implements LoopObserver.Factory {
    private static final LazyLogger LOG = new LazyLogger(DebugMode.class);

    private static final Duration SLOW = Duration.ofMillis(100);

    /** 100 ms for a callback, for a turn and for being late; {@link LoopTrace#DEFAULT_CAPACITY}; {@link #log}. */
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

    /** With a longer or shorter memory. */
    public DebugMode withCapacity(int capacity) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** With somebody else who is told. */
    public DebugMode withListener(Consumer<DebugReport> listener) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    /** Logs a report, at WARNING. Any thread. */
    public static void log(DebugReport report) {
        LOG.get().log(Level.WARNING, report.toString(), report.error());
    }

    /**
     * Why each timer and each task of a loop in debug mode was late that was late by so much or more, as far back as its
     * trace goes; with the stacks and the pauses of the garbage collector that are known. On the loop's thread.
     *
     * @throws IllegalStateException if the loop is not in debug mode
     */
    public static List<LateReport> lateReports(EventLoop loop, Duration atLeast) {
        if (loop.reactor().observer() instanceof DebugObserver observer) {
            return observer.lateReports(atLeast);
        }
        throw new IllegalStateException(loop + " is not in debug mode: open it with withObserver(new DebugMode())");
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        DebugObserver observer = new DebugObserver(loop, this, Machine.pauses(loop.ticker()), Thread::getStackTrace);
        observer.watchdog().start(loop + "-watchdog");
        return observer;
    }
}
