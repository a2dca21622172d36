// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The {@link Resolver} of the JVM. In a class of its own, so that its threads exist only once a name was looked up. */
final class SystemResolver {
    static final int MAX_THREADS = 64;
    static final int MAX_WAITING = 10_000;
    static final Resolver INSTANCE = Resolver.blocking(threads());

    private SystemResolver() {}

    static ThreadPoolExecutor threads() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "snowloop-resolver-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
