// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The handler that a {@link Reactor} calls when a channel is ready. All calls come from the loop's thread. */
public interface ReadyHandler {
    /** The handler of a channel that waits for no operation yet. */
    ReadyHandler NONE = new ReadyHandler() {
        @Override
        public void ready(int readyOps) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    };

    /**
     * The channel is ready for {@code readyOps}, a set of {@link java.nio.channels.SelectionKey} operations. Readiness is
     * level-triggered: bytes that are not read now are signalled again in the next turn.
     *
     * @throws IOException or anything else, to end this channel and no other: the reactor reports it and calls
     *     {@link #closed}
     */
    void ready(int readyOps) throws IOException;

    /**
     * The reactor has closed the channel: because {@link #ready} threw {@code cause}, or, without a cause, because the loop
     * was closed.
     */
    void closed(@Nullable Throwable cause);
}
