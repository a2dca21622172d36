// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Timer;
import io.snowloop.options.Bounds;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a server ends: with notice, drained, or at once. All methods may be called from any thread. */
final class ServerEnding {
    private static final LazyLogger LOG = new LazyLogger(Server.class);

    private final ServerListener listener;
    private final EventLoop first;

    ServerEnding(ServerListener listener) {
        this.listener = listener;
        this.first = listener.parts().get(0).loop();
    }

    /** See {@link Server#drain(Duration, Duration)}. */
    Future<@Nullable Void> drain(Duration notice, Duration limit) {
        Bounds.notNegative("notice", notice);
        Objects.requireNonNull(limit, "limit");
        if (first.isClosed()) {
            return Future.completed(null);
        }
        if (notice.isZero()) {
            drainNow(limit);
        } else {
            on(first, () -> {
                listener.leave();
                until(first.schedule(notice, () -> drainNow(limit)));
            });
        }
        return listener.terminated().shield();
    }

    private void drainNow(Duration limit) {
        on(first, () -> {
            // in this order: who sees the end of an idle connection must not be able to make a new one
            listener.close(() -> onEach(LoopServer::drain));
            until(first.schedule(limit, () -> breakOff(limit)));
        });
    }

    private void breakOff(Duration limit) {
        LOG.log(
                Level.WARNING,
                () -> "the drain has lasted as long as it may, " + limit
                        + ". Connections that are reset, with what is in progress on them: " + listener.connections());
        onEach(LoopServer::abort);
    }

    /** A timer that is of no use once no connection is left. */
    private void until(Timer timer) {
        listener.terminated().onDone(timer::cancel);
    }

    /** Stops listening, and resets all connections. */
    void abort() {
        on(first, listener::abandon);
        onEach(LoopServer::abort);
    }

    private void onEach(Consumer<LoopServer> action) {
        listener.parts().forEach(part -> on(part.loop(), () -> action.accept(part)));
    }

    /** Runs an action on a loop: at once if this is its thread, else as a task. Does nothing if the loop is closed. */
    static void on(EventLoop loop, Runnable action) {
        if (loop.isClosed()) {
            return;
        }
        if (loop.reactor().mayTouch()) {
            action.run();
            return;
        }
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            // closed since the check above
        }
    }
}
