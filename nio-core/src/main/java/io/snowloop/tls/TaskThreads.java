// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.loop.BlockingThreads;
import java.util.concurrent.Executor;

/** The threads that run the tasks of handshakes, unless a {@link TlsConfig} has an executor of its own. */
final class TaskThreads {
    /**
     * One thread per processor: the tasks do nothing but compute, so more threads would not finish earlier. The queue needs
     * no bound: a connection has at most one task in it. Peers take turns.
     */
    static final Executor SHARED = new PeerTurns(
            BlockingThreads.pool("snowloop-tls", Runtime.getRuntime().availableProcessors(), Integer.MAX_VALUE));

    private TaskThreads() {}
}
