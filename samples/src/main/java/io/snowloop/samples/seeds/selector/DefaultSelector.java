// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code selectors.DefaultSelector}: a callback for each channel, called when the channel is ready.
 *
 * <p>It only renames parts of the loop's {@link io.snowloop.loop.channel.Reactor}: a key is a {@link Registration}, its
 * callback a {@link ReadyHandler}. The JDK's selector uses epoll on Linux, kqueue on macOS, and wepoll on Windows.
 */
public final class DefaultSelector {
    private final EventLoop loop;
    private final Map<SelectableChannel, Registration> keys = new HashMap<>();

    /** A selector on this loop. */
    public DefaultSelector(EventLoop loop) {
        this.loop = loop;
    }

    /** The callback of a channel that is ready. */
    @FunctionalInterface
    public interface Callback {
        /** The channel is ready. An exception closes the channel, and only the channel. */
        void ready(Registration key) throws IOException;
    }

    // region register
    /**
     * Registers a channel: {@code ready} is called when it is ready for {@code events}. A channel that is registered
     * already keeps its key, with the new events and callbacks.
     *
     * @param events a set of {@link java.nio.channels.SelectionKey} operations
     * @param lost called if the channel is closed: with the exception of {@code ready}, or with null if the loop is
     *     closed
     */
    public void register(SelectableChannel channel, int events, Callback ready, Consumer<@Nullable Throwable> lost)
            throws IOException {
        Handler handler = new Handler(channel, ready, lost);
        Registration key = keys.get(channel);
        if (key == null) {
            keys.put(channel, loop.reactor().register(channel, events, handler));
        } else {
            key.handler(handler);
            key.interest(events);
        }
    }

    /** Stops the callbacks of this channel. It stays open and may be registered again. */
    public void unregister(Registration key) {
        key.interest(0); // not cancel(): after it, the channel can be registered again only after the next select
    }
    // endregion

    /** Deregisters and closes a channel. Idempotent. */
    public void close(SelectableChannel channel) {
        Registration key = keys.remove(channel);
        if (key != null) {
            key.close();
        }
    }

    /** The adapter from the loop's callbacks to these. */
    private final class Handler implements ReadyHandler {
        private final SelectableChannel channel;
        private final Callback ready;
        private final Consumer<@Nullable Throwable> lost;

        Handler(SelectableChannel channel, Callback ready, Consumer<@Nullable Throwable> lost) {
            this.channel = channel;
            this.ready = ready;
            this.lost = lost;
        }

        @Override
        public void ready(int readyOps) throws IOException {
            ready.ready(Objects.requireNonNull(keys.get(channel)));
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            keys.remove(channel);
            lost.accept(cause);
        }
    }
}
