// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Context;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop: those that its own thread has queued, with no atomic operation on that path, and those that other
 * threads have submitted, which are moved over once a turn.
 *
 * <p>It has no bound. What causes tasks is bounded elsewhere (connections, fetches, threads), and a refused task would mean
 * a future whose callbacks never run.
 */
final class TaskQueue {
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();

    /** The tasks of other threads, as a stack: the last one on top. */
    private final AtomicReference<@Nullable Submission> submitted = new AtomicReference<>();

    /** The clock for the time of queueing; null if the loop is not observed. */
    private final @Nullable Ticker clock;

    /** Told of each task, if there is a clock. */
    private final LoopObserver observer;

    private final TaskTimes times = new TaskTimes();

    /** While they are run. */
    final ClockLooks looks = new ClockLooks();

    TaskQueue(@Nullable Ticker clock, LoopObserver observer) {
        this.clock = clock;
        this.observer = observer;
    }

    /** Adds a task of the loop's own thread. It keeps the current context. */
    void add(Runnable task) {
        Runnable bound = Context.bound(task);
        own.add(bound);
        if (clock != null) {
            queued(bound, clock.nanoTime());
        }
    }

    /** Adds a task of another thread. It keeps the current context of that. Any thread. */
    Submission submit(Runnable task) {
        Submission submission = new Submission(Context.bound(task), clock == null ? 0 : clock.nanoTime());
        do {
            submission.below = submitted.get();
        } while (!submitted.compareAndSet(submission.below, submission));
        return submission;
    }

    boolean hasSubmitted() {
        return submitted.get() != null;
    }

    boolean isEmpty() {
        return own.isEmpty() && !hasSubmitted();
    }

    // region collect
    /**
     * Moves over what other threads have submitted so far, in the order of submission.
     *
     * @return how many tasks there are now
     */
    int collect() {
        if (hasSubmitted()) {
            Submission next = turnedRound(submitted.getAndSet(null));
            while (next != null) {
                move(next);
                next = next.below;
            }
        }
        return own.size();
    }

    private static @Nullable Submission turnedRound(@Nullable Submission top) {
        Submission first = null;
        while (top != null) {
            Submission below = top.below;
            top.below = first;
            first = top;
            top = below;
        }
        return first;
    }
    // endregion

    private void move(Submission submission) {
        Runnable task = submission.take();
        if (task != null) {
            own.add(task);
            if (clock != null) {
                queued(task, submission.time);
            }
        }
    }

    private void queued(Runnable task, long time) {
        times.add(time);
        observer.observe(LoopEvent.TASK_QUEUED, time, task);
    }

    /** When the first task was queued, in the ticker's nanoseconds; 0 if the loop is not observed. Call it once a task. */
    long removeTime() {
        return clock == null ? 0 : times.remove();
    }

    Runnable remove() {
        return own.remove();
    }

    static RejectedExecutionException refusal(EventLoop closed) {
        return new RejectedExecutionException(closed + " is closed: it runs no more tasks");
    }

    /** A task of another thread, until the loop takes it or that thread takes it back. */
    static final class Submission {
        private final AtomicReference<@Nullable Runnable> task;
        private final long time;
        private @Nullable Submission below;

        private Submission(Runnable task, long time) {
            this.task = new AtomicReference<>(task);
            this.time = time;
        }

        private @Nullable Runnable take() {
            return task.getAndSet(null);
        }

        /** Takes it back; false if the loop has it already. Any thread. */
        boolean takeBack() {
            return take() != null;
        }
    }
}
