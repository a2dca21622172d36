package io.snowloop.loop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whom the loop calls when a channel is ready. All calls come from the loop's thread. */
public interface ReadyHandler {
    /**
     * The channel is ready for {@code readyOps}, a set of {@link java.nio.channels.SelectionKey} operations. Readiness is
     * level-triggered: what is left undone is told again in the next turn.
     *
     * @throws IOException or anything else, to end this channel (and only this one): the loop reports it and calls
     *     {@link #closed}
     */
    void ready(int readyOps) throws IOException;

    /**
     * The loop has given the channel up and closed it: because {@link #ready} threw {@code cause}, or, without a cause,
     * because the loop itself was closed.
     */
    void closed(@Nullable Throwable cause);
}
