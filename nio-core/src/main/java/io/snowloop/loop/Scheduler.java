package io.snowloop.loop;

import io.snowloop.future.EventExecutor;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.channel.LoopThread;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What code that runs on a loop may ask of it: tasks, timers and promises. Views, filters, retries and protocols get this
 * type; to run, stop and close a loop belongs to its owner, who has the {@link EventLoop}.
 *
 * <p>All methods may be called from any thread.
 */
public sealed interface Scheduler extends EventExecutor permits EventLoop {
    /**
     * The loop that runs on the calling thread.
     *
     * @throws IllegalStateException if there is none
     */
    static Scheduler current() {
        Scheduler loop = LoopThread.current();
        if (loop == null) {
            throw new IllegalStateException("no event loop runs on thread "
                    + Thread.currentThread().getName() + ": call this from a callback, or through loop.submit(...)");
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
     * @throws IllegalArgumentException if {@code period} is not positive
     */
    Timer scheduleAtFixedRate(Duration initialDelay, Duration period, Runnable task);

    /** A future that completes {@code duration} from now. To cancel it cancels its timer; to close the loop cancels it. */
    Future<@Nullable Void> sleep(Duration duration);

    /** Runs {@code call} on the loop; the result has the outcome of the future that it returns, or fails if it throws. */
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

    /** A promise whose callbacks run on this loop. */
    default <T extends @Nullable Object> Promise<T> newPromise() {
        return new Promise<>(this);
    }

    /** The clock of this loop's timers. */
    Ticker ticker();
}
