// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: encodes a body and writes what was encoded.
 *
 * <p>Small pieces are encoded into one queue, so that a head, a small body and its end leave with one system call
 * ({@link #flush}). Large pieces and files go to the transport without being copied. A body that is a stream is read as the
 * socket has room, so at most the transport's high water mark and one piece are in memory.
 *
 * <p>The queue is shared by all connections of a loop. Therefore an owner must flush before it returns to the loop.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Outflow implements BodySink, SharedQueue.Owner {
    /** The callbacks of an outflow, called within a step of the connection or, for a body that takes longer, later. */
    public interface Listener {
        /** Bytes were given to the transport. The socket may not have taken all of them, see {@link #awaitsPeer}. */
        default void written() {}

        /** The message is complete: encoded, and written or about to be flushed. */
        void sent();

        /** The body broke off, so the message cannot be completed. */
        void failed(Throwable error);
    }

    /** Up to this many bytes it is cheaper to copy a piece than to write it by itself. More are not held back either. */
    private static final int COPIED = 16 * 1024;

    /** The same for a direct buffer, which the JDK does not have to copy once more. */
    private static final int DIRECT_COPIED = 2 * 1024;

    /** Up to this many bytes a body in memory is given to the transport at once. */
    private static final int AT_ONCE = 64 * 1024;

    private final Http1Codec codec;
    private final SharedQueue shared;
    private final Listener listener;
    private @Nullable Transport transport;

    /** The body that is being sent, unless it was sent at once. */
    private @Nullable Transfer sending;

    private long written;

    /** Of the body that was sent last. */
    private long bodyBytes;

    /**
     * The sending half of a connection.
     *
     * @param shared the queue that all connections of the loop share
     */
    public Outflow(Http1Codec codec, SharedQueue shared, Listener listener) {
        this.codec = codec;
        this.shared = shared;
        this.listener = listener;
    }

    /** Sends over this transport from now on. */
    public void attach(Transport transport) {
        this.transport = transport;
        this.written = 0;
    }

    /** Sends over no transport, until the next {@link #attach}. All that was encoded has been written. */
    public void detach() {
        transport = null;
    }

    /** Where a head is to be encoded, before {@link #send}. To be asked for each time. */
    public ByteQueue queue() {
        return shared.of(this);
    }

    // ------------------------------------------------------------------------------------------------------ bodies

    /** Throws, and says why, if a body cannot be sent: to be asked before the head is encoded, when an error can take its place. */
    public static void requireSendable(Body body) {
        if (body instanceof IncomingBody received) {
            received.requireSendable();
        } else if (body instanceof BodyStream stream) {
            stream.stream();
        }
    }

    /** Sends the body of the head that was encoded before. The listener's {@code sent} may be called before this returns. */
    public void send(Body body) {
        bodyBytes = 0;
        if (!codec.sendsBody()) { // RFC 9110 §6.4.1: HEAD, 204, 304
            if (body instanceof BodyStream stream) {
                stream.cancel();
            }
            end(Headers.empty());
        } else if (body instanceof IncomingBody incoming) {
            sendOn(incoming);
        } else if (body instanceof Body.Bytes bytes && bytes.length() <= AT_ONCE) {
            writeWhole(bytes);
            end(Headers.empty());
        } else {
            begin(body.stream());
        }
    }

    /** A body that has arrived whole is sent from where it is, without a copy. */
    private void sendOn(IncomingBody body) {
        ByteBuffer whole = body.takeWhole();
        if (whole == null) {
            begin(body.takeStream());
        } else {
            write(whole);
            end(Headers.empty());
        }
    }

    private void writeWhole(Body.Bytes body) {
        if (body.length() <= DIRECT_COPIED) {
            bodyBytes += body.length();
            codec.sendData(body.array(), queue());
        } else {
            write(body.buffer());
        }
    }

    /** A small file is read into memory and leaves with its head in one write. */
    private void begin(BodyStream body) {
        if (body instanceof FileStream file && file.left() > COPIED) {
            codec.beginData(file.left(), queue());
            sending = new FileTransfer(file, this);
        } else {
            sending = Transfer.of(body, this);
        }
        resume();
    }

    /** The socket has room: continues with the body that is being sent. Does nothing if there is none. */
    public void resume() {
        Transfer transfer = sending;
        if (transfer != null && transport().isWritable()) {
            transfer.resume();
        }
    }

    /** Sends a piece of the body. Returns whether there is room for more. */
    @Override
    public boolean write(ByteBuffer piece) {
        bodyBytes += piece.remaining();
        if (piece.remaining() <= (piece.isDirect() ? DIRECT_COPIED : COPIED)) {
            codec.sendData(piece, queue());
            flushIfLarge();
        } else {
            codec.beginData(piece.remaining(), queue());
            written += shared.sizeFor(this) + piece.remaining();
            try {
                transport().write(shared.peek(), piece);
            } finally {
                shared.clear();
            }
            listener.written();
            codec.endData(queue());
        }
        return transport().isWritable();
    }

    @Override
    public void end(Headers trailers) {
        sending = null;
        codec.sendEnd(trailers, queue());
        flushIfLarge();
        listener.sent();
    }

    @Override
    public void fail(Throwable error) {
        sending = null;
        listener.failed(error);
    }

    /** Moves bytes of a file into the transport, behind all that has been encoded. Returns how many: none if that was too much. */
    long transfer(FileStream file, long most) throws IOException {
        file.open(); // a file that cannot be opened must fail before its head is sent
        flush();
        if (!isSending()) {
            return 0;
        }
        long moved = file.transferTo(transport(), most);
        written += moved;
        bodyBytes += moved;
        listener.written();
        return moved;
    }

    /** All of a file has been moved. */
    void endTransfer() {
        codec.endData(queue());
        end(Headers.empty());
    }

    /** Whether a body is being sent. */
    public boolean isSending() {
        return sending != null;
    }

    /** Whether a body is being sent whose stream has not given its next piece: it is the stream's turn. */
    public boolean awaitsSource() {
        return sending != null && sending.awaitsSource();
    }

    /** Whether this transfer has been neither completed nor cancelled. */
    boolean isSending(Transfer transfer) {
        return sending == transfer;
    }

    /** Cancels the body that is being sent, if there is one. The listener is not called. */
    public void cancel() {
        Transfer transfer = sending;
        sending = null;
        if (transfer != null) {
            Reactor.of(transport().loop()).runSafely(transfer::cancel, transfer);
        }
    }

    // ----------------------------------------------------------------------------------------------------- writing

    /** What is encoded and not written must not grow: the transport's water marks do not count it. */
    private void flushIfLarge() {
        if (shared.sizeFor(this) > COPIED) {
            flush();
        }
    }

    /** Writes all that has been encoded. */
    @Override
    public void flush() {
        int size = shared.sizeFor(this);
        if (size > 0) {
            written += size;
            try {
                transport().write(shared.peek());
            } finally {
                shared.clear(); // also if the transport throws: what is left would go to another connection's peer
            }
            listener.written();
        }
    }

    /** How many bytes of the body that was sent last the transport has taken, without the framing of chunks. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** How many bytes of all that was written the socket has taken. */
    public long taken() {
        return written - transport().queued();
    }

    /** Whether the socket has not taken all that was written: it is the peer's turn to read. */
    public boolean awaitsPeer() {
        return transport().queued() > 0 || !transport().isWritable();
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }
}
