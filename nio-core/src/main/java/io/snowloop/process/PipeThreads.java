// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.loop.BlockingThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/** The threads that start processes and wait for their pipes, unless a {@link Command} has others. */
final class PipeThreads {
    /** A read of a pipe takes a thread until the child writes. So there is one for each pipe that is waited for. */
    static final int MAX_THREADS = 256;

    static final Executor SHARED = pool(MAX_THREADS);

    private PipeThreads() {}

    /** No call waits for a thread: the one that would free a thread could be behind it, and then both would wait without an end. */
    static ThreadPoolExecutor pool(int maxThreads) {
        ThreadPoolExecutor pool = BlockingThreads.pool("snowloop-process", maxThreads, 0);
        pool.setRejectedExecutionHandler((task, full) -> {
            throw new RejectedExecutionException("all " + maxThreads
                    + " threads for processes and their pipes are busy: give some commands threads of their own, by"
                    + " Command.threads, or run fewer at the same time");
        });
        return pool;
    }
}
