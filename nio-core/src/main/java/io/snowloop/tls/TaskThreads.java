package io.snowloop.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which handshakes are computed, unless a {@link TlsConfig} brings its own. */
final class TaskThreads {
    /**
     * As many as there are processors, more would only take turns; daemons, which end when they have nothing to do. The
     * queue needs no bound of its own: a connection never has more than one task in it.
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
