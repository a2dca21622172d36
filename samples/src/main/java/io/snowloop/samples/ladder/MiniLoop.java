// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.loop.EventLoopOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * The smallest event loop: waiting, as a class. It keeps the contract of {@link io.snowloop.loop.EventLoop}, which one test checks
 * of both: channels, then timers, then the tasks that were queued before their callbacks began; what a callback throws is
 * reported, and the loop goes on. What the big one has besides: futures, transports, traces, bounds for each turn, names of what
 * is late, and checks of the thread.
 */
public final class MiniLoop implements Executor, Closeable {
    private final EventLoopOptions options;
    private final Selector selector;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private long timerCount;
    private volatile boolean stopped;

    /** A loop with the clock, the channels and the exception handler of these options. */
    public MiniLoop(EventLoopOptions options) throws IOException {
        this.options = options;
        this.selector = options.provider().openSelector();
    }

    /** Calls {@code ready} when the channel is ready for one of the operations. To wait for others, change those of the key. */
    public SelectionKey register(SelectableChannel channel, int ops, Ready ready) throws IOException {
        return channel.register(selector, ops, ready);
    }

    /** Runs a callback at a time of {@link #now}. The result cancels it. */
    public Runnable at(long due, Callback callback) {
        Timer timer = new Timer(due, timerCount++, callback);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** Queues a task for the next turn. Any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup(); // a select that has not begun returns at once, too: so no task is forgotten
    }

    /** The time, in nanoseconds. */
    public long now() {
        return options.ticker().nanoTime();
    }

    /** Turns until {@link #stop}. */
    public void run() throws IOException {
        while (!stopped) {
            turn();
        }
    }

    /** Ends {@link #run} after this turn. Any thread. */
    public void stop() {
        stopped = true;
        selector.wakeup();
    }

    /** One turn: see the comment of the class. */
    public void turn() throws IOException {
        select();
        int queued = tasks.size();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) { // an earlier callback of this turn may have closed it
                runSafely(() -> ((Ready) key.attachment()).ready(key));
            }
        }
        selector.selectedKeys().clear();
        long now = now();
        long set = timerCount; // those that a timer sets are for the next turn
        while (!timers.isEmpty() && timers.element().due - now <= 0 && timers.element().number < set) {
            runSafely(timers.remove().callback);
        }
        for (int i = 0; i < queued; i++) {
            runSafely(tasks.remove()::run);
        }
    }

    /** Waits until a channel is ready, the first timer is due, or another thread wakes the loop. */
    private void select() throws IOException {
        long wait = timers.isEmpty() ? Long.MAX_VALUE : timers.element().due - now();
        if (!tasks.isEmpty() || wait <= 0) {
            selector.selectNow();
        } else if (timers.isEmpty()) {
            selector.select();
        } else {
            selector.select((wait + 999_999) / 1_000_000); // rounded up: before the timer is due there is nothing to do
        }
    }

    private void runSafely(Callback callback) {
        try {
            callback.run();
        } catch (Exception e) {
            options.exceptionHandler().caught(e, callback);
        }
    }

    /** Closes all channels. The loop must have stopped. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** What a loop calls. */
    @FunctionalInterface
    public interface Callback {
        /** Called on the thread of the loop. */
        void run() throws IOException;
    }

    /** What a loop calls for a channel. */
    @FunctionalInterface
    public interface Ready {
        /** Called on the thread of the loop. */
        void ready(SelectionKey key) throws IOException;
    }

    /** Those that are due at the same time are called in the order in which they were set. */
    private record Timer(long due, long number, Callback callback) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            long later = due == other.due
                    ? number - other.number
                    : due - other.due; // not due < other.due: the clock may overflow
            return Long.signum(later);
        }
    }
}
