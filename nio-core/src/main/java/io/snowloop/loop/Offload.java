// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A call that blocks, on a thread that may: {@link Scheduler#blocking}. */
final class Offload {
    private Offload() {}

    /** Whether what is meant for the threads of {@code workers} runs on the loop's own. */
    static boolean isHere(Scheduler loop, Executor workers) {
        return loop.ticker().isSimulated() && workers instanceof ExecutorService;
    }

    static <T extends @Nullable Object> Future<T> call(Scheduler loop, Executor workers, Callable<? extends T> call) {
        Promise<T> promise = loop.newPromise();
        FutureTask<?> work = new FutureTask<>(Context.bound(() -> run(call, promise, loop)), null);
        try {
            loop.offload(workers, work);
        } catch (RejectedExecutionException e) {
            return Future.<T>failed(e).on(loop);
        }
        return promise.onCancel(() -> stop(work, workers));
    }

    private static <T extends @Nullable Object> void run(
            Callable<? extends T> call, Promise<T> promise, Scheduler loop) {
        try {
            T value = call.call();
            if (!promise.complete(value) && value instanceof Cancellable late) { // the caller has cancelled meanwhile
                discard(late, loop);
            }
        } catch (Throwable thrown) {
            promise.fail(thrown);
        }
    }

    /** On the loop, where the methods of a resource belong; on this thread if the loop is closed. */
    private static void discard(Cancellable late, Scheduler loop) {
        try {
            loop.execute(late::cancel);
        } catch (RejectedExecutionException e) {
            late.cancel();
        }
    }

    /** Interrupts a task that has begun, and removes one that has not from the pool's queue. */
    private static void stop(FutureTask<?> work, Executor workers) {
        work.cancel(true);
        if (workers instanceof ThreadPoolExecutor pool) {
            pool.remove(work);
        }
    }
}
