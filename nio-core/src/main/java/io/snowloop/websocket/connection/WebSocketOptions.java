// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static java.util.Objects.requireNonNull;

import io.snowloop.options.Bounds;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.OpeningHandshake;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a WebSocket, of either end. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#websocket-options -->
 * <pre>{@code
 * WebSocketOptions options = WebSocketOptions.builder()
 *         .subprotocols(List.of("chat.v2", "chat.v1"))
 *         .pingInterval(ofSeconds(10))
 *         .build();
 * }</pre>
 */
public final class WebSocketOptions {
    /** Every setting at its default. */
    public static final WebSocketOptions DEFAULT = builder().build();

    private final MessageLimits limits;
    private final int maxQueued;
    private final Duration pingInterval;
    private final Duration pingTimeout;
    private final @Nullable Duration maxIdle;
    private final Duration closeTimeout;
    private final List<String> subprotocols;
    private final @Nullable List<String> origins;
    private final @Nullable Deflate deflate;

    private WebSocketOptions(Builder builder) {
        this.limits = builder.limits;
        this.maxQueued = builder.maxQueued;
        this.pingInterval = builder.pingInterval;
        this.pingTimeout = builder.pingTimeout;
        this.maxIdle = builder.maxIdle;
        this.closeTimeout = builder.closeTimeout;
        this.subprotocols = builder.subprotocols;
        this.origins = builder.origins;
        this.deflate = builder.deflate;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the limits of received messages} */
    public MessageLimits limits() {
        return limits;
    }

    /** {@return how many bytes may wait for the peer before no more messages are taken} */
    public int maxQueued() {
        return maxQueued;
    }

    /** {@return how long the peer may be silent before it is sent a ping} */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** {@return how long it may be silent after the ping} */
    public Duration pingTimeout() {
        return pingTimeout;
    }

    /** {@return how long there may be no message, in either direction; null for any time} */
    public @Nullable Duration maxIdle() {
        return maxIdle;
    }

    /** {@return how long the closing handshake may take} */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** {@return the subprotocols that this end speaks} */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /** {@return the origins whose pages may connect; null for the server's own, empty for all} */
    public @Nullable List<String> origins() {
        return origins;
    }

    /** {@return how this end is willing to compress; null for no compression} */
    public @Nullable Deflate deflate() {
        return deflate;
    }

    /** {@return the opening handshake of an end with these settings} */
    public OpeningHandshake handshake() {
        return new OpeningHandshake(subprotocols, deflate);
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private MessageLimits limits = MessageLimits.DEFAULT;
        private int maxQueued = 1024 * 1024;
        private Duration pingInterval = Duration.ofSeconds(20);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private @Nullable Duration maxIdle;
        private Duration closeTimeout = Duration.ofSeconds(10);
        private List<String> subprotocols = List.of();
        private @Nullable List<String> origins;
        private @Nullable Deflate deflate;

        private Builder() {}

        private Builder(WebSocketOptions options) {
            this.limits = options.limits;
            this.maxQueued = options.maxQueued;
            this.pingInterval = options.pingInterval;
            this.pingTimeout = options.pingTimeout;
            this.maxIdle = options.maxIdle;
            this.closeTimeout = options.closeTimeout;
            this.subprotocols = options.subprotocols;
            this.origins = options.origins;
            this.deflate = options.deflate;
        }

        /**
         * Sets the limits of received messages. A larger one closes the WebSocket with 1009.
         * @param limits default: 1 MiB, in any fragments
         * @return this builder
         */
        public Builder limits(MessageLimits limits) {
            this.limits = requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets how many bytes may wait for a peer that reads more slowly than this end sends. From there on a message is not
         * sent, and its future fails with {@link QueueFullException}, until the peer has read. The futures of messages that wait take as much
         * again at most: each counts as 128 bytes.
         *
         * @param bytes positive; default: 1 MiB. A message that is taken below it may be longer
         * @return this builder
         */
        public Builder maxQueued(int bytes) {
            this.maxQueued = Bounds.atLeast("maxQueued", 1, bytes);
            return this;
        }

        /**
         * Sets how long the peer may be silent. Then it is sent a ping, which it has to answer. So no proxy takes the connection
         * for a dead one, and a peer that is gone without a word is found.
         *
         * @param silence positive; default: 20 s
         * @return this builder
         */
        public Builder pingInterval(Duration silence) {
            this.pingInterval = Bounds.positive("pingInterval", silence);
            return this;
        }

        /**
         * Sets how long the peer may be silent after a ping. Then the connection is reset, and closed with 1006. A peer that
         * takes what was sent before the ping has more time; and it does not count while this end has paused reading.
         *
         * @param silence positive; default: 20 s
         * @return this builder
         */
        public Builder pingTimeout(Duration silence) {
            this.pingTimeout = Bounds.positive("pingTimeout", silence);
            return this;
        }

        /**
         * Sets how long there may be no message, in either direction. Then the WebSocket is closed with 1001. Pings and pongs are
         * no messages.
         *
         * @param idle positive; default: null, any time
         * @return this builder
         */
        public Builder maxIdle(@Nullable Duration idle) {
            this.maxIdle = idle == null ? null : Bounds.positive("maxIdle", idle);
            return this;
        }

        /**
         * Sets how long the closing handshake may take: until the peer has answered the close frame, and ended the connection.
         * Then the connection is reset.
         *
         * @param timeout positive; default: 10 s
         * @return this builder
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = Bounds.positive("closeTimeout", timeout);
            return this;
        }

        /**
         * Sets the subprotocols that this end speaks (RFC 6455 §1.9). A client offers them all; a server takes the first of its own
         * that the client offers, or none.
         *
         * @param subprotocols tokens; the one that this end likes best comes first; default: none
         * @return this builder
         */
        public Builder subprotocols(List<String> subprotocols) {
            new OpeningHandshake(requireNonNull(subprotocols, "subprotocols"), null); // checks them
            this.subprotocols = List.copyOf(subprotocols);
            return this;
        }

        /**
         * Sets the origins whose pages may connect to a server (RFC 6455 §10.2). A browser sends the user's cookies with the
         * opening request, also from a page of another site. So a server refuses other origins with 403, unless they are set
         * here. A client that is no browser sends no {@code Origin}, and may always connect. A client does not read this.
         *
         * @param origins such as {@code https://app.example}; empty for all; default: null, that of the request's {@code Host}
         * @return this builder
         */
        public Builder origins(@Nullable List<String> origins) {
            this.origins = origins == null ? null : List.copyOf(origins);
            return this;
        }

        /**
         * Sets how this end is willing to compress messages (RFC 7692). Both ends have to be. With context the messages become
         * smaller, and each connection holds about 300 KB outside of the heap, which
         * count in the memory of a server ({@code ServerOptions.maxMemory}). A message that has a secret and text of others may
         * not be compressed: its length tells of the secret (CRIME).
         *
         * @param deflate default: null, no compression; {@link Deflate#WITHOUT_CONTEXT} costs no memory between messages
         * @return this builder
         */
        public Builder deflate(@Nullable Deflate deflate) {
            this.deflate = deflate;
            return this;
        }

        /** {@return options with these settings} */
        public WebSocketOptions build() {
            return new WebSocketOptions(this);
        }
    }
}
