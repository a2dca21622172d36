package io.snowloop.benchmarks.micro;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;

/** A queue of tasks on the calling thread: a loop without anything else, so that futures are measured and not it. */
final class TurnQueue implements EventExecutor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("no benchmark needs timers of it");
    }

    @Override
    public boolean inEventLoop() {
        return true;
    }

    /** Runs tasks until there are none. */
    void drain() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }
}
