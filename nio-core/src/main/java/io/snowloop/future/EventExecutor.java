package io.snowloop.future;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread with a queue of tasks and a clock: the place where the callbacks of a {@link Promise} run.
 *
 * <p>The event loop is the one that matters; the interface is here so that futures need not know of channels. All
 * methods may be called from any thread.
 */
public interface EventExecutor extends Executor {
    /**
     * Queues a task, which runs later on this executor's thread, never before this call returns. Tasks of one thread
     * run in the order in which that thread queued them.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor is closed
     */
    @Override
    void execute(Runnable task);

    /** Queues a task to run once, {@code delay} from now; a delay that is zero or negative is due at once. */
    Cancellable schedule(Duration delay, Runnable task);

    /** Whether the calling thread is the one that runs this executor's tasks right now. */
    boolean inEventLoop();

    /** A promise of this executor has failed, and nobody has asked it for anything yet. Called from any thread. */
    default void failedUnseen(Promise<?> promise, Completed<?> outcome) {}
}
