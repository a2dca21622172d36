// SPDX-License-Identifier: Apache-2.0
// FAILS: stop() was called, and run() goes on
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** A loop: channels, timers and tasks on one thread. Any thread may queue tasks. */
class Loop implements Executor {
    private final Channels channels;
    private final Timers timers = new Timers();
    private final Tasks tasks = new Tasks();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final LongSupplier clock;
    private final Turn turn;
    private boolean stopped;

    Loop(SelectorProvider host, LongSupplier clock) throws IOException {
        this.channels = new Channels(host);
        this.clock = clock;
        this.turn = new Turn(channels, timers, clock);
    }

    Channels channels() {
        return channels;
    }

    /** Sets a timer that fires after so many nanoseconds. On the thread of the loop only. */
    Timer after(long nanos, Runnable action) {
        return timers.at(clock.getAsLong() + nanos, action);
    }

    /** Queues a task. Any thread may call it. */
    @Override
    public void execute(Runnable task) {
        inbox.add(task);
        channels.wakeup();
    }

    /** One turn: channels, timers, tasks. It waits if there is nothing to do. */
    void turn() throws IOException {
        turn.run(inbox.isEmpty());
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            tasks.execute(task);
        }
        tasks.run();
    }

    /** Turns until it is stopped. */
    void run() throws IOException {
        while (!stopped) {
            turn();
        }
    }

    /** Ends {@link #run}. Any thread may call it. */
    void stop() {
        tasks.execute(() -> stopped = true);
    }
}
