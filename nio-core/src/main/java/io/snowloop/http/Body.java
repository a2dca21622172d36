// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message (RFC 9110 §6.4): {@link Bytes}, which are in memory, a {@link FileBody}, which names a file, or
 * a {@link BodyStream}, which comes piece by piece. The first two can be read any number of times, a stream only once.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#body -->
 * <pre>{@code
 * Body text = Body.of("snow"); // in memory
 * Body whole = FileBody.of(file); // opened when it is sent
 * Body pieces = BodyStream.of( // each piece is asked for when there is room for it
 *         () -> Future.completed(
 *                 rows.hasNext() ? ByteBuffer.wrap(rows.next().getBytes(UTF_8)) : null));
 *
 * Future<Body.Bytes> collected = loop.submit(() -> pieces.collect(1_000)); // fails if there are more bytes
 * }</pre>
 *
 * <p>The kind follows from the message and not from the way in which TCP cut it into segments: a body that is received is
 * {@link #EMPTY} if its framing says so (RFC 9112 §6), and a stream in all other cases, also if all of it has arrived.
 */
public sealed interface Body permits Body.Bytes, FileBody, BodyStream {
    /** The body without bytes. */
    Bytes EMPTY = new ArrayBytes(new byte[0]);

    /**
     * {@return a body of these bytes}
     * @param bytes not copied, and must not be changed afterwards
     */
    static Bytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new ArrayBytes(bytes);
    }

    /**
     * {@return a body of the remaining bytes of this buffer}
     *
     * <p>A direct buffer of more than a few kilobytes, or a file that is mapped into memory, costs less to send than an
     * array, which the JDK copies into a direct buffer of its own first.
     *
     * @param bytes not copied, and must not be changed afterwards; its position stays
     */
    static Bytes of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new BufferBytes(bytes.slice()) : EMPTY;
    }

    /**
     * {@return a body of this text in UTF-8}
     * @param text may be empty
     */
    static Bytes of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the number of bytes, or -1 if it is not known in advance} */
    long length();

    /** {@return its pieces, from the first} A body that is a stream itself can be read once. */
    BodyStream stream();

    /**
     * All of it, in memory. It completes at once if all of it is there. A stream is used up by that; but a body that was
     * received keeps what was collected, so that it can be collected, read and sent again.
     *
     * @param limit the largest length, in bytes
     * @return fails with {@link BodyTooLargeException} if there is more, and the rest is cancelled
     */
    Future<Bytes> collect(long limit);

    /**
     * {@return the bytes, if all of them are in memory: this body itself, or what {@link #collect} made of one that was
     * received} Null otherwise.
     */
    // No default method: with one, ArrayBytes would initialize this interface, whose EMPTY needs ArrayBytes, and two
    // threads could deadlock (JLS 12.4.2).
    @Nullable
    Bytes collected();

    /** A body in memory. Any thread may use it. */
    abstract sealed class Bytes implements Body permits ArrayBytes, BufferBytes {
        Bytes() {}

        /** {@return the bytes as an array, which must not be changed} They are copied only if the body is in a buffer. */
        public abstract byte[] array();

        /** {@return a read-only view} */
        public abstract ByteBuffer buffer();

        /**
         * {@return the bytes as text}
         * @param charset malformed bytes become its replacement character
         */
        public String text(Charset charset) {
            return new String(array(), charset);
        }

        /** {@return the bytes as UTF-8 text} */
        public String text() {
            return text(StandardCharsets.UTF_8);
        }

        @Override
        public BodyStream stream() {
            return BodyStream.of(this);
        }

        @Override
        public Bytes collected() {
            return this;
        }

        @Override
        public Future<Bytes> collect(long limit) {
            return length() > limit ? Future.failed(new BodyTooLargeException(limit)) : Future.completed(this);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(array(), that.array());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(array());
        }

        @Override
        public String toString() {
            return "Body[" + length() + " bytes]";
        }
    }
}
