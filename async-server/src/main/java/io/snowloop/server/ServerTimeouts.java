// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.options.Bounds;
import java.time.Duration;

/**
 * How long a server waits for a client, or for a view. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#server-timeouts -->
 * <pre>{@code
 * ServerTimeouts timeouts = ServerTimeouts.builder()
 *         .handler(ofSeconds(5))
 *         .keepAlive(ofMinutes(2))
 *         .build();
 * }</pre>
 */
public final class ServerTimeouts {
    /** Every setting at its default. */
    public static final ServerTimeouts DEFAULT = builder().build();

    private final Duration head;
    private final Duration bodyGrace;
    private final Duration responseGrace;
    private final Duration handler;
    private final Duration keepAlive;
    private final Duration linger;
    private final Duration maxLinger;
    private final Duration halfClosed;
    private final Duration notice;
    private final Duration drain;

    private ServerTimeouts(Builder builder) {
        this.head = builder.head;
        this.bodyGrace = builder.bodyGrace;
        this.responseGrace = builder.responseGrace;
        this.handler = builder.handler;
        this.keepAlive = builder.keepAlive;
        this.linger = builder.linger;
        this.maxLinger = builder.maxLinger;
        this.halfClosed = builder.halfClosed;
        this.notice = builder.notice;
        this.drain = builder.drain;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return how long a request's head may take} */
    public Duration head() {
        return head;
    }

    /** {@return the grace period of the minimum rate while a client sends a body} */
    public Duration bodyGrace() {
        return bodyGrace;
    }

    /** {@return the grace period of the minimum rate while a client receives a response} */
    public Duration responseGrace() {
        return responseGrace;
    }

    /** {@return how long a view may take to answer, or to ask for the next part of the request's body} */
    public Duration handler() {
        return handler;
    }

    /** {@return how long an idle connection is kept} */
    public Duration keepAlive() {
        return keepAlive;
    }

    /** {@return how long a client may be silent during a lingering close} */
    public Duration linger() {
        return linger;
    }

    /** {@return how long a lingering close may take in all} */
    public Duration maxLinger() {
        return maxLinger;
    }

    /** {@return how long a stream may be silent whose client has ended its side} */
    public Duration halfClosed() {
        return halfClosed;
    }

    /** {@return how long the server goes on when the JVM exits, while its health says that it drains} */
    public Duration notice() {
        return notice;
    }

    /** {@return how long the requests in progress may take when the JVM exits} */
    public Duration drain() {
        return drain;
    }

    /** Sets time-outs. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration head = Duration.ofSeconds(10);
        private Duration bodyGrace = Duration.ofSeconds(10);
        private Duration responseGrace = Duration.ofSeconds(60);
        private Duration handler = Duration.ofSeconds(60);
        private Duration keepAlive = Duration.ofSeconds(60);
        private Duration linger = Duration.ofSeconds(2);
        private Duration maxLinger = Duration.ofSeconds(30);
        private Duration halfClosed = Duration.ofSeconds(30);
        private Duration notice = Duration.ZERO;
        private Duration drain = Duration.ofSeconds(8);

        private Builder() {}

        private Builder(ServerTimeouts timeouts) {
            this.head = timeouts.head;
            this.bodyGrace = timeouts.bodyGrace;
            this.responseGrace = timeouts.responseGrace;
            this.handler = timeouts.handler;
            this.keepAlive = timeouts.keepAlive;
            this.linger = timeouts.linger;
            this.maxLinger = timeouts.maxLinger;
            this.halfClosed = timeouts.halfClosed;
            this.notice = timeouts.notice;
            this.drain = timeouts.drain;
        }

        /**
         * Sets how long a request's head may take, from its first byte, or from the start of the connection for the first
         * one. Then the answer is 408, and the connection ends. With HTTP/2 it is the time of any frame but data, and of the fields of
         * a request; then the connection ends with a GOAWAY.
         *
         * @param timeout positive; default: 10 s
         * @return this builder
         */
        public Builder head(Duration timeout) {
            this.head = Bounds.positive("head", timeout);
            return this;
        }

        /**
         * Sets the grace period of {@link ServerOptions#minimumRate} while a client sends a body: how far it may fall behind
         * that rate. Then the answer is 408, and the connection ends; of HTTP/2, the stream.
         *
         * @param grace positive; default: 10 s
         * @return this builder
         */
        public Builder bodyGrace(Duration grace) {
            this.bodyGrace = Bounds.positive("bodyGrace", grace);
            return this;
        }

        /**
         * Sets the grace period of {@link ServerOptions#minimumRate} while a client receives a response: how far it may fall
         * behind that rate. Then the connection is reset. With HTTP/2, a client that opens no window for a stream has as long, and only
         * the stream is reset.
         *
         * <p>A server sees only how its own kernel's send buffer empties. With buffers of some MB in both kernels that
         * happens in steps: a client that reads 100 kB/s can seem to read nothing for 30 s.
         *
         * @param grace positive; default: 60 s
         * @return this builder
         */
        public Builder responseGrace(Duration grace) {
            this.responseGrace = Bounds.positive("responseGrace", grace);
            return this;
        }

        /**
         * Sets how long a view may take to answer, or to ask for the next part of the request's body. Then the answer is
         * 503, and the view's future is cancelled. With HTTP/2, each stream has its own.
         *
         * @param timeout positive; default: 60 s
         * @return this builder
         */
        public Builder handler(Duration timeout) {
            this.handler = Bounds.positive("handler", timeout);
            return this;
        }

        /**
         * Sets how long an idle connection is kept. Then it is closed; one of HTTP/2, which has no open stream, with a GOAWAY.
         * @param idle positive; default: 60 s
         * @return this builder
         */
        public Builder keepAlive(Duration idle) {
            this.keepAlive = Bounds.positive("keepAlive", idle);
            return this;
        }

        /**
         * Sets how long a client may be silent during a lingering close (RFC 9112 §9.6): output is shut down, and the server
         * reads until the client closes. Then the connection is closed. Bytes start this time again, as a client that still
         * sends may not have read the answer yet. When the server drains, a connection that has brought no request yet has this time to
         * do so, and a client of HTTP/2 to answer its PING.
         *
         * @param silence positive; default: 2 s
         * @return this builder
         */
        public Builder linger(Duration silence) {
            this.linger = Bounds.positive("linger", silence);
            return this;
        }

        /**
         * Sets how long a lingering close may take in all, whether the client is silent or not. Then the connection is
         * closed.
         *
         * @param timeout positive; default: 30 s
         * @return this builder
         */
        public Builder maxLinger(Duration timeout) {
            this.maxLinger = Bounds.positive("maxLinger", timeout);
            return this;
        }

        /**
         * Sets how long the stream of an answer may be silent after the client has ended its side of the connection
         * (half-close). Then the connection is reset, and the stream is cancelled. A client that has closed its socket looks
         * the same to a server that has nothing to write: without this, such a connection would never end. A nanosecond is
         * at once.
         *
         * <p>The server notices the end only where it reads: not while a part of the request's body is unread, or a
         * pipelined request waits. A connection of HTTP/2 is always read; it is reset when all its streams are silent.
         *
         * @param silence positive; default: 30 s
         * @return this builder
         */
        public Builder halfClosed(Duration silence) {
            this.halfClosed = Bounds.positive("halfClosed", silence);
            return this;
        }

        /**
         * Sets how long the server goes on when the JVM exits, while its {@link Health} says that it drains: {@link
         * Server#drain(Duration, Duration)}. Behind a balancer that checks every five seconds, ten are enough.
         *
         * @param notice not negative; default: zero, as then nothing waits where there is no balancer
         * @return this builder
         */
        public Builder notice(Duration notice) {
            this.notice = Bounds.notNegative("notice", notice);
            return this;
        }

        /**
         * Sets how long the requests in progress may take when the JVM exits: {@link Server.Builder#run}. Then the
         * connections that are left are reset.
         *
         * @param limit positive; default: 8 s, as {@code docker stop} kills after 10 s
         * @return this builder
         */
        public Builder drain(Duration limit) {
            this.drain = Bounds.positive("drain", limit);
            return this;
        }

        /** {@return time-outs with these settings} */
        public ServerTimeouts build() {
            return new ServerTimeouts(this);
        }
    }
}
