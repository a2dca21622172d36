package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.channel.Reactor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message that is being received. The connection puts pieces in, a handler or caller takes them out.
 *
 * <p>Back-pressure: a connection reads from its socket only while a reader waits here, so the bytes in this object are at
 * most those that one read from the socket brought.
 *
 * <p>A body that arrived together with its head is not copied: it stays in the loop's read buffer while the handler runs
 * ({@link #offer}, {@link #endLoan}). A handler that sends the body back at once sends it from there. What is in the
 * buffer when the handler has returned is copied, because the next read from a socket overwrites it.
 *
 * <p>All methods belong to the loop's thread, except {@link #collected}.
 */
public final class IncomingBody implements BodyStream {
    /** The connection's side: what the reader's demand means for the socket. */
    public interface Source {
        /** A reader waits for the next piece. */
        void wanted();

        /** The reader cancelled the body: it reads no more. */
        void unwanted();
    }

    private enum State {
        /** Can be read or collected. */
        READABLE,
        /** Was sent to a peer from the read buffer, and is gone. */
        SENT,
        /** The reader gave it up. */
        CANCELLED
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Reactor reactor;
    private final long length;
    private final Source source;

    /** Bytes that are still in the loop's read buffer. They come before those in {@link #kept}. */
    private ByteBuffer lent = NOTHING;

    /** Bytes that arrived before a reader asked for them. Null until there are any: most bodies arrive with their head. */
    private @Nullable ByteQueue kept;

    /** The pending read. */
    private @Nullable Promise<@Nullable ByteBuffer> reader;

    /** How it ended: with trailers, or with an error. Null while more may arrive. */
    private @Nullable Completed<Headers> end;

    /** What {@link #collect} returned first; null if the body is read piece by piece. */
    private @Nullable Future<Body.Bytes> collecting;

    private State state = State.READABLE;

    /** How many bytes no reader has taken; -1 if the length is not known. */
    private long unread;

    /**
     * A body of which nothing has arrived.
     *
     * @param length in bytes; -1 if the framing does not tell
     */
    public IncomingBody(Reactor reactor, long length, Source source) {
        this.reactor = reactor;
        this.length = length;
        this.unread = length;
        this.source = source;
    }

    // ------------------------------------------------------------------------------------- the connection's side

    /**
     * A piece has arrived. The whole of a body of known length stays where it is until {@link #endLoan}; any other piece is
     * copied now, because the codec may reuse its bytes for the next event.
     */
    public void offer(ByteBuffer piece) {
        if (state == State.CANCELLED || !piece.hasRemaining()) {
            return;
        }
        if (reader == null && piece.remaining() == length) {
            lent = piece;
        } else {
            keep(piece);
            deliver();
        }
    }

    /** The read buffer is about to be used for other bytes: copies what is still in it. */
    public void endLoan() {
        if (lent.hasRemaining()) {
            keep(lent);
        }
        lent = NOTHING;
    }

    private void keep(ByteBuffer bytes) {
        if (kept == null) {
            kept = new ByteQueue();
        }
        kept.append(bytes);
    }

    /** The message is complete. */
    public void end(Headers trailers) {
        end = Future.completed(trailers);
        deliver();
    }

    /** The message is incomplete and stays so. Does nothing if it is complete. */
    public void fail(Throwable cause) {
        if (end == null) {
            end = Future.failed(cause);
            deliver();
        }
    }

    /** Whether a reader waits for more bytes. */
    public boolean isWanted() {
        return reader != null && !reader.isDone(); // a reader may have cancelled its read
    }

    private void deliver() {
        Promise<@Nullable ByteBuffer> waiting = reader;
        if (waiting != null) {
            reader = null;
            Completed<@Nullable ByteBuffer> piece = next();
            ByteBuffer bytes = piece.value();
            if (!waiting.settle(piece) && bytes != null) { // the read was cancelled: the next read gets the piece
                unread += unread < 0 ? 0 : bytes.remaining();
                keep(bytes);
            }
        }
    }

    // ----------------------------------------------------------------------------------------- the reader's side

    @Override
    public Future<@Nullable ByteBuffer> read() {
        reactor.checkThread();
        if (isWanted()) {
            throw new IllegalStateException("the read before has not completed: one read at a time");
        }
        requireReadable();
        if (collected() != null) {
            throw new IllegalStateException("this body was collected: use collected() or stream()");
        }
        if (hasBytes() || end != null) {
            return next();
        }
        Promise<@Nullable ByteBuffer> promise = reactor.loop().newPromise();
        reader = promise;
        source.wanted();
        return promise;
    }

    private void requireReadable() {
        if (state == State.CANCELLED) {
            throw new IllegalStateException("this body was cancelled: no more can be read");
        }
        if (state == State.SENT) {
            throw new IllegalStateException(
                    "this body was sent on as it came, and is gone: collect it before that, to keep it");
        }
    }

    private boolean hasBytes() {
        return lent.hasRemaining() || (kept != null && !kept.isEmpty());
    }

    /** Bytes before the error: what arrived of a broken body can be read. */
    private Completed<@Nullable ByteBuffer> next() {
        if (hasBytes()) {
            endLoan();
            ByteBuffer bytes = takeKept();
            unread -= unread < 0 ? 0 : bytes.remaining();
            return Future.completed(bytes);
        }
        Throwable error = end == null ? null : end.error();
        return error != null ? Future.failed(error) : Future.completed(null);
    }

    /** How many bytes no reader has taken, wherever they are; -1 if the length is not known. */
    public long unread() {
        return unread;
    }

    private ByteBuffer takeKept() {
        return kept == null ? NOTHING : kept.takeAll();
    }

    @Override
    public Future<Body.Bytes> collect(long limit) {
        Future<Body.Bytes> before = collecting;
        if (before != null) {
            return before.outcome() == null
                    ? before.shield().flatMap(bytes -> bytes.collect(limit))
                    : before.flatMap(bytes -> bytes.collect(limit));
        }
        requireReadable();
        Future<Body.Bytes> result = isComplete() ? collectNow().collect(limit) : BodyStream.super.collect(limit);
        collecting = result;
        return result;
    }

    /** Whether the message is complete, and what is here is all that has not been read of it. */
    private boolean isComplete() {
        return end != null && end.error() == null && reader == null && state == State.READABLE;
    }

    /** What has arrived, as one array: a copy of the read buffer, or the array that it was copied to before. */
    @SuppressWarnings("ByteBufferBackingArray") // takeKept gives a whole array, from its beginning
    private Body.Bytes collectNow() {
        unread = 0;
        if (lent.hasRemaining()) {
            byte[] bytes = new byte[lent.remaining()];
            lent.get(bytes);
            return Body.of(bytes);
        }
        ByteBuffer bytes = takeKept();
        boolean exact = bytes.remaining() == bytes.array().length;
        return Body.of(exact ? bytes.array() : Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit()));
    }

    @Override
    public Body.@Nullable Bytes collected() {
        Future<Body.Bytes> result = collecting;
        Completed<Body.Bytes> outcome = result == null ? null : result.outcome();
        return outcome == null ? null : outcome.value();
    }

    /** The body itself; once it is collected, its bytes, any number of times. */
    @Override
    public BodyStream stream() {
        Body.Bytes bytes = collected();
        return bytes == null ? this : bytes.stream();
    }

    /**
     * All of the body, without copying it; for sending it on before the loan ends. The body is used up by that.
     *
     * @return null if it is not all here, or has trailers
     */
    @Nullable
    ByteBuffer takeWhole() {
        if (!isComplete() || collecting != null || !trailers().isEmpty()) {
            return null;
        }
        state = State.SENT;
        unread = 0;
        ByteBuffer whole = lent.hasRemaining() ? lent : takeKept();
        lent = NOTHING;
        return whole;
    }

    @Override
    public void cancel() {
        reactor.checkThread();
        if (state != State.READABLE || collected() != null) {
            return;
        }
        state = State.CANCELLED;
        lent = NOTHING;
        kept = null;
        Promise<@Nullable ByteBuffer> waiting = reader;
        reader = null;
        if (waiting != null) {
            waiting.cancel();
        }
        if (end == null) { // else the connection may be busy with another message
            source.unwanted();
        }
    }

    @Override
    public long length() {
        Body.Bytes bytes = collected();
        return bytes == null ? length : bytes.length();
    }

    @Override
    public Headers trailers() {
        Headers trailers = end == null ? null : end.value();
        return trailers == null ? Headers.empty() : trailers;
    }

    @Override
    public String toString() {
        return "IncomingBody[" + (length < 0 ? "unknown length" : length + " bytes") + (end == null ? "]" : ", ended]");
    }
}
