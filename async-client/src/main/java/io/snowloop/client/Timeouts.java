// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.options.Bounds;
import java.time.Duration;

/**
 * The three time-outs of a fetch. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#timeouts -->
 * <pre>{@code
 * Timeouts timeouts = Timeouts.builder().read(ofSeconds(5)).build();
 * }</pre>
 */
public final class Timeouts {
    /** Every setting at its default. */
    public static final Timeouts DEFAULT = builder().build();

    private final Duration connect;
    private final Duration read;
    private final Duration total;

    private Timeouts(Builder builder) {
        this.connect = builder.connect;
        this.read = builder.read;
        this.total = builder.total;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the longest time for the look-up of the name, connecting, and TLS} */
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

    /** Sets time-outs. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Duration connect = Duration.ofSeconds(10);
        private Duration read = Duration.ofSeconds(60);
        private Duration total = Duration.ofMinutes(5);

        private Builder() {}

        private Builder(Timeouts timeouts) {
            this.connect = timeouts.connect;
            this.read = timeouts.read;
            this.total = timeouts.total;
        }

        /**
         * Sets the longest time for the look-up of the name, connecting, and the TLS handshake; a handshake also has its
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
         * ReadTimeoutException}.
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

        /** {@return time-outs with these settings} */
        public Timeouts build() {
            return new Timeouts(this);
        }
    }
}
