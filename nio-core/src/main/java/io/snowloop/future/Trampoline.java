// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import io.snowloop.logging.CallbackErrors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts, for one thread, the functions of completed futures that are inside each other, and calls later what would be too
 * deep.
 *
 * <p>On the thread of a loop, the loop's queue calls it: {@link #executor} is the loop. On other threads it waits in a
 * queue here, until the outermost function returns.
 */
final class Trampoline {
    /** Each level takes about five frames, so this is a small part of the smallest stack. */
    static final int MAX_DEPTH = 100;

    private static final ThreadLocal<Trampoline> CURRENT = ThreadLocal.withInitial(Trampoline::new);

    private final ArrayDeque<Runnable> deferred = new ArrayDeque<>(0);
    private int depth;

    private Trampoline() {}

    /** The calling thread's. */
    static Trampoline current() {
        return CURRENT.get();
    }

    /** A function is about to be called. False if it must not be called now, but from {@link #executor}. */
    boolean enter() {
        if (depth == MAX_DEPTH) {
            return false;
        }
        depth++;
        return true;
    }

    /** A function has returned. The outermost one calls those that were deferred. */
    void leave() {
        if (depth == 1 && !deferred.isEmpty()) {
            runDeferred();
        }
        depth--;
    }

    /** While {@code depth} is one or more, so that a function which is called here is not an outermost one. */
    private void runDeferred() {
        for (Runnable task = deferred.poll(); task != null; task = deferred.poll()) {
            try {
                task.run();
            } catch (Throwable thrown) {
                CallbackErrors.report(thrown, task);
            }
        }
    }

    /** Where the calls that are too deep come from: the loop that runs on the calling thread, or the thread itself. */
    static EventExecutor executor() {
        return CallbackErrors.executor() instanceof EventExecutor loop ? loop : Direct.THREAD;
    }

    /**
     * What a function has returned. A promise that only waited for deferred calls is done by now: then its outcome, as if
     * all had been called at once.
     */
    static <T extends @Nullable Object> Future<T> returned(Future<T> result) {
        return result instanceof Promise<T> promise && promise.executor() == Direct.THREAD && promise.isDone()
                ? promise.takeOutcome()
                : result;
    }

    /**
     * The executor of promises that belong to no loop: the thread that completes such a promise runs its callbacks, one
     * after the other and not inside each other.
     */
    private enum Direct implements EventExecutor {
        THREAD;

        @Override
        public void execute(Runnable task) {
            Trampoline trampoline = current();
            trampoline.deferred.add(task);
            if (trampoline.depth == 0) {
                trampoline.depth++;
                trampoline.leave();
            }
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            long nanos = TimeUnit.NANOSECONDS.convert(delay);
            CompletableFuture<?> timer = CompletableFuture.runAsync(
                    () -> execute(task), CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
            return () -> timer.cancel(false);
        }

        @Override
        public boolean inEventLoop() {
            return current().depth > 0;
        }
    }
}
