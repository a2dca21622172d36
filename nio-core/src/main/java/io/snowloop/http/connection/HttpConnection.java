package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileStream;
import io.snowloop.http.Headers;
import io.snowloop.http.IncomingBody;
import io.snowloop.http.LentBytes;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of an HTTP/1.1 connection: drives the codec, in both directions.
 *
 * <p>In: a message whose body came along with its head is handed over whole; any other is handed over with an
 * {@link IncomingBody}, and the socket is read only as that one is. Out: small bodies leave in one write with their head,
 * large ones and streams as the socket has room.
 *
 * <p>Every callback ends with one write for all that it had to say.
 */
public abstract class HttpConnection implements Protocol {
    /** Up to this many bytes it is cheaper to copy a piece than to write it by itself; and more are not held back. */
    private static final int COPIED = 16 * 1024;

    /** The same of a direct buffer, which the JDK need not copy once more. */
    private static final int DIRECT_COPIED = 2 * 1024;

    /** Up to this many bytes a body in memory is given to the transport at once. */
    private static final int AT_ONCE = 64 * 1024;

    /** The state machine. */
    protected final Http1Codec codec;

    /** Where messages are encoded; empty between callbacks, so that all connections of a loop may share one. */
    protected final ByteQueue out;

    private final IncomingBody.Source demand = new IncomingBody.Source() {
        @Override
        public void wanted() {
            bodyWanted();
        }

        @Override
        public void unwanted() {
            bodyUnwanted();
        }
    };

    private @Nullable Transport transport;

    /** A head that has come, as long as its message has not been handed over. */
    private @Nullable Event head;

    /** A body that has come in one piece; null if it has none, or comes in several. */
    private @Nullable LentBytes whole;

    /** The body that is coming. */
    private @Nullable IncomingBody incoming;

    /** The body that is going. */
    private @Nullable Pump outgoing;

    private boolean pulling;

    /** The body that is coming is thrown away. */
    private boolean discarding;

    /** The codec holds bytes that must wait for their turn: the peer's next message. */
    private boolean peerIsAhead;

    /** How many callbacks are under way, one inside the other: the outermost writes what they encoded. */
    private int corks;

    private long bytesWritten;

    /** Makes an end that is not connected yet. */
    protected HttpConnection(Http1Codec codec, ByteQueue out) {
        this.codec = codec;
        this.out = out;
    }

    // ------------------------------------------------------------------------------- what the two ends differ in

    /** The connection is there. */
    protected abstract void opened();

    /** A message has come, or its head: then its body is an {@link IncomingBody}. */
    protected abstract void handOver(Event head, Body body);

    /** An answer before the answer has come. */
    protected void informational(Event.InformationalHead head) {}

    /** The message that was handed over has been received whole. */
    protected abstract void messageReceived();

    /** The message given to {@link #send} has been sent whole, or is in the transport's queue. */
    protected abstract void messageSent();

    /** The body given to {@link #send} broke off: its message can't be completed. */
    protected abstract void sendingFailed(Throwable error);

    /** The peer has broken the protocol: nothing more that it sends can be understood. */
    protected abstract void broken(RemoteProtocolException error);

    /** A callback has ended, and all that it had to say has been written. */
    protected void flushed() {}

    /** The peer has taken so much of what we sent that there is room for more. */
    protected void writableAgain() {}

    /** A piece of the body has come, of so many bytes. */
    protected void bodyReceived(int bytes) {}

    /** All that has come is used; for more, the peer is needed. */
    protected void needData() {}

    /** The peer has ended the connection between two messages. */
    protected abstract void peerLeft();

    /** The connection is over. */
    protected abstract void over(Throwable cause);

    // ----------------------------------------------------------------------------------------------------- in

    @Override
    public final void connected(Transport transport) {
        attach(transport);
        corked(this::opened);
    }

    /** Works for this transport from now on. */
    protected final void attach(Transport transport) {
        this.transport = transport;
    }

    /** Works for none: its codec is {@linkplain Http1Codec#isFresh fresh}, and all it has written is taken. */
    protected final void detach() {
        transport = null;
        bytesWritten = 0;
    }

    @Override
    public void received(ByteBuffer bytes) {
        corks++;
        try {
            codec.receive(bytes);
            pull();
            codec.keep();
            updateReading();
        } finally {
            uncork();
        }
    }

    @Override
    public void ended() {
        codec.receiveEnd();
        pull();
    }

    // region pull
    /** Takes events from the codec, as long as there are any and somebody wants them. */
    protected final void pull() {
        if (pulling) { // called from below this very method, by a handler that answered at once: the loop goes on
            return;
        }
        pulling = true;
        corks++;
        try {
            peerIsAhead = false;
            boolean more = true;
            while (more && isOpen() && (head != null || canUseBody())) {
                more = take(codec.next());
            }
        } catch (RemoteProtocolException e) {
            broken(e);
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            pulling = false;
            uncork();
        }
    }
    // endregion

    /** Whether to ask for the next event. */
    private boolean take(Event event) {
        if (event instanceof Event.Data data) {
            int size = data.bytes().remaining();
            if (incoming == null && head != null && size == announcedLength()) { // in one piece, as small ones are
                whole = new LentBytes(data.bytes());
            } else {
                body().offer(data.bytes());
            }
            bodyReceived(size);
        } else if (event instanceof Event.EndOfMessage end) {
            complete(end.trailers());
        } else if (event instanceof Event.InformationalHead early) {
            informational(early);
        } else if (event instanceof Event.Outcome outcome) {
            pauseTaking(outcome);
            return false;
        } else {
            head = event;
        }
        return true;
    }

    private void complete(Headers trailers) {
        IncomingBody body = incoming;
        incoming = null;
        discarding = false;
        if (body != null) {
            body.end(trailers);
        }
        if (head != null) {
            giveWhole(body);
        }
        messageReceived();
    }

    /** @param inPieces if it did not come in one */
    private void giveWhole(@Nullable IncomingBody inPieces) {
        LentBytes inOne = whole;
        whole = null;
        if (inOne != null) {
            try {
                giveHead(inOne);
            } finally {
                inOne.keep();
            }
        } else if (inPieces != null) {
            Body.Bytes all = inPieces.whole();
            giveHead(all != null ? all : inPieces);
        } else {
            giveHead(Body.EMPTY);
        }
    }

    private void pauseTaking(Event.Outcome outcome) {
        peerIsAhead = outcome == Event.Outcome.PAUSED && codec.hasTrailingData();
        if (outcome == Event.Outcome.CLOSED) {
            peerLeft();
            return;
        }
        if (head != null) {
            giveHead(body());
        }
        if (outcome == Event.Outcome.NEED_DATA) {
            needData();
        }
    }

    private void giveHead(Body body) {
        Event given = Objects.requireNonNull(head);
        head = null;
        handOver(given, body);
    }

    private IncomingBody body() {
        IncomingBody body = incoming;
        if (body == null) {
            body = new IncomingBody(loop(), announcedLength(), demand);
            incoming = body;
        }
        return body;
    }

    private long announcedLength() {
        Headers headers = head instanceof Event.RequestHead request
                ? request.headers()
                : head instanceof Event.ResponseHead response ? response.headers() : Headers.empty();
        String length = headers.get("Content-Length");
        return length == null ? -1 : Long.parseLong(length.trim());
    }

    /** A reader waits: go on, but from the loop's queue, as the reader is in the middle of its call. */
    protected void bodyWanted() {
        loop().execute(this::goOn);
    }

    /** Nobody will read the rest of the body that is coming. */
    protected abstract void bodyUnwanted();

    /** Whether bytes that come would be used: no body is coming whose reader pauses. */
    protected final boolean canUseBody() {
        return incoming == null || incoming.isWanted() || discarding;
    }

    /** Goes on taking events after a pause. */
    protected final void goOn() {
        if (isOpen() && !pulling) {
            pull();
            updateReading();
        }
    }

    /** Reads from the socket only what can be used: no body that nobody asks for, no request before its turn. */
    private void updateReading() {
        if (isOpen()) {
            if (canUseBody() && !peerIsAhead) {
                transport().resumeReading();
            } else {
                transport().pauseReading();
            }
        }
    }

    /** Reads what is left of the body that is coming, and throws it away. */
    protected final void discardIncoming() {
        if (incoming != null && !discarding) {
            discarding = true;
            incoming.cancel();
            goOn();
        }
    }

    /** Whether the body that is coming is being thrown away. */
    protected final boolean isDiscarding() {
        return discarding;
    }

    /** Tells the reader of a body that is coming that it breaks off here. */
    protected final void failIncoming(Throwable cause) {
        if (incoming != null) {
            incoming.fail(cause);
            incoming = null;
        }
    }

    // ---------------------------------------------------------------------------------------------------- out

    /** Sends the body that belongs to the head which has just been encoded. */
    protected final void send(Body body) {
        if (!codec.sendsBody()) {
            if (body instanceof BodyStream stream) {
                stream.cancel();
            }
            sendEnd(Headers.empty());
        } else if (body instanceof Body.Bytes bytes && bytes.length() <= AT_ONCE) {
            sendWhole(bytes);
            sendEnd(Headers.empty());
        } else {
            pump(body.stream());
        }
    }

    /** A small file is read and leaves with its head, in one write; one that is larger leaves by itself. */
    private void pump(BodyStream body) {
        if (body instanceof FileStream file && file.left() > COPIED) {
            codec.beginData(file.left(), out);
            outgoing = new FilePump(file, this);
        } else {
            outgoing = new BodyPump(body, this);
        }
        outgoing.pump();
    }

    /** Gives a pump that had to wait its turn, unless it is over by now. */
    final void goOn(Pump waiting) {
        if (outgoing == waiting) {
            corked(waiting::pump);
        }
    }

    private void sendWhole(Body.Bytes body) {
        if (body instanceof LentBytes received) {
            sendPiece(received.take());
        } else if (body.length() <= DIRECT_COPIED) {
            codec.sendData(body.array(), out);
        } else {
            sendPiece(body.buffer());
        }
    }

    final void sendPiece(ByteBuffer piece) {
        if (piece.remaining() <= (piece.isDirect() ? DIRECT_COPIED : COPIED)) {
            codec.sendData(piece, out);
            flushIfLarge();
        } else {
            codec.beginData(piece.remaining(), out);
            bytesWritten += out.size() + piece.remaining();
            transport().write(out.peek(), piece);
            out.clear();
            codec.endData(out);
        }
    }

    /** Has the transport take bytes of a file, behind all that has been encoded, or nothing if there is no such file. */
    final long transfer(FileStream file, long most) throws IOException {
        file.open();
        flush();
        long taken = file.transferTo(transport(), most);
        bytesWritten += taken;
        return taken;
    }

    final void endTransfer() {
        codec.endData(out);
        sendEnd(Headers.empty());
    }

    final void sendEnd(Headers trailers) {
        outgoing = null;
        codec.sendEnd(trailers, out);
        flushIfLarge();
        messageSent();
    }

    final void pumpFailed(Throwable error) {
        outgoing = null;
        sendingFailed(error);
    }

    /** How many bytes the peer has taken so far, of all that we sent. */
    protected final long bytesTaken() {
        return bytesWritten - transport().queued();
    }

    /** Whether something is ready to be sent, and it is for the peer to take what was sent before. */
    protected final boolean awaitsPeer() {
        return transport().queued() > 0 || !transport().isWritable();
    }

    /** Whether the body given to {@link #send} is still on its way. */
    protected final boolean isSending() {
        return outgoing != null;
    }

    /** Gives up the body that is going, if there is one. */
    protected final void cancelSending() {
        Pump pump = outgoing;
        outgoing = null;
        if (pump != null) {
            pump.cancel();
        }
    }

    @Override
    public final void writable(boolean writable) {
        if (writable) {
            corked(outgoing != null ? outgoing::pump : this::writableAgain);
        }
    }

    /**
     * Runs a callback in which messages may be encoded, and ends it with one write for all of them. If it throws, the
     * connection ends: half of what it had to say may be out.
     */
    protected final void corked(Runnable callback) {
        corks++;
        try {
            callback.run();
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            uncork();
        }
    }

    /** With a reset: what is out of a message must not be taken for the whole. */
    private void fail(Throwable thrown) {
        reactor().report(thrown, this);
        transport().abort();
    }

    private void uncork() {
        if (--corks == 0) {
            flush();
            flushed();
        }
    }

    /** What is encoded and not written must not grow: the transport's water marks know nothing of it. */
    private void flushIfLarge() {
        if (out.size() > COPIED) {
            flush();
        }
    }

    /** Gives the transport all that has been encoded, now. */
    protected final void flush() {
        if (!out.isEmpty()) {
            bytesWritten += out.size();
            transport().write(out.peek());
            out.clear();
        }
    }

    // ------------------------------------------------------------------------------------------------- the end

    @Override
    public final void closed(@Nullable Throwable cause) {
        Throwable reason = cause instanceof ConnectionClosedException
                ? cause
                : cause == null
                        ? new ConnectionClosedException("the connection was closed")
                        : new ConnectionClosedException("the connection broke: " + cause.getMessage(), cause);
        failIncoming(reason);
        cancelSending();
        over(reason);
    }

    /** How to talk to the peer. */
    protected final Transport transport() {
        return Objects.requireNonNull(transport, "not connected yet");
    }

    /** The loop of this connection. */
    protected final Scheduler loop() {
        return transport().loop();
    }

    /** The part of that loop which knows channels. */
    protected final Reactor reactor() {
        return Reactor.of(loop());
    }

    /** Whether the connection is there, and neither side has closed it. */
    protected final boolean isOpen() {
        return transport != null && transport.isOpen();
    }
}
