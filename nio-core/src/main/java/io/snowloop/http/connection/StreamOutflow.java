// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.channel.Reactor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream of HTTP/2: one body, under flow control (RFC 9113 §5.2). It keeps one piece of it, sends that
 * frame by frame when the connection calls, and asks for the next one when the last byte is sent: a peer that opens no window
 * stops this body, and no other.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class StreamOutflow implements BodySink {
    private final Http2Outflow connection;
    private final int stream;
    private final Outflow.Listener listener;

    /** Where the pieces come from; null if the piece is the whole body. */
    private @Nullable Transfer transfer;

    /** What is left of the current piece. */
    private @Nullable ByteBuffer piece;

    /** The size of the current piece of a stream, all of which stays in memory until its last byte is sent; else 0. */
    private int held;

    /** The number of the current piece among those of all streams. */
    private long pieceNumber;

    private boolean sending;
    private long bodyBytes;

    /**
     * The sending half of a stream.
     *
     * @param stream its number
     * @param listener is called in steps of the connection
     */
    public StreamOutflow(Http2Outflow connection, int stream, Outflow.Listener listener) {
        this.connection = connection;
        this.stream = stream;
        this.listener = listener;
    }

    /**
     * Sends the body of the head that was encoded before, in a step. The listener's {@code sent} may be called before this
     * returns.
     */
    public void send(Body body) {
        if (!connection.codec().maySend(stream)) { // the head was the end: a response to HEAD, 204, 304, an empty body
            if (body instanceof BodyStream unsent) {
                Reactor.of(connection.transport().loop()).runSafely(unsent::cancel, unsent);
            }
            listener.sent();
        } else if (body instanceof Body.Bytes bytes) {
            hold(bytes.buffer());
            sending = true;
            if (bytes.length() <= connection.freeRoom(stream)) { // in one write with its head
                sendFrame();
            } else {
                connection.add(stream, this);
            }
        } else {
            transfer = Transfer.of(body instanceof IncomingBody received ? received.takeStream() : body.stream(), this);
            sending = true;
            connection.add(stream, this);
            pull(); // its end needs no window (RFC 9113 §6.9.1), so a body without bytes waits for none
        }
    }

    /** Sends a frame, or asks for its data. Returns how many bytes it has. */
    int sendFrame() {
        ByteBuffer current = piece;
        if (current == null) {
            pull();
            return 0;
        }
        int taken;
        try {
            taken = connection.sendData(stream, current, transfer == null);
        } catch (IllegalStateException e) { // the body is longer than its head says
            cancel();
            listener.failed(e);
            return 0;
        }
        bodyBytes += taken;
        if (!current.hasRemaining()) {
            hold(null);
            if (transfer == null) {
                finish();
                listener.sent();
                return taken;
            }
            pull();
        }
        listener.written();
        return taken;
    }

    private void pull() {
        if (transfer != null) {
            transfer.resume();
        }
        if (sending && piece == null) { // the stream's turn comes again when there is a piece
            connection.codec().wantToSend(stream, false);
        }
    }

    /** Takes a piece, and no further one before {@code resume}: another stream may have its turn before this one. */
    @Override
    public boolean write(ByteBuffer next) {
        hold(next);
        connection.codec().wantToSend(stream, true);
        return false;
    }

    private void hold(@Nullable ByteBuffer next) {
        int before = held;
        piece = next;
        held = next == null || transfer == null ? 0 : next.remaining(); // a body in memory is its owner's
        pieceNumber = connection.held(held - before);
    }

    /** The source has no more for now, or has given a piece outside of a step. */
    @Override
    public void flush() {
        connection.resume();
    }

    @Override
    public void end(Headers trailers) {
        connection.codec().sendEnd(stream, trailers, connection.queue());
        finish();
        connection.step(listener::sent);
    }

    @Override
    public void fail(Throwable error) {
        finish();
        connection.step(() -> listener.failed(error));
    }

    private void finish() {
        sending = false;
        hold(null);
        transfer = null;
        connection.remove(stream);
    }

    /** Cancels the body that is being sent, if there is one. The listener is not called. */
    public void cancel() {
        Transfer unfinished = transfer;
        finish();
        if (unfinished != null) {
            Reactor.of(connection.transport().loop()).runSafely(unfinished::cancel, unfinished);
        }
    }

    /** Whether a body is being sent. */
    public boolean isSending() {
        return sending;
    }

    /** Whether a body is being sent whose stream has not given its next piece: it is the source's turn. */
    public boolean awaitsSource() {
        return transfer != null && piece == null && transfer.awaitsSource();
    }

    /** Whether there may be data to send, and there is no window for it: it is the peer's turn to read. */
    public boolean awaitsWindow() {
        return sending && !awaitsSource() && connection.codec().room(stream) == 0;
    }

    /** Whether it is the stream's own window that is shut, whatever that of the connection is: the peer does not read this body. */
    public boolean isWindowShut() {
        return connection.codec().window(stream) <= 0;
    }

    /** How many bytes it keeps in memory until they may be sent: none of a body that its owner keeps. */
    public int held() {
        return held;
    }

    /** The number of the current piece: the smaller it is, the longer the piece has waited, compared with those of other streams. */
    public long pieceNumber() {
        return pieceNumber;
    }

    /** How many bytes of the body are here, and wait until they may be sent. */
    int waiting() {
        return piece == null ? 0 : piece.remaining();
    }

    /** How many bytes of the body have been encoded. */
    public long bodyBytes() {
        return bodyBytes;
    }
}
