// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * An executor whose tasks run when the test says so, on the test's thread, and whose clock the test moves. Tasks may be
 * given to it by any thread.
 */
public class ManualExecutor implements EventExecutor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<ManualTimer> timers = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private Thread running;

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        ManualTimer timer = new ManualTimer(this, now.plus(delay), task);
        timers.add(timer);
        return timer;
    }

    @Override
    public synchronized boolean inEventLoop() {
        return Thread.currentThread() == running;
    }

    /** Runs the task that has waited longest. */
    public void runNext() {
        run(nextTask().orElseThrow(() -> new AssertionError("no task is queued")));
    }

    /** Runs all tasks, and those that they queue. */
    public void runAll() {
        for (Optional<Runnable> task = nextTask(); task.isPresent(); task = nextTask()) {
            run(task.get());
        }
    }

    /** Moves the clock, and fires on its way what comes due. */
    public void advance(Duration duration) {
        Duration end = now.plus(duration);
        for (Optional<ManualTimer> due = nextTimer(end); due.isPresent(); due = nextTimer(end)) {
            now = due.get().due;
            due.get().cancel();
            run(due.get().task);
            runAll();
        }
        now = end;
    }

    /** How many tasks are queued. */
    public synchronized int queued() {
        return tasks.size();
    }

    /** How many timers are pending. */
    public synchronized int pendingTimers() {
        return timers.size();
    }

    /** What tasks have thrown, in that order. */
    public List<Throwable> errors() {
        return errors;
    }

    private synchronized Optional<Runnable> nextTask() {
        return Optional.ofNullable(tasks.poll());
    }

    private synchronized Optional<ManualTimer> nextTimer(Duration end) {
        return timers.stream()
                .filter(timer -> timer.due.compareTo(end) <= 0)
                .min(Comparator.comparing(timer -> timer.due));
    }

    private void run(Runnable task) {
        running = Thread.currentThread();
        try {
            task.run();
        } catch (Throwable thrown) {
            errors.add(thrown);
        } finally {
            running = null;
        }
    }

    @Override
    public String toString() {
        return "ManualExecutor";
    }

    private record ManualTimer(ManualExecutor executor, Duration due, Runnable task) implements Cancellable {
        @Override
        public boolean cancel() {
            synchronized (executor) {
                return executor.timers.removeIf(timer -> timer == this);
            }
        }
    }
}
