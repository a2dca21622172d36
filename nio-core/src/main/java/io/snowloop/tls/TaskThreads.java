// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run the tasks of handshakes, unless a {@link TlsConfig} has an executor of its own. */
final class TaskThreads {
    /**
     * One thread per processor: the tasks do nothing but compute, so more threads would not finish earlier. They are
     * daemons, and end after five seconds without a task. The queue needs no bound: a connection has at most one task in
     * it.
     */
    static final Executor SHARED = start(Runtime.getRuntime().availableProcessors());

    private TaskThreads() {}

    private static Executor start(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "snowloop-tls-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
