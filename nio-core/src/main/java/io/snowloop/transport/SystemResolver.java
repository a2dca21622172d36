// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.loop.BlockingThreads;
import java.util.concurrent.ThreadPoolExecutor;

/** The {@link Resolver} of the JVM. In a class of its own, so that its threads exist only once a name was looked up. */
final class SystemResolver {
    static final int MAX_THREADS = 64;
    static final int MAX_WAITING = 10_000;
    static final Resolver INSTANCE = Resolver.blocking(threads());

    private SystemResolver() {}

    static ThreadPoolExecutor threads() {
        return BlockingThreads.pool("snowloop-resolver", MAX_THREADS, MAX_WAITING);
    }
}
