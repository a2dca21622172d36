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
 * Python's {@code selectors.DefaultSelector}: a callback for each channel, called when that is ready.
 *
 * <p>It adds nothing to the loop's {@link io.snowloop.loop.channel.Reactor} but the names: a key is a
 * {@link Registration}, its callback a {@link ReadyHandler}. On Linux the JDK's selector is epoll underneath, on macOS kqueue, on Windows wepoll.
 */
public final class DefaultSelector {
    private final EventLoop loop;
    private final Map<SelectableChannel, Registration> keys = new HashMap<>();

    /** A selector on this loop. */
    public DefaultSelector(EventLoop loop) {
        this.loop = loop;
    }

    /** Whom to call when a channel is ready. */
    @FunctionalInterface
    public interface Callback {
        /** The channel is ready. What this throws closes the channel and nothing else. */
        void ready(Registration key) throws IOException;
    }

    // region register
    /**
     * From now on calls {@code ready} when the channel is ready for {@code events}. A channel that is known already
     * keeps its key, with the new events and callbacks.
     *
     * @param events a set of {@link java.nio.channels.SelectionKey} operations
     * @param lost called if the channel is given up: with what {@code ready} threw, or with null if the loop was closed
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

    /** Calls nobody any more for this channel, which stays open and may be registered again. */
    public void unregister(Registration key) {
        key.interest(0); // not cancel(): a cancelled key can't be had again before the next select
    }
    // endregion

    /** Forgets a channel and closes it; does nothing if that has been done. */
    public void close(SelectableChannel channel) {
        Registration key = keys.remove(channel);
        if (key != null) {
            key.close();
        }
    }

    /** A callback as the loop calls it. */
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
