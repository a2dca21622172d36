// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.util.Objects.requireNonNull;

import io.snowloop.options.Bounds;

/**
 * Bounds on what a peer can make us keep, most of which it is told in our SETTINGS (RFC 9113 §6.5.2). Sizes are in bytes.
 * Immutable. What the peer may do without a use is bounded by {@link FloodLimits}.
 */
public final class Http2Limits {
    /** Every setting at its default. */
    public static final Http2Limits DEFAULT = builder().build();

    private final int maxConcurrentStreams;
    private final int initialWindowSize;
    private final int connectionWindow;
    private final int maxFrameSize;
    private final int maxHeaderListSize;
    private final int headerTableSize;
    private final int informational;
    private final FloodLimits floods;

    private Http2Limits(Builder builder) {
        this.maxConcurrentStreams = builder.maxConcurrentStreams;
        this.initialWindowSize = builder.initialWindowSize;
        this.connectionWindow = builder.connectionWindow;
        this.maxFrameSize = builder.maxFrameSize;
        this.maxHeaderListSize = builder.maxHeaderListSize;
        this.headerTableSize = builder.headerTableSize;
        this.informational = builder.informational;
        this.floods = builder.floods;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the most streams that the peer may have open} */
    public int maxConcurrentStreams() {
        return maxConcurrentStreams;
    }

    /** {@return the bytes of data that a peer may send on a stream before they are read} */
    public int initialWindowSize() {
        return initialWindowSize;
    }

    /** {@return the bytes of data that a peer may send on all streams before they are read} */
    public int connectionWindow() {
        return connectionWindow;
    }

    /** {@return the longest payload of a frame} */
    public int maxFrameSize() {
        return maxFrameSize;
    }

    /** {@return the longest header section, as RFC 9113 §6.5.2 counts} */
    public int maxHeaderListSize() {
        return maxHeaderListSize;
    }

    /** {@return the largest dynamic table with which the peer may encode fields} */
    public int headerTableSize() {
        return headerTableSize;
    }

    /** {@return the most informational responses before a final one} */
    public int informational() {
        return informational;
    }

    /** {@return the limits of what a peer may do without a use} */
    public FloodLimits floods() {
        return floods;
    }

    /** All settings, for the log. */
    @Override
    public String toString() {
        return "maxConcurrentStreams " + maxConcurrentStreams
                + ", initialWindowSize " + initialWindowSize
                + ", connectionWindow " + connectionWindow
                + ", maxFrameSize " + maxFrameSize
                + ", maxHeaderListSize " + maxHeaderListSize
                + ", headerTableSize " + headerTableSize
                + ", informational " + informational
                + ", floods " + floods;
    }

    /** Sets limits. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int maxConcurrentStreams = 100;
        private int initialWindowSize = 64 * 1024;
        private int connectionWindow = 1024 * 1024;
        private int maxFrameSize = 16 * 1024;
        private int maxHeaderListSize = 64 * 1024;
        private int headerTableSize = 4096;
        private int informational = 100;
        private FloodLimits floods = FloodLimits.DEFAULT;

        private Builder() {}

        private Builder(Http2Limits limits) {
            this.maxConcurrentStreams = limits.maxConcurrentStreams;
            this.initialWindowSize = limits.initialWindowSize;
            this.connectionWindow = limits.connectionWindow;
            this.maxFrameSize = limits.maxFrameSize;
            this.maxHeaderListSize = limits.maxHeaderListSize;
            this.headerTableSize = limits.headerTableSize;
            this.informational = limits.informational;
            this.floods = limits.floods;
        }

        /**
         * Sets SETTINGS_MAX_CONCURRENT_STREAMS: the most streams that the peer may have open at a time. A further one is reset
         * with REFUSED_STREAM. A client has no use for it: a server opens no streams.
         *
         * @param streams at least 0; default: 100
         * @return this builder
         */
        public Builder maxConcurrentStreams(int streams) {
            this.maxConcurrentStreams = Bounds.atLeast("maxConcurrentStreams", 0, streams);
            return this;
        }

        /**
         * Sets SETTINGS_INITIAL_WINDOW_SIZE: how many bytes of data the peer may send on a stream before they are read. It is
         * what one stream can make us keep, and one round trip cannot bring more. More: FLOW_CONTROL_ERROR.
         *
         * @param bytes from 1 to 2^31 - 1; default: 64 KiB
         * @return this builder
         */
        public Builder initialWindowSize(int bytes) {
            this.initialWindowSize = (int) Bounds.between("initialWindowSize", 1, Integer.MAX_VALUE, bytes);
            return this;
        }

        /**
         * Sets the window of the connection: how many bytes of data the peer may send on all streams together before they are
         * read. It is what a connection can make us keep. More: FLOW_CONTROL_ERROR.
         *
         * @param bytes from 65,535, with which each connection begins (§6.9.2), to 2^31 - 1; default: 1 MiB
         * @return this builder
         */
        public Builder connectionWindow(int bytes) {
            this.connectionWindow = (int) Bounds.between("connectionWindow", 65_535, Integer.MAX_VALUE, bytes);
            return this;
        }

        /**
         * Sets SETTINGS_MAX_FRAME_SIZE: the longest payload of a frame. All but the data of a body is kept until it is whole.
         * Longer: FRAME_SIZE_ERROR.
         *
         * @param bytes from 16,384 to 16,777,215 (§4.2); default: 16 KiB
         * @return this builder
         */
        public Builder maxFrameSize(int bytes) {
            this.maxFrameSize = (int) Bounds.between("maxFrameSize", 16 * 1024, (1 << 24) - 1, bytes);
            return this;
        }

        /**
         * Sets SETTINGS_MAX_HEADER_LIST_SIZE: the most that the fields of a message may have, which is for each field the length
         * of its name and value and 32 (§6.5.2). A server answers a longer request with 431, a client resets the stream. A
         * section whose encoded form is longer than that and one more frame ends the connection, with ENHANCE_YOUR_CALM.
         *
         * @param bytes from 0 to 2^31 - 1; default: 64 KiB
         * @return this builder
         */
        public Builder maxHeaderListSize(int bytes) {
            this.maxHeaderListSize = (int) Bounds.between("maxHeaderListSize", 0, Integer.MAX_VALUE, bytes);
            return this;
        }

        /**
         * Sets SETTINGS_HEADER_TABLE_SIZE: the largest table with which the peer may encode fields, which we keep (RFC 7541
         * §4.2). We use no larger one for the fields that we send.
         *
         * @param bytes from 0 to 2^31 - 1; default: 4096
         * @return this builder
         */
        public Builder headerTableSize(int bytes) {
            this.headerTableSize = (int) Bounds.between("headerTableSize", 0, Integer.MAX_VALUE, bytes);
            return this;
        }

        /**
         * Sets the most informational responses (1xx, RFC 9110 §15.2) before a final one. A server without this bound could keep
         * a client busy without end. More: the stream is reset with ENHANCE_YOUR_CALM.
         *
         * @param responses at least 0; default: 100
         * @return this builder
         */
        public Builder informational(int responses) {
            this.informational = Bounds.atLeast("informational", 0, responses);
            return this;
        }

        /**
         * Sets the limits of what a peer may do without a use.
         *
         * @param floods default: {@link FloodLimits#DEFAULT}
         * @return this builder
         */
        public Builder floods(FloodLimits floods) {
            this.floods = requireNonNull(floods, "floods");
            return this;
        }

        /** {@return limits with these settings} */
        public Http2Limits build() {
            return new Http2Limits(this);
        }
    }
}
