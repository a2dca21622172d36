package io.snowloop.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One connection's TLS, from the view of one side, without I/O: the peer's bytes in and plaintext out, plaintext in and
 * bytes for the peer out.
 *
 * <p>Its use is a loop: lend bytes with {@link #receive}, do what {@link #next} says until it needs bytes, and end the
 * loan with {@link #keep}.
 *
 * <pre>
 *   HANDSHAKING --OPENED--&gt; OPEN --ENDED, or close()--&gt; CLOSING --the other one--&gt; CLOSED
 *        \--------------------\------------------------------\------SSLException--&gt; CLOSED
 * </pre>
 *
 * <p>It differs from the {@link SSLEngine} that does the work in what its caller has to know. There is one thing to do
 * at a time, and it is said which. Buffers are the caller's, of fixed sizes, and hold nothing between calls. A stream
 * that was cut off is told from one that ended. And the peer can't begin another handshake on an open connection.
 */
public final class TlsEngine {
    /** The least size of the buffer for plaintext, in bytes. */
    public static final int PLAINTEXT_SIZE = RecordQueue.LARGEST;

    /** The least size of the buffer for output, in bytes. One of several times that size saves writes. */
    public static final int OUTPUT_SIZE = RecordQueue.LARGEST;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** How far the connection is. */
    public enum State {
        /** Neither side may send data yet. */
        HANDSHAKING,
        /** Both may. */
        OPEN,
        /** One of them has sent close_notify. */
        CLOSING,
        /** Both have, or one has broken the rules. */
        CLOSED
    }

    /** What there is to do. */
    public enum Step {
        /** Nothing, before more of the peer's bytes come. */
        NEED_BYTES,
        /** Run {@link #task()}, on any thread, and only then touch the engine again. */
        NEED_TASK,
        /** Send what is in the output buffer. */
        OUTPUT,
        /** The handshake is done: {@link #session} tells what has come of it. Once. */
        OPENED,
        /** Use what is in the plaintext buffer. */
        PLAINTEXT,
        /** The peer has sent close_notify: this was all of its data. Once. */
        ENDED
    }

    private final SSLEngine engine;
    private final RecordQueue records = new RecordQueue();
    private boolean begun;
    private boolean opened;
    private boolean closing;
    private boolean ended;

    /** Whether the stream below has ended, in whatever way. */
    private boolean cutOff;

    private @Nullable SSLException failure;

    private TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * The client's side.
     *
     * @param host whom the certificate has to name; an IPv6 address without brackets
     */
    public static TlsEngine client(TlsConfig config, String host, int port) {
        return new TlsEngine(config.clientEngine(host, port));
    }

    /** The server's side. */
    public static TlsEngine server(TlsConfig config) {
        return new TlsEngine(config.serverEngine());
    }

    // ------------------------------------------------------------------------------------------------------------ in

    /** Lends bytes of the peer's, until {@link #keep}. They may be overwritten. */
    public void receive(ByteBuffer bytes) {
        records.lend(bytes);
    }

    /** Ends the loan: copies what has not been used. */
    public void keep() {
        records.keep();
    }

    /** Whether there are bytes which {@link #next} has not used, be it only a part of a record. */
    public boolean hasBytes() {
        return !records.isEmpty();
    }

    /** Whether the peer has sent close_notify. */
    public boolean hasEnded() {
        return ended;
    }

    /** The stream below has ended. If the peer has not said so in TLS, {@link #next} will call it what it is. */
    public void receiveEnd() {
        cutOff = true;
    }

    /**
     * Goes on with the bytes that are there.
     *
     * @param plaintext at least {@link #PLAINTEXT_SIZE}; touched for a {@link Step#PLAINTEXT} only
     * @param output at least {@link #OUTPUT_SIZE}; touched for a {@link Step#OUTPUT} only
     * @throws TlsTruncationException if the stream has ended without a close_notify
     * @throws SSLException for whatever else ends the connection, and from then on always; {@link #flush} tells the peer
     */
    public Step next(ByteBuffer plaintext, ByteBuffer output) throws SSLException {
        if (failure != null) {
            throw failure;
        }
        try {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            return step(plaintext, output);
        } catch (SSLException e) {
            throw fail(e);
        } catch (
                RuntimeException e) { // the JDK's engine has let such ones out, for messages that nobody had thought of
            throw fail(new SSLException("the TLS engine failed: " + e, e));
        }
    }

    private SSLException fail(SSLException e) {
        failure = e;
        records.discard();
        if (!(e instanceof TlsTruncationException)) { // which does not spoil the session: RFC 5246 §7.2.1
            refuse();
        }
        return e;
    }

    /**
     * Has the JDK's engine send a fatal alert, unexpected_message, if it has not sent one already. There is no method for
     * it, so the engine is given something to refuse: a record of 64 KiB. A close_notify, which there is a method for,
     * would be a lie, as it says that nothing went wrong.
     */
    private void refuse() {
        try {
            engine.unwrap(ByteBuffer.wrap(new byte[] {RecordQueue.HANDSHAKE, 3, 3, -1, -1}), NOTHING.duplicate());
        } catch (SSLException e) {
            // as intended
        }
    }

    private Step step(ByteBuffer plaintext, ByteBuffer output) throws SSLException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                return Step.NEED_TASK;
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                if (flush(output)) {
                    return Step.OUTPUT;
                }
                if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
                    continue;
                }
            }
            if (status == HandshakeStatus.NOT_HANDSHAKING && !opened) {
                opened = true;
                return Step.OPENED;
            }
            Step step = read(plaintext);
            if (step != null) {
                return step;
            }
        }
    }

    /** Takes the next record; null if it was one that its caller needs not know of. */
    private @Nullable Step read(ByteBuffer plaintext) throws SSLException {
        if (ended) {
            records.discard(); // RFC 8446 §6.1: what comes after a closure alert MUST be ignored
            return Step.NEED_BYTES;
        }
        refuseRenegotiation();
        ByteBuffer record = records.next();
        if (record == null) {
            if (cutOff) {
                throw cutOff();
            }
            return Step.NEED_BYTES;
        }
        plaintext.clear();
        SSLEngineResult result = engine.unwrap(record, plaintext);
        plaintext.flip();
        if (engine.isInboundDone()) {
            return end();
        }
        if (result.getStatus() != Status.OK || record.hasRemaining()) {
            // Whole records into a buffer that takes any: there is no reason, and trying again would be a busy loop.
            throw new SSLException("the TLS engine did not take a record: " + result);
        }
        return plaintext.hasRemaining() ? Step.PLAINTEXT : null; // an empty record is allowed, RFC 8446 §5.1
    }

    /**
     * On an open connection, a record that says it holds a handshake message can only be TLS 1.2's wish for another
     * handshake: those that TLS 1.3 still has look like data from outside (RFC 8446 §5.2). Nobody needs it any more, it
     * has been attacked more than once, and it lets a client make a server compute: RFC 9113 §9.2.1 forbids it, too.
     */
    // region renegotiation
    private void refuseRenegotiation() throws SSLException {
        if (opened && records.hasNext() && records.type() == RecordQueue.HANDSHAKE) {
            throw new SSLException("it wants to renegotiate, which is refused");
        }
    }
    // endregion

    private Step end() throws SSLException {
        if (!opened) {
            throw new SSLHandshakeException("it ended the connection in the middle of the handshake (close_notify)");
        }
        ended = true;
        return Step.ENDED;
    }

    private SSLException cutOff() {
        String where = records.isEmpty() ? "" : ", in the middle of a record";
        return opened
                ? new TlsTruncationException("its stream was cut off: it ended without close_notify" + where)
                : new SSLHandshakeException("it ended the connection in the middle of the handshake" + where);
    }

    /** The arithmetic that is due at a {@link Step#NEED_TASK}: milliseconds of it. */
    public Runnable task() {
        return () -> {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        };
    }

    // ----------------------------------------------------------------------------------------------------------- out

    /**
     * Encrypts as much as fits. Call it until nothing remains.
     *
     * <p>What can't be sent any more is dropped: after {@link #close}, and in TLS 1.2 also after the peer's, which ends
     * both directions (RFC 5246 §7.2.1).
     *
     * @param output at least {@link #OUTPUT_SIZE}
     * @throws IllegalStateException before the connection is open
     */
    public void encrypt(ByteBuffer plaintext, ByteBuffer output) throws SSLException {
        if (!opened) {
            throw new IllegalStateException("data before the handshake is done");
        }
        output.clear();
        while (plaintext.hasRemaining() && output.remaining() >= OUTPUT_SIZE) {
            SSLEngineResult result = engine.wrap(plaintext, output);
            if (result.getStatus() == Status.CLOSED) {
                plaintext.position(plaintext.limit());
            } else if (result.bytesProduced() == 0) { // neither is possible: there is room, and no handshake
                throw new SSLException("the TLS engine did not take data: " + result);
            }
        }
        output.flip();
    }

    /**
     * Writes what the engine itself has to say: its part of the handshake, an alert, close_notify.
     *
     * @param output at least {@link #OUTPUT_SIZE}
     * @return whether there is something in it to send
     */
    public boolean flush(ByteBuffer output) throws SSLException {
        output.clear();
        boolean more = true;
        while (more && output.remaining() >= OUTPUT_SIZE) { // a whole flight of messages leaves in one write
            more = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrapOwn(output);
        }
        output.flip();
        return output.hasRemaining();
    }

    /** Whether it made a difference. A handshake's end counts, which may show in the status and in no byte. */
    private boolean wrapOwn(ByteBuffer output) throws SSLException {
        SSLEngineResult result = engine.wrap(NOTHING, output);
        return result.bytesProduced() > 0 || result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /** Ends our direction: {@link #flush} will write a close_notify. The peer may go on, in TLS 1.3 (RFC 8446 §6.1). */
    public void close() {
        closing = true;
        engine.closeOutbound();
    }

    // ----------------------------------------------------------------------------------------------------- questions

    /** How far the connection is. */
    public State state() {
        if (failure != null || (ended && engine.isOutboundDone())) {
            return State.CLOSED;
        }
        if (ended || closing) {
            return State.CLOSING;
        }
        return opened ? State.OPEN : State.HANDSHAKING;
    }

    /**
     * What the handshake has come to.
     *
     * @throws IllegalStateException before it is done
     */
    public TlsSession session() {
        if (!opened) {
            throw new IllegalStateException("there is no session before the handshake is done");
        }
        return TlsSession.of(engine);
    }

    @Override
    public String toString() {
        return "TlsEngine[" + state() + "]";
    }
}
