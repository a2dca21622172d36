package io.snowloop.trace;

import io.snowloop.loop.Ticker;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A thread beside the loop's, which looks at it a few times within the time that makes a callback slow, and takes the
 * loop's stack if it finds it in the same callback for long enough.
 *
 * <p>The loop writes one field for each callback; the rest happens over here.
 */
final class Watchdog {
    static final long IDLE = -1;

    /** How often it looks, in the time that makes a callback slow. */
    private static final int LOOKS = 4;

    private final Ticker ticker;
    private final long slow;
    private final Function<Thread, StackTraceElement[]> stacks;
    private final Runnable alsoCheck;

    /** The number of the innermost callback under way. Written by the loop. */
    private volatile long running = IDLE;

    /** Who runs it. Written by the loop. */
    private volatile @Nullable Thread runner;

    private volatile @Nullable StackSample sample;

    /** The callback that the last look found, and when a look found it first. */
    private long found = IDLE;

    private long since;
    private boolean stopped;

    /**
     * A watchdog that looks when {@link #check} is called, or, once started, by itself.
     *
     * @param slow from when on a callback is slow, in nanoseconds
     * @param alsoCheck what else is to be looked after each time
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
                wait(Math.max(1, slow / LOOKS / 1_000_000));
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever does that wants it to end
        }
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    // region check
    /** Takes a sample when the callback has been under way for half the time that makes it slow, so that it has one then. */
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
            if (running == current) { // else they may be another callback's
                sample = new StackSample(current, frames);
            }
        }
    }
    // endregion

    private boolean hasSample(long number) {
        StackSample last = sample;
        return last != null && last.number() == number;
    }

    /** Which callback is under way now. On the loop's thread. */
    void runs(long number) {
        running = number;
    }

    /** Whose stack it is. On the loop's thread, which it is. */
    void isRunBy(Thread thread) {
        if (runner != thread) {
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
