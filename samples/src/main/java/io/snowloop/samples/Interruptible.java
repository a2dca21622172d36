// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Work that Ctrl-C or SIGTERM cancels, so that it leaves nothing incomplete behind. After a signal the JVM ends when its
 * shutdown hooks have returned, whatever other threads do: so the hook waits until what is incomplete is deleted.
 */
public final class Interruptible {
    /** If the loop is blocked, it is not waited for any longer. */
    private static final int MOST_SECONDS = 2;

    private final Future<?> work;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Work that has begun, or will when the fetcher runs. */
    public Interruptible(Future<?> work) {
        this.work = work;
    }

    /**
     * Runs the fetcher until the work is done or cancelled.
     *
     * @param cancelled is run after a cancellation, before the JVM may end
     * @throws ExecutionException if the work failed
     */
    public void run(Fetcher fetcher, Runnable cancelled) throws ExecutionException, InterruptedException {
        Thread hook = new Thread(this::interrupt, "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            fetcher.runUntil(work);
        } catch (CancellationException e) {
            fetcher.run(); // the callbacks of the cancellation
            cancelled.run();
        } finally {
            over.countDown();
            remove(hook);
        }
    }

    private void interrupt() {
        work.cancel();
        try {
            boolean unused = over.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is running
        }
    }
}
