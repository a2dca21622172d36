// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.options.Bounds;

/**
 * Bounds on what a peer can make us read and keep for one message. Sizes are in bytes, with the line ends. Immutable.
 *
 * <p>A message over a limit ends its connection, with a {@link RemoteProtocolException} that names the limit and suggests
 * the status given here.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#limits -->
 * <pre>{@code
 * Limits limits = Limits.builder().body(10 * 1024 * 1024).build();
 * }</pre>
 */
public final class Limits {
    /** Every setting at its default. */
    public static final Limits DEFAULT = builder().build();

    private final int startLine;
    private final int headerLine;
    private final int headers;
    private final int headerCount;
    private final int chunkLine;
    private final int trailers;
    private final long body;
    private final int informational;

    private Limits(Builder builder) {
        this.startLine = builder.startLine;
        this.headerLine = builder.headerLine;
        this.headers = builder.headers;
        this.headerCount = builder.headerCount;
        this.chunkLine = builder.chunkLine;
        this.trailers = builder.trailers;
        this.body = builder.body;
        this.informational = builder.informational;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the longest request line or status line, in bytes} */
    public int startLine() {
        return startLine;
    }

    /** {@return the longest line of a header or trailer section, in bytes} */
    public int headerLine() {
        return headerLine;
    }

    /** {@return the longest header section, in bytes} */
    public int headers() {
        return headers;
    }

    /** {@return the most fields in a header or trailer section} */
    public int headerCount() {
        return headerCount;
    }

    /** {@return the longest line before a chunk, in bytes} */
    public int chunkLine() {
        return chunkLine;
    }

    /** {@return the longest trailer section, in bytes} */
    public int trailers() {
        return trailers;
    }

    /** {@return the longest content of a message, in bytes} */
    public long body() {
        return body;
    }

    /** {@return the most informational responses (1xx) before a final one} */
    public int informational() {
        return informational;
    }

    /** All settings, for the log. */
    @Override
    public String toString() {
        return "startLine " + startLine + ", headerLine " + headerLine + ", headers " + headers + ", headerCount "
                + headerCount + ", chunkLine " + chunkLine + ", trailers " + trailers + ", body " + body
                + ", informational "
                + informational;
    }

    /** Sets limits. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int startLine = 8 * 1024;
        private int headerLine = 8 * 1024;
        private int headers = 64 * 1024;
        private int headerCount = 100;
        private int chunkLine = 256;
        private int trailers = 8 * 1024;
        private long body = Long.MAX_VALUE;
        private int informational = 100;

        private Builder() {}

        private Builder(Limits limits) {
            this.startLine = limits.startLine;
            this.headerLine = limits.headerLine;
            this.headers = limits.headers;
            this.headerCount = limits.headerCount;
            this.chunkLine = limits.chunkLine;
            this.trailers = limits.trailers;
            this.body = limits.body;
            this.informational = limits.informational;
        }

        /**
         * Sets the longest request line or status line, in bytes. Longer: 414.
         * @param bytes at least 0; default: 8 KiB
         * @return this builder
         */
        public Builder startLine(int bytes) {
            this.startLine = Bounds.atLeast("startLine", 0, bytes);
            return this;
        }

        /**
         * Sets the longest line of a header or trailer section, in bytes. Longer: 431.
         * @param bytes at least 0; default: 8 KiB
         * @return this builder
         */
        public Builder headerLine(int bytes) {
            this.headerLine = Bounds.atLeast("headerLine", 0, bytes);
            return this;
        }

        /**
         * Sets the longest header section, all its lines, in bytes. Longer: 431.
         * @param bytes at least 0; default: 64 KiB
         * @return this builder
         */
        public Builder headers(int bytes) {
            this.headers = Bounds.atLeast("headers", 0, bytes);
            return this;
        }

        /**
         * Sets the most fields in a header or trailer section. More: 431.
         * @param fields at least 0; default: 100
         * @return this builder
         */
        public Builder headerCount(int fields) {
            this.headerCount = Bounds.atLeast("headerCount", 0, fields);
            return this;
        }

        /**
         * Sets the longest line before a chunk, in bytes: its size and its extensions, which are read and ignored (RFC 9112
         * §7.1.1). Longer: 400.
         *
         * @param bytes at least 0; default: 256
         * @return this builder
         */
        public Builder chunkLine(int bytes) {
            this.chunkLine = Bounds.atLeast("chunkLine", 0, bytes);
            return this;
        }

        /**
         * Sets the longest trailer section, all its lines, in bytes. Longer: 431.
         * @param bytes at least 0; default: 8 KiB
         * @return this builder
         */
        public Builder trailers(int bytes) {
            this.trailers = Bounds.atLeast("trailers", 0, bytes);
            return this;
        }

        /**
         * Sets the longest content of a message, in bytes, without the framing of chunks. Longer: 413.
         * @param bytes at least 0; default: {@link Long#MAX_VALUE}, as a codec keeps no content
         * @return this builder
         */
        public Builder body(long bytes) {
            this.body = Bounds.atLeast("body", 0, bytes);
            return this;
        }

        /**
         * Sets the most informational responses (1xx, RFC 9110 §15.2) before a final one. More: 502. A server without this
         * bound could keep a client busy without end.
         *
         * @param responses at least 0; default: 100
         * @return this builder
         */
        public Builder informational(int responses) {
            this.informational = Bounds.atLeast("informational", 0, responses);
            return this;
        }

        /** {@return limits with these settings} */
        public Limits build() {
            return new Limits(this);
        }
    }
}
