// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.options.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an event stream. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#event-stream-options -->
 * <pre>{@code
 * EventStreamOptions options = EventStreamOptions.builder()
 *         .heartbeat(ofSeconds(5))
 *         .retry(ofSeconds(1))
 *         .build();
 * }</pre>
 */
public final class EventStreamOptions {
    /** Every setting at its default. */
    public static final EventStreamOptions DEFAULT = builder().build();

    private final Duration heartbeat;
    private final int maxQueued;
    private final @Nullable Duration retry;

    private EventStreamOptions(Builder builder) {
        this.heartbeat = builder.heartbeat;
        this.maxQueued = builder.maxQueued;
        this.retry = builder.retry;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return how long the stream may be silent before it sends a comment} */
    public Duration heartbeat() {
        return heartbeat;
    }

    /** {@return how many bytes of events may wait for the client before no more are taken} */
    public int maxQueued() {
        return maxQueued;
    }

    /** {@return the pause before a client reconnects; null if the client decides} */
    public @Nullable Duration retry() {
        return retry;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration heartbeat = Duration.ofSeconds(15);
        private int maxQueued = 64 * 1024;
        private @Nullable Duration retry;

        private Builder() {}

        private Builder(EventStreamOptions options) {
            this.heartbeat = options.heartbeat;
            this.maxQueued = options.maxQueued;
            this.retry = options.retry;
        }

        /**
         * Sets how long the stream may be silent. Then it sends a comment, which clients ignore: so no proxy takes the
         * connection for a dead one, and a client that is gone without a word is found.
         *
         * @param silence positive; default: 15 s
         * @return this builder
         */
        public Builder heartbeat(Duration silence) {
            this.heartbeat = Bounds.positive("heartbeat", silence);
            return this;
        }

        /**
         * Sets how many bytes may wait for a client that is slower than its events. From there on {@link
         * EventStream#send} takes no event, until the socket has room. These bytes are in memory, for each stream, besides
         * those of the connection's own queue ({@link ServerOptions#writeMarks}), and do not count for {@link
         * ServerOptions#maxMemory}.
         *
         * @param bytes positive; default: 64 KiB. An event that is taken below it may be longer
         * @return this builder
         */
        public Builder maxQueued(int bytes) {
            this.maxQueued = Bounds.atLeast("maxQueued", 1, bytes);
            return this;
        }

        /**
         * Sets the pause before a client whose connection has ended connects again. It is sent at the beginning of the
         * stream.
         *
         * @param pause positive, sent in whole milliseconds; default: null, and the client decides: browsers wait some
         *     seconds
         * @return this builder
         */
        public Builder retry(@Nullable Duration pause) {
            this.retry = pause == null ? null : Bounds.positive("retry", pause);
            return this;
        }

        /** {@return options with these settings} */
        public EventStreamOptions build() {
            return new EventStreamOptions(this);
        }
    }
}
