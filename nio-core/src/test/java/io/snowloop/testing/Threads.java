// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Other threads than the test's. */
public final class Threads {
    private Threads() {}

    /** Starts a daemon thread. */
    public static Thread start(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Runs an action on another thread and waits until it has ended; what it throws is thrown here. */
    public static void runElsewhere(Runnable action) {
        FutureTask<Void> task = new FutureTask<>(action, null);
        start("elsewhere", task);
        try {
            task.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the other thread has not ended", e);
        }
    }

    /** For loops that wait for another thread's next step: on a machine with one core it needs the core. */
    @SuppressWarnings("ThreadPriorityCheck")
    public static void giveWay() {
        Thread.yield();
    }

    /** Waits until another thread has made a condition true. Fails if the calling thread is interrupted, as JUnit does. */
    public static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted: what was waited for did not come");
            }
            giveWay();
        }
    }

    /** Waits until a thread has ended; fails if it doesn't. */
    public static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(30_000);
        if (thread.isAlive()) {
            throw new AssertionError(thread + " has not ended");
        }
    }
}
