// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

/**
 * How a reader knows where a message's body ends (RFC 9112 §6). It follows from the head alone, and for a response also
 * from the request, never from the pieces in which the bytes arrive.
 */
public sealed interface BodyFraming {
    /**
     * {@return the body's length in bytes: 0 if there is no body, {@link Http1Codec#UNKNOWN_LENGTH} if only the end of the
     * body will tell}
     */
    long length();

    /**
     * The body ends after a number of bytes: {@code Content-Length} (RFC 9112 §6.2).
     *
     * @param length in bytes, 0 or more
     */
    record ContentLength(long length) implements BodyFraming {
        /**
         * A body of this length.
         * @param length in bytes, 0 or more
         * @throws IllegalArgumentException if it is negative
         */
        public ContentLength {
            if (length < 0) {
                throw new IllegalArgumentException("length " + length + " is negative");
            }
        }
    }

    /** The head gives no number of bytes. */
    enum Unmeasured implements BodyFraming {
        /** There is no body: the message ends with its head. */
        NONE(0),
        /** The body ends after the last chunk and the trailer section (RFC 9112 §7.1). */
        CHUNKED(Http1Codec.UNKNOWN_LENGTH),
        /**
         * The body ends when the server closes the connection. Only a response can be framed so (RFC 9112 §6.3, rule
         * 8).
         */
        UNTIL_CLOSE(Http1Codec.UNKNOWN_LENGTH);

        private final long length;

        Unmeasured(long length) {
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }
    }
}
