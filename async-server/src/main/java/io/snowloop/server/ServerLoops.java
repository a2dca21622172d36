// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.metrics.LoopMetrics;
import io.snowloop.metrics.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a server: its own, or those of its caller.
 *
 * @param all at least one; the first accepts connections
 * @param own those that end with the server; null if there are none
 */
record ServerLoops(List<EventLoop> all, @Nullable EventLoopGroup own) implements AutoCloseable {
    /** The options of loops that the server starts. */
    static EventLoopOptions options(Metrics metrics) {
        EventLoopOptions plain = EventLoopOptions.DEFAULT;
        return metrics == Metrics.NONE
                ? plain
                : plain.toBuilder()
                        .observer(plain.observer().and(LoopMetrics.of(metrics)))
                        .build();
    }

    /** A loop that the caller runs and closes. */
    static ServerLoops shared(EventLoop loop) {
        return new ServerLoops(List.of(loop), null);
    }

    /** Loops of its own, each on a new thread. */
    static ServerLoops start(int count, EventLoopOptions options) throws IOException {
        EventLoopGroup own = EventLoopGroup.start(count, options);
        return new ServerLoops(own.loops(), own);
    }

    /** A loop that the caller runs and closes, and loops of its own beside it. */
    static ServerLoops startBeside(EventLoop first, int count, EventLoopOptions options) throws IOException {
        if (count == 0) {
            return shared(first);
        }
        EventLoopGroup own = EventLoopGroup.start(count, options);
        return new ServerLoops(
                Stream.concat(Stream.of(first), own.loops().stream()).toList(), own);
    }

    /** @throws IllegalStateException if one of these loops runs this, and {@link #close} would wait for it */
    void checkMayClose() {
        for (EventLoop loop : all) {
            if (own != null && loop.inEventLoop()) {
                throw new IllegalStateException(
                        "close() waits for the threads of this server and was called on one of them, of " + loop
                                + ": close the server from another thread, or begin with drain(limit)");
            }
        }
    }

    /** Ends its own loops; their threads have ended when this returns. */
    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
