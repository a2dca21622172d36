// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One thread with a queue of tasks and a clock. The callbacks of a {@link Promise} run there.
 *
 * <p>The event loop is the executor of this library. The interface exists so that futures do not depend on channels. All
 * methods may be called from any thread.
 */
public interface EventExecutor extends Executor {
    /**
     * Queues a task. It runs later, on the executor's thread, and never before this call returns. Tasks of one thread run
     * in the order in which that thread queued them.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor is closed
     */
    @Override
    void execute(Runnable task);

    /**
     * Queues a task to run once, later.
     * @param delay from now; zero or less is due at once
     * @param task called by this executor, in its thread
     * @return cancels the task, if it has not begun
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** {@return whether the calling thread is the one that runs this executor's tasks now} */
    boolean inEventLoop();

    /**
     * Why no task of this executor can run while the calling thread blocks; null if tasks may run. An executor that only
     * the calling thread would run, and that it does not run, gives a reason.
     *
     * @return a sentence that also says what to call instead of {@link Future#await()}
     */
    default @Nullable String stallReason() {
        return null;
    }

    /** {@return what is told of the promises of this executor; null for nothing} */
    default @Nullable PromiseObserver promiseObserver() {
        return null;
    }
}
