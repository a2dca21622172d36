// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes piece by piece: each piece when a reader asks for it.
 *
 * <p>Pulling is the back-pressure: without a read, nothing is read from the socket behind it, and TCP slows the peer down.
 * Compared with {@link java.util.concurrent.Flow.Publisher}: no subscription, no count of demand, one method.
 *
 * <p>All methods belong to the loop's thread.
 */
public non-sealed interface BodyStream extends Body {
    /**
     * The next piece; null at the end, and for every read after that. One read at a time.
     *
     * @return a buffer with at least one byte, which the reader may keep: the source does not use its array again, as
     *     HTTP/2 sends it without a copy, and reads the next piece before that (65,536 empty pieces in a row fail the
     *     sending or collecting of the body); fails with an {@link java.io.IOException} if the
     *     body breaks off
     * @throws IllegalStateException if the read before has not completed
     */
    Future<@Nullable ByteBuffer> read();

    /** No more is read: the source of the pieces may stop and release what it holds. */
    void cancel();

    /** {@return the trailer fields (RFC 9110 §6.5); empty until the end has been read} */
    default Headers trailers() {
        return Headers.empty();
    }

    @Override
    default long length() {
        return -1;
    }

    /**
     * {@return this} What sends, collects or wraps a body begins with it.
     *
     * @throws IllegalStateException if it has been read before, by another sender or by hand: its peer would get what is left
     *     for the whole. Streams that this library makes throw it, and one of yours should.
     */
    @Override
    default BodyStream stream() {
        return this;
    }

    @Override
    default Body.@Nullable Bytes collected() {
        return null;
    }

    @Override
    default Future<Bytes> collect(long limit) {
        return BodyCollector.collect(stream(), limit);
    }

    /**
     * {@return this body, of which {@code action} sees each piece before its reader: for a digest, or a count} Length and trailers stay
     * as they are, and to cancel it cancels this one.
     *
     * @param action gets a view of the piece, read-only, which it may use up and must not keep. It runs on the loop's thread, and must not
     *     block; what it throws fails the read
     * @throws IllegalStateException if this body has been read before, see {@link #stream}
     */
    default BodyStream onPiece(Consumer<? super ByteBuffer> action) {
        return new WatchedBody(stream(), action);
    }

    /**
     * {@return the pieces of a body that is in memory: views of it, 64 KiB each}
     * @param bytes not copied
     */
    static BodyStream of(Bytes bytes) {
        ByteBuffer rest = bytes.buffer();
        return of(bytes.length(), () -> {
            if (!rest.hasRemaining()) {
                return Future.completed(null);
            }
            ByteBuffer piece = rest.slice(rest.position(), Math.min(rest.remaining(), 64 * 1024));
            rest.position(rest.position() + piece.remaining());
            return Future.completed(piece);
        });
    }

    /**
     * {@return a body of a known length which {@code next} makes, piece by piece, with null at the end} It can be sent
     * once: a message more needs another one.
     *
     * @param length in bytes; a sender fails if the pieces are more or less
     * @param next called again when the piece before is used up; a piece belongs to the reader. To cancel the body cancels the future
     *     that is awaited. A source that has to be told in between, as the body of another message, needs a {@code BodyStream} of its own
     */
    static BodyStream of(long length, Supplier<? extends Future<@Nullable ByteBuffer>> next) {
        return new SuppliedBody(length, next);
    }

    /**
     * {@return a body of unknown length which {@code next} makes, piece by piece, with null at the end} It can be sent
     * once: a message more needs another one.
     *
     * @param next as in {@link #of(long, Supplier)}
     */
    static BodyStream of(Supplier<? extends Future<@Nullable ByteBuffer>> next) {
        return of(-1, next);
    }
}
