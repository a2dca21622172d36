package io.snowloop.http;

import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message (RFC 9110 §6.4): either {@link Bytes}, all there and readable as often as one likes, or a
 * {@link BodyStream}, which comes piece by piece and only once.
 */
public sealed interface Body permits Body.Bytes, BodyStream {
    /** A body of no bytes. */
    Bytes EMPTY = new Bytes(new byte[0]);

    /** These bytes. The array is not copied, and must not be changed afterwards. */
    static Bytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** This text in UTF-8. */
    static Bytes of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it has, or -1 if that is not known in advance. */
    long length();

    /** Its pieces, from the first. */
    BodyStream stream();

    /**
     * All of it in memory. A stream is used up by that.
     *
     * @param limit the most that is wanted, in bytes
     * @return fails with {@link BodyTooLargeException} if there is more, and the rest is cancelled
     */
    Future<Bytes> collect(long limit);

    /** A body that is all there. */
    final class Bytes implements Body {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The bytes themselves, not a copy: not to be changed. */
        public byte[] array() {
            return bytes;
        }

        /** A read-only view. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        /** The bytes as text. */
        public String text(Charset charset) {
            return new String(bytes, charset);
        }

        /** The bytes as UTF-8 text. */
        public String text() {
            return text(StandardCharsets.UTF_8);
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public BodyStream stream() {
            return BodyStream.of(this);
        }

        @Override
        public Future<Bytes> collect(long limit) {
            return bytes.length > limit ? Future.failed(new BodyTooLargeException(limit)) : Future.completed(this);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Body[" + bytes.length + " bytes]";
        }
    }
}
