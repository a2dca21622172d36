// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.logging.CallbackErrors;
import io.snowloop.loop.Scheduler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a loop belongs to: the one that runs it, or, while it doesn't run, the one that opened it or is about to
 * run it.
 */
public final class LoopThread {
    private static final ThreadLocal<@Nullable Scheduler> CURRENT = new ThreadLocal<>();

    private final Scheduler loop;
    private volatile Thread keeper = Thread.currentThread();
    private volatile @Nullable Thread runner;

    /** Whether a thread other than the keeper has ever run the loop: it may do so again. */
    private volatile boolean runByOther;

    /** Whether the keeper exists for this loop only. */
    private boolean dedicated;

    private boolean closing;

    /** The loop whose callback runs this loop, on the same thread; null if there is none. */
    private @Nullable Scheduler outer;

    /** The reporter of {@link #outer}. */
    private CallbackErrors.@Nullable Reporter outerReporter;

    /** The thread of a loop, which alone calls this. It belongs to the calling thread until another one enters. */
    public LoopThread(Scheduler loop) {
        this.loop = loop;
    }

    /** The loop that runs on the calling thread; null if there is none. */
    public static @Nullable Scheduler current() {
        return CURRENT.get();
    }

    /** A thread, for a message. A virtual one, such as that of a view that blocks, has no name unless it was given one. */
    public static String describe(Thread thread) {
        return thread.getName().isEmpty()
                ? "a thread without a name, as those of blocking(...) views are"
                : "thread " + thread.getName();
    }

    /**
     * The calling thread runs the loop from now on.
     *
     * @throws IllegalStateException if the loop runs already, or was given to another thread
     */
    public void enter() {
        Thread running = runner;
        if (running != null) {
            throw new IllegalStateException(loop + " runs already, on thread " + running.getName()
                    + (running == Thread.currentThread()
                            ? ": a callback can't wait for its own loop, so return a future from map or flatMap"
                            : ": give it work by execute(...), and wait for a future by await()"));
        }
        if (dedicated && Thread.currentThread() != keeper) {
            throw new IllegalStateException(loop + " is for thread " + keeper.getName()
                    + ", which is about to run it: give it work by execute(...), and wait for a future by await()");
        }
        runner = Thread.currentThread();
        runByOther |= runner != keeper;
        outer = CURRENT.get();
        CURRENT.set(loop);
        outerReporter = CallbackErrors.replace(new Reporter(loop));
    }

    /**
     * The calling thread closes the loop.
     *
     * @throws IllegalStateException if the loop runs
     */
    public void enterToClose() {
        Thread running = runner;
        if (running != null) {
            throw new IllegalStateException(loop + " still runs, on thread " + running.getName()
                    + ": call stop(), and close() when run() has returned");
        }
        enter();
        closing = true;
    }

    /** Whether the loop is being closed, or is closed. */
    public boolean isClosing() {
        return closing;
    }

    /** The calling thread runs it no longer. */
    public void leave() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        outer = null;
        CallbackErrors.replace(outerReporter);
        outerReporter = null;
        runner = null;
    }

    /**
     * Why a future of the loop that the calling thread waits for would never complete: no thread runs the loop, and only the
     * calling one may be expected to. Otherwise null. Any thread.
     */
    public @Nullable String stallReason() {
        return runner == null && !runByOther && Thread.currentThread() == keeper
                ? loop + " is not running and belongs to this thread, so nothing would ever complete this future: call"
                        + " loop.runUntil(future), or Fetcher.run(), before await()"
                : null;
    }

    /** Whether no thread runs the loop, nor exists to run it. Any thread. */
    public boolean isIdle() {
        return runner == null && !dedicated;
    }

    /** Whether the calling thread runs the loop. Any thread. */
    public boolean isRunner() {
        return Thread.currentThread() == runner;
    }

    /** The thread that may touch what belongs to the loop. Any thread. */
    public Thread owner() {
        Thread running = runner;
        return running == null ? keeper : running;
    }

    /**
     * Gives the loop to a thread that is about to run it, and exists only for that. Until that thread enters, no other one may
     * touch the loop.
     */
    public void giveTo(Thread thread) {
        keeper = thread;
        dedicated = true;
    }

    /** Whether an interrupt of the calling thread, which runs the loop, asks it to return. */
    public boolean isInterrupted() {
        return !dedicated && Thread.currentThread().isInterrupted();
    }

    /** Clears the interrupt flag of a thread that exists only for the loop. Returns whether it was set. */
    public boolean clearInterrupt() {
        return dedicated && Thread.interrupted();
    }

    private record Reporter(Scheduler loop) implements CallbackErrors.Reporter {
        @Override
        public void report(Throwable thrown, Object callback) {
            Reactor.of(loop).report(thrown, callback);
        }

        @Override
        public Executor executor() {
            return loop;
        }
    }
}
