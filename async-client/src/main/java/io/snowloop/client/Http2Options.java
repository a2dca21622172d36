// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.h2.Http2Limits;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.Objects;

/** The settings of a fetcher's HTTP/2 connections. Immutable. */
public final class Http2Options {
    /** Every setting at its default. */
    public static final Http2Options DEFAULT = builder().build();

    private final Http2Limits limits;
    private final Duration ping;

    private Http2Options(Builder builder) {
        this.limits = builder.limits;
        this.ping = builder.ping;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the limits on what a server may do} */
    public Http2Limits limits() {
        return limits;
    }

    /** {@return how long a connection may be silent while it has requests, before the server is asked whether it is still there} */
    public Duration ping() {
        return ping;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Http2Limits limits = Http2Limits.DEFAULT;
        private Duration ping = Duration.ofSeconds(15);

        private Builder() {}

        private Builder(Http2Options options) {
            this.limits = options.limits;
            this.ping = options.ping;
        }

        /**
         * Sets the limits on what a server may do: window sizes, sizes of frames and fields. They bound what is kept for a connection.
         * @param limits default: {@link Http2Limits#DEFAULT}
         * @return this builder
         */
        public Builder limits(Http2Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets how long a connection may be silent while it has requests. Then a PING is sent (RFC 9113 §6.7), and if no byte comes for as
         * long again, the connection is closed and its requests fail with {@link io.snowloop.transport.ConnectionClosedException}. So many
         * requests do not wait for the {@link Timeouts#read} of each on a connection that is gone. A PING is sent before that when a request
         * fails or is cancelled after a second of silence; the connection takes no other request before the answer.
         *
         * @param interval positive; default: 15 s. Some servers take short ones for an attack
         * @return this builder
         */
        public Builder ping(Duration interval) {
            this.ping = Bounds.positive("ping", interval);
            return this;
        }

        /** {@return options with these settings} */
        public Http2Options build() {
            return new Http2Options(this);
        }
    }
}
