// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Headers;
import io.snowloop.loop.channel.Reactor;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message that is being received. The connection puts pieces in, a handler or caller takes them out.
 *
 * <p>Back-pressure: a connection reads only while a reader waits, so at most the bytes of one read are in memory. A body that
 * arrived together with its head stays in the loop's read buffer while the handler runs ({@link #offer}, {@link #endLoan}), so a
 * handler that sends it back at once does so without a copy.
 *
 * <p>It has one reader: the caller of {@link #read}, or a collector, or the {@link Outflow} that sends it on. What each of
 * them gets, and what the others get afterwards, must not depend on how much had arrived when they came.
 *
 * <p>All methods belong to the loop's thread, except {@link #collected}. It need not be running.
 */
public final class IncomingBody implements BodyStream {
    /** The connection's side: what the reader's demand means for the socket. */
    public interface Source {
        /** A reader waits for the next piece. */
        void wanted();

        /** The reader cancelled the body: it reads no more. */
        void unwanted();

        /** So many bytes that have arrived are kept no longer: a reader has taken them. */
        default void taken(int bytes) {}

        /** So many bytes that have arrived are kept no longer: they were dropped, and so is what still comes. */
        default void dropped(int bytes) {}
    }

    private final Reactor reactor;
    private final long length;
    private final Source source;
    private final ReceivedBytes received;

    /** The pending read. */
    private @Nullable Promise<@Nullable ByteBuffer> reader;

    /** How it ended: with trailers, or with an error. Null while more may arrive. */
    private @Nullable Completed<Headers> end;

    /** What {@link #collect} returned first. */
    private @Nullable Future<Body.Bytes> collecting;

    private BodyState state = BodyState.READABLE;

    /** How many bytes have arrived. */
    private long arrived;

    /** How many bytes no reader has taken: of all, or of those that have arrived if the length is not known. */
    private long left;

    /** A body of which nothing has arrived. Its length is -1 if the framing does not tell it. */
    public IncomingBody(Reactor reactor, long length, Source source) {
        this.reactor = reactor;
        this.length = length;
        this.left = Math.max(0, length);
        this.source = source;
        this.received = new ReceivedBytes(source);
    }

    // ------------------------------------------------------------------------------------- the connection's side

    /** A piece has arrived. It is copied if it is not the whole: the codec may reuse its bytes for the next event. */
    public void offer(ByteBuffer piece) {
        arrived += piece.remaining();
        left += length < 0 ? piece.remaining() : 0;
        if (state == BodyState.CANCELLED || state == BodyState.DISCARDED) {
            source.dropped(piece.remaining());
        } else if (reader == null && piece.remaining() == length) {
            received.lend(piece);
        } else if (piece.hasRemaining()) {
            received.keep(piece);
            deliver();
        }
    }

    /** The read buffer is about to be used for other bytes: copies what is still in it. */
    public void endLoan() {
        received.endLoan();
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

    /** Whether to receive more bytes: a reader waits for them, or they are discarded. */
    public boolean isWanted() {
        return isAwaited() || state == BodyState.DISCARDED;
    }

    private boolean isAwaited() {
        return reader != null && !reader.isDone(); // a reader may have cancelled its read
    }

    /** Whether it is being collected, and not complete. */
    public boolean isBeingCollected() {
        return state == BodyState.COLLECTED && collected() == null;
    }

    /** The response was sent: discards all bytes that were not read. A pending {@code collect} is not affected. */
    public void discard() {
        if (state != BodyState.COLLECTED && (state != BodyState.SENT || end == null)) {
            drop(BodyState.DISCARDED);
        }
    }

    /** Whether what arrives is discarded. */
    public boolean isDiscarded() {
        return state == BodyState.DISCARDED;
    }

    /**
     * How many bytes no reader has taken: of all, or of those that have arrived if the length is not known. A collector
     * counts as having taken all of them, or none if it has failed: how many it got depends on the segments.
     */
    public long left() {
        return state == BodyState.COLLECTED ? 0 : left;
    }

    /** How many bytes it keeps in memory, with its trailers. A collector keeps all that has arrived, until it fails. */
    public long kept() {
        boolean failed = end != null && end.error() != null;
        return trailers().memory() + (state == BodyState.COLLECTED && !failed ? arrived : received.size());
    }

    private void deliver() {
        Promise<@Nullable ByteBuffer> waiting = reader;
        if (waiting != null) {
            reader = null;
            Completed<@Nullable ByteBuffer> piece = next();
            ByteBuffer bytes = piece.value();
            if (!waiting.settle(piece) && bytes != null) { // the read was cancelled: the next read gets the piece
                left += state == BodyState.COLLECTED ? 0 : bytes.remaining();
                received.putBack(bytes);
            }
        }
    }

    // ----------------------------------------------------------------------------------------- the reader's side

    @Override
    public Future<@Nullable ByteBuffer> read() {
        reactor.checkThread();
        requireReadable();
        return nextPiece();
    }

    /** Throws, and says why, if it cannot be sent: it is neither collected, nor can it be read. */
    void requireSendable() {
        if (collected() == null) {
            requireReadable();
        }
    }

    private void requireReadable() {
        if (state != BodyState.READABLE) {
            throw new IllegalStateException("this body " + state.why());
        }
        if (isAwaited()) {
            throw new IllegalStateException("the read before has not completed: one read at a time");
        }
    }

    private Future<@Nullable ByteBuffer> nextPiece() {
        if (!received.isEmpty() || end != null) {
            return next();
        }
        Promise<@Nullable ByteBuffer> promise = reactor.loop().newPromise();
        reader = promise;
        source.wanted();
        return promise;
    }

    /** Bytes before the error: what arrived of a broken body can be read. */
    private Completed<@Nullable ByteBuffer> next() {
        if (!received.isEmpty()) {
            ByteBuffer bytes = received.take();
            left -= state == BodyState.COLLECTED ? 0 : bytes.remaining();
            return Future.completed(bytes);
        }
        Throwable error = end == null ? null : end.error();
        return error != null ? Future.failed(error) : Future.completed(null);
    }

    @Override
    public Future<Body.Bytes> collect(long limit) {
        Future<Body.Bytes> before = collecting;
        if (before != null) {
            return (before.outcome() == null ? before.shield() : before).flatMap(bytes -> bytes.collect(limit));
        }
        reactor.checkThread();
        requireReadable();
        Future<Body.Bytes> result = collectOnce(limit);
        collecting = result;
        return result;
    }

    /** Whether the message is complete, and what is here is all that has not been read of it. */
    public boolean isWhole() {
        return end != null && end.error() == null && reader == null;
    }

    private Future<Body.Bytes> collectOnce(long limit) {
        if (left > limit) {
            giveUp();
            return Future.failed(new BodyTooLargeException(limit));
        }
        state = BodyState.COLLECTED;
        return isWhole() ? Future.completed(received.takeBody()) : collectRest(limit);
    }

    /** A caller that runs the loop later, if at all, cannot know whether it has to be on the loop for this. */
    private Future<Body.Bytes> collectRest(long limit) {
        Rest rest = new Rest();
        return reactor.loop().inEventLoop()
                ? rest.collect(limit)
                : reactor.loop().submit(() -> rest.collect(limit)).onComplete((bytes, error) -> {
                    if (error != null) { // it may have been cancelled before it began
                        rest.cancel();
                    }
                });
    }

    @Override
    public Body.@Nullable Bytes collected() {
        Completed<Body.Bytes> outcome = collecting == null ? null : collecting.outcome();
        return outcome == null ? null : outcome.value();
    }

    /** The body itself; once it is collected, its bytes, any number of times. */
    @Override
    public BodyStream stream() {
        Body.Bytes bytes = collected();
        return bytes == null ? this : bytes.stream();
    }

    /** The body for sending it on before the loan ends, without a copy; null if it is not all here, or has trailers. */
    @Nullable
    ByteBuffer takeWhole() {
        if (state != BodyState.READABLE || !isWhole() || !trailers().isEmpty()) {
            return null;
        }
        state = BodyState.SENT;
        left = 0;
        return received.takeLent();
    }

    /** The body for sending it on as it comes. Both use it up. */
    BodyStream takeStream() {
        if (state != BodyState.READABLE || isAwaited()) {
            return stream(); // which is what was collected, or says why it cannot be read
        }
        state = BodyState.SENT;
        return new Rest();
    }

    @Override
    public void cancel() {
        reactor.checkThread();
        if (state == BodyState.READABLE || isBeingCollected()) {
            giveUp();
        }
    }

    private void giveUp() {
        drop(BodyState.CANCELLED);
        if (end == null) { // else the connection may be busy with another message
            source.unwanted();
        }
    }

    private void drop(BodyState next) {
        state = next;
        received.clear();
        Promise<@Nullable ByteBuffer> waiting = reader;
        reader = null;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** The body for its collector or sender, when no other code may read it. */
    private final class Rest implements BodyStream {
        private final BodyState taken = state;

        @Override
        public Future<@Nullable ByteBuffer> read() {
            return state == taken ? nextPiece() : Future.failed(new CancellationException("this body " + state.why()));
        }

        @Override
        public void cancel() {
            if (state == taken) {
                giveUp();
            }
        }

        @Override
        public long length() {
            return length < 0 ? -1 : left;
        }

        @Override
        public Headers trailers() {
            return IncomingBody.this.trailers();
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
