// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks the calling thread until a promise is done. */
final class Blocking {
    /**
     * How long {@link Future#await()} waits for another thread to start an executor that only the calling thread could
     * run so far. A thread that was just started with {@code loop::run} needs some time before it runs the loop.
     */
    private static final Duration START_LIMIT = Duration.ofSeconds(1);

    private Blocking() {}

    static void await(Promise<?> promise) throws InterruptedException {
        await(promise, START_LIMIT);
    }

    /** Blocks until the outcome is there; fails if the executor is still stalled after {@code startLimit}. */
    static void await(Promise<?> promise, Duration startLimit) throws InterruptedException {
        if (promise.isDone()) {
            return;
        }
        CountDownLatch latch = latch(promise);
        EventExecutor executor = promise.executor();
        if (executor.stallReason() != null && !await(latch, startLimit)) {
            String reason = executor.stallReason();
            if (reason != null) {
                throw new IllegalStateException(reason);
            }
        }
        latch.await();
    }

    /** Blocks until the outcome is there; fails if the limit is over before. */
    static void awaitWithin(Promise<?> promise, Duration limit) throws InterruptedException, TimeoutException {
        if (!promise.isDone() && !await(latch(promise), limit)) {
            String reason = promise.executor().stallReason();
            throw new TimeoutException(
                    "no outcome within " + limit + ": " + promise + (reason == null ? "" : "; " + reason));
        }
    }

    private static boolean await(CountDownLatch latch, Duration limit) throws InterruptedException {
        return latch.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private static CountDownLatch latch(Promise<?> promise) {
        if (promise.executor().inEventLoop()) {
            throw new IllegalStateException("await() on the thread of " + promise.executor()
                    + " would wait for itself: use onComplete, map or flatMap");
        }
        return Waiter.Latch.of(promise).done;
    }
}
