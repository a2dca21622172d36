package io.snowloop.trace;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopObserver;
import java.time.Duration;
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
 * <p>Reports go to the log, at WARNING, and to the listener. A loop in debug mode has a daemon thread beside it, the
 * watchdog, which looks every now and then what the loop is doing, until the loop is closed. A loop that is not has
 * nothing of all this.
 *
 * @param slowCallback from when on a callback is slow
 * @param slowTurn from when on a turn is slow, its select aside
 * @param late from when on a timer or a task is late
 * @param capacity of the {@link LoopTrace}
 * @param listener who is told, beside the log; on the loop's thread, the watchdog's, or that of a wrong call
 */
public record DebugMode(
        Duration slowCallback, Duration slowTurn, Duration late, int capacity, Consumer<DebugReport> listener)
        implements LoopObserver.Factory {
    private static final Duration SLOW = Duration.ofMillis(100);

    /** 100 ms for a callback, for a turn and for being late; {@link LoopTrace#DEFAULT_CAPACITY}; no listener. */
    public DebugMode() {
        this(SLOW, SLOW, SLOW, LoopTrace.DEFAULT_CAPACITY, report -> {});
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

    /** With somebody who is told. */
    public DebugMode withListener(Consumer<DebugReport> listener) {
        return new DebugMode(slowCallback, slowTurn, late, capacity, listener);
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        DebugObserver observer = new DebugObserver(loop, this, Machine.pauses(loop.ticker()), Thread::getStackTrace);
        observer.watchdog().start(loop + "-watchdog");
        return observer;
    }
}
