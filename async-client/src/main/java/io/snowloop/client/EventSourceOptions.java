// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an event source. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#event-source-options -->
 * <pre>{@code
 * EventSourceOptions options = EventSourceOptions.builder()
 *         .idle(ofMinutes(5)) // of a server that sends no heartbeat
 *         .onReconnect((error, pause) -> log.add("again in " + pause.toSeconds() + " s"))
 *         .build();
 * }</pre>
 */
public final class EventSourceOptions {
    /** Every setting at its default. */
    public static final EventSourceOptions DEFAULT = builder().build();

    private final Duration retry;
    private final Duration maxBackOff;
    private final Duration idle;
    private final int maxEvent;
    private final @Nullable RandomGenerator random;
    private final BiConsumer<? super Throwable, ? super Duration> onReconnect;

    private EventSourceOptions(Builder builder) {
        this.retry = builder.retry;
        this.maxBackOff = builder.maxBackOff;
        this.idle = builder.idle;
        this.maxEvent = builder.maxEvent;
        this.random = builder.random;
        this.onReconnect = builder.onReconnect;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the pause before connecting again, as long as the server has not set one} */
    public Duration retry() {
        return retry;
    }

    /** {@return the bound up to which that pause is doubled} */
    public Duration maxBackOff() {
        return maxBackOff;
    }

    /** {@return the longest time without bytes from the server} */
    public Duration idle() {
        return idle;
    }

    /** {@return the longest line, and the largest data of an event, in bytes} */
    public int maxEvent() {
        return maxEvent;
    }

    /** {@return what makes the pauses of clients different; null for that of the thread} */
    public @Nullable RandomGenerator random() {
        return random;
    }

    /** {@return what is told of each connection that has ended} */
    public BiConsumer<? super Throwable, ? super Duration> onReconnect() {
        return onReconnect;
    }

    /** From 0 to below 1. */
    double nextRandom() {
        RandomGenerator generator = random;
        return (generator == null ? ThreadLocalRandom.current() : generator).nextDouble();
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration retry = Duration.ofSeconds(3);
        private Duration maxBackOff = Duration.ofSeconds(30);
        private Duration idle = Duration.ofSeconds(60);
        private int maxEvent = EventStreamParser.MAX_EVENT;
        private @Nullable RandomGenerator random;
        private BiConsumer<? super Throwable, ? super Duration> onReconnect = (error, pause) -> {};

        private Builder() {}

        private Builder(EventSourceOptions options) {
            this.retry = options.retry;
            this.maxBackOff = options.maxBackOff;
            this.idle = options.idle;
            this.maxEvent = options.maxEvent;
            this.random = options.random;
            this.onReconnect = options.onReconnect;
        }

        /**
         * Sets the pause between the end of a connection and the next one: the standard's "reconnection time". A {@code
         * retry} of the server takes its place, if it is at least 100 ms.
         *
         * @param pause positive; default: 3 s, as in Chromium
         * @return this builder
         */
        public Builder retry(Duration pause) {
            this.retry = Bounds.positive("retry", pause);
            return this;
        }

        /**
         * Sets the bound of the exponential back-off. The pause doubles with each attempt that brings no stream, up to this;
         * if the reconnection time is longer than this, the pause stays as it is. To each pause a random part is added, up
         * to a half of it.
         *
         * @param pause positive; default: 30 s
         * @return this builder
         */
        public Builder maxBackOff(Duration pause) {
            this.maxBackOff = Bounds.positive("maxBackOff", pause);
            return this;
        }

        /**
         * Sets the longest time without bytes while some are awaited. Then the connection is closed, and the source connects
         * again. It takes the place of {@link Timeouts#read}; {@link Timeouts#total} ends with the head of the response.
         *
         * @param silence positive; default: 60 s, four times the heartbeat of a Snow app
         * @return this builder
         */
        public Builder idle(Duration silence) {
            this.idle = Bounds.positive("idle", silence);
            return this;
        }

        /**
         * Sets the longest line, and the largest data of an event. A larger one fails the source with {@link
         * io.snowloop.http.sse.EventTooLargeException}: it would come again after each reconnect.
         *
         * @param bytes positive; default: 1 MiB
         * @return this builder
         */
        public Builder maxEvent(int bytes) {
            this.maxEvent = Bounds.atLeast("maxEvent", 1, bytes);
            return this;
        }

        /**
         * Sets what makes the pauses of clients different, so that those whose server has failed do not come back at the
         * same time.
         *
         * @param random called on the loop's thread; default: null, for {@link ThreadLocalRandom}
         * @return this builder
         */
        public Builder random(@Nullable RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Sets what is told of each connection that has ended, or could not be opened, and of the pause before the next
         * attempt.
         *
         * @param observer called on the loop's thread, before the pause; default: one that does nothing
         * @return this builder
         */
        public Builder onReconnect(BiConsumer<? super Throwable, ? super Duration> observer) {
            this.onReconnect = Objects.requireNonNull(observer, "onReconnect");
            return this;
        }

        /** {@return options with these settings} */
        public EventSourceOptions build() {
            return new EventSourceOptions(this);
        }
    }
}
