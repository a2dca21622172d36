// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Drains a server when the JVM begins to exit: a shutdown hook, for which the JVM waits. SIGTERM and Ctrl-C make it exit, and so
 * does {@link System#exit}.
 *
 * <p>It is no callback of a signal ({@link io.snowloop.process.Signals}): the JVM has those signals itself, and waits for this at
 * every other exit, too. A callback for SIGTERM would keep the JVM from exiting, and this from being called.
 */
final class DrainOnExit {
    private static final LazyLogger LOG = new LazyLogger(Server.class);

    /** For the resets at the end of the limit. A loop that hangs must not keep the JVM from exiting. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Server server;
    private final ServerTimeouts timeouts;
    private final Thread hook = new Thread(this::drain, "snowloop-drain");

    DrainOnExit(Server server, ServerTimeouts timeouts) {
        this.server = server;
        this.timeouts = timeouts;
    }

    /** Runs this, and drains if the JVM begins to exit meanwhile. */
    void during(Runnable serving) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            serving.run();
        } finally {
            remove();
        }
    }

    private void drain() {
        Duration notice = timeouts.notice();
        Duration limit = timeouts.drain();
        try {
            server.drain(notice, limit).await(notice.plus(limit).plus(MARGIN));
        } catch (TimeoutException e) {
            LOG.log(Level.WARNING, "the server was not drained within ServerTimeouts.drain = " + limit);
        } catch (ExecutionException | InterruptedException e) {
            LOG.log(Level.WARNING, "the server was not drained", e);
        }
    }

    private void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It has begun to exit.
        }
    }
}
