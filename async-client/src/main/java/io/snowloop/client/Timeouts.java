// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Attribute;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.options.Bounds;
import java.time.Duration;

/**
 * The time-outs of a fetch: of all of a fetcher's, or of one request that has them as its {@link #OF_REQUEST}. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#timeouts -->
 * <pre>{@code
 * Timeouts timeouts = Timeouts.builder().read(ofSeconds(5)).build();
 * }</pre>
 */
public final class Timeouts {
    /** Every setting at its default. */
    public static final Timeouts DEFAULT = builder().build();

    /** The time-outs of one request, in place of those of its fetcher. */
    public static final Attribute<Timeouts> OF_REQUEST = Attribute.of("timeouts");

    private final Duration pool;
    private final Duration connect;
    private final Duration read;
    private final Duration total;
    private final Duration expectContinue;

    /** {@link #read} in nanoseconds: it is needed for each request. */
    final long readNanos;

    private Timeouts(Builder builder) {
        this.pool = builder.pool;
        this.connect = builder.connect;
        this.read = builder.read;
        this.total = builder.total;
        this.expectContinue = builder.expectContinue;
        this.readNanos = Deadline.nanos(builder.read);
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the longest wait for a connection of the pool, or for room for a new one} */
    public Duration pool() {
        return pool;
    }

    /** {@return the longest time for the look-up of the name, connecting, the tunnel of a proxy, and TLS} */
    public Duration connect() {
        return connect;
    }

    /** {@return the longest time without bytes of the response, while some are awaited} */
    public Duration read() {
        return read;
    }

    /** {@return the longest time for all of a fetch} */
    public Duration total() {
        return total;
    }

    /** {@return how long a request with {@code Expect: 100-continue} holds its body back} */
    public Duration expectContinue() {
        return expectContinue;
    }

    /** Sets time-outs. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration pool = Duration.ofDays(36_500);
        private Duration connect = Duration.ofSeconds(10);
        private Duration read = Duration.ofSeconds(60);
        private Duration total = Duration.ofMinutes(5);
        private Duration expectContinue = Duration.ofSeconds(1);

        private Builder() {}

        private Builder(Timeouts timeouts) {
            this.pool = timeouts.pool;
            this.connect = timeouts.connect;
            this.read = timeouts.read;
            this.total = timeouts.total;
            this.expectContinue = timeouts.expectContinue;
        }

        /**
         * Sets the longest wait in the queue of {@link FetcherOptions#maxPerOrigin} and {@link FetcherOptions#maxConnections}. Then
         * the fetch fails with {@link PoolTimeoutException}, and nothing was sent.
         *
         * @param timeout positive; default: 100 years, so only {@link #total} counts
         * @return this builder
         */
        public Builder pool(Duration timeout) {
            this.pool = Bounds.positive("pool", timeout);
            return this;
        }

        /**
         * Sets the longest time for the look-up of the name, connecting, the tunnel of a proxy, and the TLS handshake; a handshake also has its
         * own, {@link io.snowloop.tls.TlsConfig#handshakeTimeout}. Then the fetch fails with {@link
         * io.snowloop.transport.ConnectTimeoutException}.
         *
         * @param timeout positive; default: 10 s
         * @return this builder
         */
        public Builder connect(Duration timeout) {
            this.connect = Bounds.positive("connect", timeout);
            return this;
        }

        /**
         * Sets the longest time without bytes of the response, while some are awaited: after the request is sent, or while
         * the server takes none of it, and while the caller reads the body. Then the fetch fails with {@link
         * ReadTimeoutException}. While the request is being sent, it is an eighth longer at most.
         *
         * @param timeout positive; default: 60 s
         * @return this builder
         */
        public Builder read(Duration timeout) {
            this.read = Bounds.positive("read", timeout);
            return this;
        }

        /**
         * Sets the longest time for all of a fetch, from the call to the last byte of the body. It includes the wait for a
         * connection. Each request of a filter has its own. Then the fetch fails with {@link TotalTimeoutException}.
         *
         * @param timeout positive; default: 5 min
         * @return this builder
         */
        public Builder total(Duration timeout) {
            this.total = Bounds.positive("total", timeout);
            return this;
        }

        /**
         * Sets how long the body of a request that has {@code Expect: 100-continue} is held back for a server that says nothing
         * (RFC 9110 §10.1.1). Then the body is sent: many servers do not know the expectation. It is sent at once after a 100, and
         * not at all after a final response.
         *
         * @param timeout positive; default: 1 s
         * @return this builder
         */
        public Builder expectContinue(Duration timeout) {
            this.expectContinue = Bounds.positive("expectContinue", timeout);
            return this;
        }

        /** {@return time-outs with these settings} */
        public Timeouts build() {
            return new Timeouts(this);
        }
    }
}
