// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.BlockingThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of blocking views: virtual ones if the JDK has them, else a bounded pool. */
final class Workers {
    /** The threads of the pool. They wait most of the time, so there are more than processors. */
    static final int MAX_THREADS = 64;

    /** The calls that may wait for a thread of the pool. One more would wait so long that a 503 at once is better. */
    static final int MAX_WAITING = 1_024;

    private static final Executor SHARED = open();

    private Workers() {}

    /** The threads that all apps share. */
    static Executor shared() {
        return SHARED;
    }

    /** By a method handle, because the code is compiled for Java 17, and virtual threads are there since 21. */
    private static Executor open() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact();
        } catch (Throwable noVirtualThreads) {
            return pool(MAX_THREADS, MAX_WAITING);
        }
    }

    /** A pool whose refusals say what to do. A thread ends when it had no task for 30 seconds. */
    static ThreadPoolExecutor pool(int maxThreads, int maxWaiting) {
        ThreadPoolExecutor pool = BlockingThreads.pool("snow-blocking", maxThreads, maxWaiting);
        pool.setKeepAliveTime(30, TimeUnit.SECONDS);
        pool.setRejectedExecutionHandler((task, full) -> refuse(full, maxWaiting));
        return pool;
    }

    private static void refuse(ThreadPoolExecutor pool, int maxWaiting) {
        throw new RejectedExecutionException("all " + pool.getMaximumPoolSize()
                + " threads for blocking views are busy and " + maxWaiting
                + " more views wait: give some an executor of their own, by Snow.blocking(view, executor)");
    }
}
