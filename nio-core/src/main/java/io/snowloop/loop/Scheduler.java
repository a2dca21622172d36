// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.channel.LoopThread;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What code that runs on a loop may ask of it: tasks, timers and promises. Views, filters, retries and protocols get this
 * type; to run, stop and close a loop belongs to its owner, who has the {@link EventLoop}.
 *
 * <p>All methods may be called from any thread, except {@link #onClose}.
 */
public sealed interface Scheduler extends EventExecutor permits EventLoop {
    /**
     * {@return the loop that runs on the calling thread}
     * @throws IllegalStateException if there is none
     */
    static Scheduler current() {
        Scheduler loop = LoopThread.current();
        if (loop == null) {
            throw new IllegalStateException("no event loop runs on " + LoopThread.describe(Thread.currentThread())
                    + ": call this from a callback, or through loop.submit(...)");
        }
        return loop;
    }

    /** Queues a task to run once, {@code delay} from now; a delay that is zero or negative is due at once. */
    @Override
    Timer schedule(Duration delay, Runnable task);

    /**
     * Queues a task to run again and again. Runs that come due while the loop is busy are skipped. A run that throws is
     * reported, and the next run still comes.
     *
     * @param initialDelay from now to the first run; zero or less is due at once
     * @param period from when one run was due to when the next one is; positive
     * @param task called on the loop's thread
     * @return cancels all further runs
     * @throws IllegalArgumentException if {@code period} is not positive
     */
    Timer scheduleAtFixedRate(Duration initialDelay, Duration period, Runnable task);

    /**
     * {@return a future that completes after a time} To cancel it cancels its timer; to close the loop cancels it.
     * @param duration from now; zero or less is over in the next turn
     */
    Future<@Nullable Void> sleep(Duration duration);

    /**
     * Runs a call on the loop.
     * @param <T> the value's type
     * @param call called on the loop's thread, from its queue
     * @return has the outcome of the future that the call returns, or fails if it throws
     */
    default <T extends @Nullable Object> Future<T> submit(Callable<? extends Future<T>> call) {
        Promise<@Nullable Void> start = newPromise();
        start.complete(null);
        return start.flatMap(started -> {
            try {
                return call.call();
            } catch (Exception e) {
                return Future.failed(e);
            }
        });
    }

    /**
     * Runs a call that blocks on a thread of {@code workers}: file systems, JDBC drivers, computations. The loop does not wait for it,
     * but in a simulation, see {@link #offload}.
     *
     * @param <T> the value's type
     * @param workers has threads that may block; if it refuses the call, the result fails with its {@link
     *     java.util.concurrent.RejectedExecutionException}
     * @param call runs in the {@link io.snowloop.future.Context} of the caller
     * @return has the value of the call, or fails with what it throws. To cancel it interrupts the thread, or takes the call out of the
     *     queue of a {@link java.util.concurrent.ThreadPoolExecutor}.
     */
    default <T extends @Nullable Object> Future<T> blocking(Executor workers, Callable<? extends T> call) {
        return Offload.call(this, Objects.requireNonNull(workers, "workers"), Objects.requireNonNull(call, "call"));
    }

    /**
     * Runs a task that blocks on a thread of {@code workers}; {@link #blocking} is for one with an outcome.
     *
     * <p>In a {@linkplain Ticker#isSimulated simulation}, if {@code workers} is an {@link java.util.concurrent.ExecutorService}, which
     * has threads, the task runs here, before this returns. The clock stands still meanwhile: what a program computes takes no
     * virtual time. On another thread it would be later than all time-outs.
     *
     * @param workers has threads that may block
     * @param task comes back to the loop by {@link #execute}
     * @throws java.util.concurrent.RejectedExecutionException if {@code workers} refuses the task
     */
    default void offload(Executor workers, Runnable task) {
        if (Offload.isHere(this, workers)) {
            task.run();
        } else {
            workers.execute(task);
        }
    }

    /**
     * Has something done when the loop is closed: for what works beside the loop and is not closed with its channels, such as child
     * processes. Call it on the loop's thread, or on that of its owner while it does not run.
     *
     * @param action called by the thread that closes the loop. Its timers do not fire any more; what the action throws is reported.
     * @return takes the action back; any thread may
     * @throws IllegalStateException on another thread, or if the loop is closed
     */
    default Cancellable onClose(Runnable action) {
        return ((EventLoop) this).closeActions.add(Objects.requireNonNull(action, "action"));
    }

    /**
     * {@return a promise whose callbacks run on this loop}
     * @param <T> the value's type
     */
    default <T extends @Nullable Object> Promise<T> newPromise() {
        return new Promise<>(this);
    }

    /** {@return the clock of this loop's timers} */
    Ticker ticker();
}
