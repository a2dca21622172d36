// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;

/** An executor with a queue, on the calling thread: the minimum of a loop, so that only futures are measured. */
final class TurnQueue implements EventExecutor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("not needed by benchmarks");
    }

    @Override
    public boolean inEventLoop() {
        return true;
    }

    /** Runs tasks until there are none. */
    void runAll() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }
}
