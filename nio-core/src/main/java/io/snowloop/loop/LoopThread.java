package io.snowloop.loop;

import io.snowloop.future.CallbackErrors;
import org.jspecify.annotations.Nullable;

/** Whose a loop is: the thread that runs it, or, while it doesn't run, the one that opened it or is about to run it. */
final class LoopThread {
    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

    private final EventLoop loop;
    private final CallbackErrors.Reporter reporter;
    private volatile Thread keeper = Thread.currentThread();
    private volatile @Nullable Thread runner;

    /** Whether a thread other than the keeper has ever run the loop: it may do so again. */
    private volatile boolean runByOther;

    /** The loop one of whose callbacks runs this one, on the same thread; null if none does. */
    private @Nullable EventLoop outer;

    /** The reporter of {@link #outer}. */
    private CallbackErrors.@Nullable Reporter outerReporter;

    LoopThread(EventLoop loop) {
        this.loop = loop;
        this.reporter = loop::report;
    }

    /** The loop that runs on the calling thread; null if none does. */
    static @Nullable EventLoop current() {
        return CURRENT.get();
    }

    /** The calling thread runs the loop from now on. */
    void enter() {
        Thread running = runner;
        if (running != null) {
            throw new IllegalStateException(loop + " runs already, on thread " + running.getName());
        }
        runner = Thread.currentThread();
        runByOther |= runner != keeper;
        outer = CURRENT.get();
        CURRENT.set(loop);
        outerReporter = CallbackErrors.replace(reporter);
    }

    /** The calling thread runs it no longer. */
    void leave() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        CallbackErrors.replace(outerReporter);
        outerReporter = null;
        outer = null;
        runner = null;
    }

    /** Whether no thread runs the loop, and only the calling thread may be expected to. */
    boolean isIdleKeeper() {
        return runner == null && !runByOther && Thread.currentThread() == keeper;
    }

    boolean isRunner() {
        return Thread.currentThread() == runner;
    }

    Thread owner() {
        Thread running = runner;
        return running == null ? keeper : running;
    }

    /** Gives it to another thread, which is to run it: until that has begun, nobody else may touch it any more. */
    void giveTo(Thread thread) {
        keeper = thread;
    }
}
