// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.Ticker;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A thread that checks a loop periodically, and samples its stack if it finds it in the same callback for long enough.
 *
 * <p>The stack has to be taken while the callback runs, and so by another thread. For this the loop only writes one
 * volatile field at the begin and the end of each callback; all other work is done on the watchdog's thread.
 */
final class Watchdog {
    static final long IDLE = -1;

    /** The number of checks within the time that makes a callback slow. */
    private static final int CHECKS = 4;

    private final Ticker ticker;
    private final long slow;
    private final Function<Thread, StackTraceElement[]> stacks;
    private final Runnable alsoCheck;

    /** The record number of the innermost callback in progress. Written by the loop. */
    private volatile long running = IDLE;

    /** The thread that runs the loop. Written by the loop. */
    private volatile @Nullable Thread runner;

    /** The last sample. Written by the watchdog, read by the loop. */
    private volatile @Nullable StackSample sample;

    /** The callback that the last check found. */
    private long found = IDLE;

    /** The time of the check that found this callback first. */
    private long since;

    private boolean stopped;

    /**
     * A watchdog without a thread. It checks when {@link #check} is called and, after {@link #start}, periodically.
     *
     * @param slow the duration from which on a callback is slow, in nanoseconds
     * @param alsoCheck a further check that runs each time
     */
    Watchdog(Ticker ticker, long slow, Function<Thread, StackTraceElement[]> stacks, Runnable alsoCheck) {
        this.ticker = ticker;
        this.slow = slow;
        this.stacks = stacks;
        this.alsoCheck = alsoCheck;
    }

    void start(String name) {
        Thread thread = new Thread(this::watch, name);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void watch() {
        try {
            while (!stopped) {
                wait(Math.max(1, slow / CHECKS / 1_000_000));
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // an interrupt ends this thread
        }
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    // region check
    /** Samples the stack of a callback after half of the time that makes it slow, so that a slow one has a sample. */
    synchronized void check() {
        alsoCheck.run();
        long now = ticker.nanoTime();
        long current = running;
        Thread thread = runner;
        if (current != found) {
            found = current;
            since = now;
        } else if (current != IDLE && thread != null && now - since >= slow / 2 && !hasSample(current)) {
            List<StackTraceElement> frames = List.of(stacks.apply(thread));
            if (running == current) { // otherwise the stack may be that of the next callback
                sample = new StackSample(current, frames);
            }
        }
    }
    // endregion

    private boolean hasSample(long number) {
        StackSample last = sample;
        return last != null && last.number() == number;
    }

    /** Sets the callback in progress. On the loop's thread. */
    void running(long number) {
        running = number;
    }

    /** Sets the thread that runs the loop. On this thread. */
    void runner(Thread thread) {
        if (runner != thread) { // a volatile read is cheaper than a write, and this is called in each turn
            runner = thread;
        }
    }

    /** The sample of a callback; null if there is none. */
    @Nullable
    StackSample sampleOf(long number) {
        StackSample last = sample;
        return last != null && last.number() == number ? last : null;
    }
}
