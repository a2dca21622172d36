// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static java.util.Objects.requireNonNull;

import io.snowloop.logging.LimitLog;
import io.snowloop.options.Bounds;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls that block, as {@link Scheduler#blocking} needs them: a pool with a bound for its threads, and one for the calls that
 * wait for a thread.
 *
 * <p>The threads are daemons, and each of them ends after five seconds without a call. So a pool need not be shut down, and a program that
 * makes no such call has no such thread. They are threads of the system and no virtual ones: a virtual thread that reads a file or a pipe
 * blocks its carrier.
 */
public final class BlockingThreads {
    private static final int IDLE_SECONDS = 5;

    private BlockingThreads() {}

    /**
     * {@return a pool without a thread yet}
     * @param name of the threads, before their number
     * @param maxThreads at least 1; so many calls run at the same time
     * @param maxWaiting how many more calls may wait for a thread; 0 for none. Further ones are refused with a {@link
     *     RejectedExecutionException} that names both bounds; the first time, a WARNING does, too.
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public static ThreadPoolExecutor pool(String name, int maxThreads, int maxWaiting) {
        requireNonNull(name, "name");
        Bounds.atLeast("maxThreads", 1, maxThreads);
        Bounds.atLeast("maxWaiting", 0, maxWaiting);
        LimitLog limits = new LimitLog(BlockingThreads.class);
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                maxWaiting == 0
                        ? 0
                        : maxThreads, // the JDK's pool starts threads beyond this number only if its queue is full
                maxThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue(maxWaiting),
                task -> daemon(task, name + "-" + count.incrementAndGet()),
                (task, full) -> {
                    if (full.isShutdown()) {
                        throw new RejectedExecutionException(
                                "the threads of " + name + " take no more calls: the pool was shut down");
                    }
                    limits.hit(
                            "maxThreads of " + name,
                            maxThreads,
                            "all are busy, maxWaiting = " + maxWaiting + " calls wait, and further ones are refused");
                    throw new RejectedExecutionException("all " + maxThreads + " threads of " + name + " are busy, and "
                            + maxWaiting + " more calls wait");
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static BlockingQueue<Runnable> queue(int maxWaiting) {
        return maxWaiting == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(maxWaiting);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
