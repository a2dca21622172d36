package io.snowloop.http;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message that is still arriving: between the connection, which gives it pieces, and whoever reads them.
 *
 * <p>It holds at most what one read from the socket brought before anybody asked for it.
 */
public final class IncomingBody implements BodyStream {
    /** The connection's side: what a reader's wishes mean for the socket. */
    public interface Source {
        /** A reader waits for the next piece. */
        void wanted();

        /** Nobody will read the rest. */
        void unwanted();
    }

    private final EventLoop loop;
    private final long length;
    private final Source source;
    private final ByteQueue early = new ByteQueue();
    private @Nullable Promise<@Nullable ByteBuffer> reader;
    private @Nullable Throwable error;
    private Headers trailers = Headers.empty();
    private boolean begun;
    private boolean ended;
    private boolean cancelled;

    /** A body of {@code length} bytes, -1 if that is not known. */
    public IncomingBody(EventLoop loop, long length, Source source) {
        this.loop = loop;
        this.length = length;
        this.source = source;
    }

    // ----------------------------------------------------------------------------- the connection's side

    /** Takes a piece, by copying it: the buffer is lent. */
    public void offer(ByteBuffer piece) {
        if (cancelled || !piece.hasRemaining()) {
            return;
        }
        early.append(piece);
        deliver();
    }

    /** No more pieces: the message was received whole. */
    public void end(Headers trailers) {
        this.trailers = trailers;
        ended = true;
        deliver();
    }

    /** No more pieces: the message broke off. Does nothing if it had been received whole. */
    public void fail(Throwable cause) {
        if (!ended) {
            ended = true;
            error = cause;
            deliver();
        }
    }

    /** Whether a reader waits for more bytes: one that has not cancelled its read. */
    public boolean isWanted() {
        return reader != null && !reader.isDone();
    }

    /** Whether all of it has arrived, or it broke off. */
    public boolean isEnded() {
        return ended;
    }

    /** All of it, if it has arrived whole and nobody has read any of it; null otherwise. */
    public @Nullable Bytes whole() {
        return ended && error == null && !begun && trailers.isEmpty() ? Body.of(array(early.takeAll())) : null;
    }

    @SuppressWarnings("ByteBufferBackingArray") // a drained queue gives its array, wrapped from the beginning on
    private static byte[] array(ByteBuffer bytes) {
        boolean exact = bytes.remaining() == bytes.array().length;
        return exact ? bytes.array() : Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
    }

    private void deliver() {
        Promise<@Nullable ByteBuffer> waiting = reader;
        if (waiting != null) {
            reader = null;
            Completed<@Nullable ByteBuffer> piece = next();
            if (waiting.settle(piece)) {
                begun = true;
            } else if (piece.value() != null) { // cancelled: the next read shall have it
                early.append(piece.value());
            }
        }
    }

    // ---------------------------------------------------------------------------------- the reader's side

    @Override
    public Future<@Nullable ByteBuffer> read() {
        loop.checkThread();
        if (isWanted()) {
            throw new IllegalStateException("the read before has not completed: one read at a time");
        }
        if (cancelled) {
            throw new IllegalStateException("this body was cancelled: there is nothing to read any more");
        }
        if (!early.isEmpty() || ended) {
            begun = true;
            return next();
        }
        Promise<@Nullable ByteBuffer> promise = loop.newPromise();
        reader = promise;
        source.wanted();
        return promise;
    }

    @Override
    public void cancel() {
        loop.checkThread();
        if (!cancelled) {
            cancelled = true;
            early.clear();
            Promise<@Nullable ByteBuffer> waiting = reader;
            reader = null;
            if (waiting != null) {
                waiting.cancel();
            }
            if (!ended) { // else the connection may be busy with another message already
                source.unwanted();
            }
        }
    }

    private Completed<@Nullable ByteBuffer> next() {
        if (!early.isEmpty()) {
            return Future.completed(early.takeAll());
        }
        return error != null ? Future.failed(error) : Future.completed(null);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Headers trailers() {
        return trailers;
    }

    @Override
    public String toString() {
        return "IncomingBody[" + (length < 0 ? "unknown length" : length + " bytes") + (ended ? ", ended]" : "]");
    }
}
