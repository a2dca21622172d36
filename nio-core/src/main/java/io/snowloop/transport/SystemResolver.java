package io.snowloop.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The {@link Resolver} of the JVM. In a class of its own, so that its threads exist only once a name was looked up. */
final class SystemResolver {
    static final Resolver INSTANCE = Resolver.blocking(threads());

    private SystemResolver() {}

    /** The queue needs no bound: each look-up in it holds a place in a connection pool, which has one. */
    private static Executor threads() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(4, 4, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "snowloop-resolver-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
