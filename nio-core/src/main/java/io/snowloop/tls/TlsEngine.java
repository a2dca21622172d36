// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One side of a TLS connection, without I/O. Encrypted bytes go in and plaintext comes out; plaintext goes in and
 * encrypted bytes come out.
 *
 * <p>To use it, lend bytes with {@link #receive}, do what {@link #next} says until it says {@link Step#NEED_BYTES}, and
 * end the loan with {@link #keep}.
 *
 * <pre>
 *   HANDSHAKING --OPENED--&gt; OPEN --ENDED, or close()--&gt; CLOSING --the other one--&gt; CLOSED
 *        \--------------------\------------------------------\------SSLException--&gt; CLOSED
 * </pre>
 *
 * <p>An {@link SSLEngine} does the work. This class differs from it in four ways. It says one thing to do at a time.
 * Buffers belong to the caller, have fixed sizes, and hold nothing between calls. A stream that was truncated is not
 * taken for one that has ended. And the peer cannot renegotiate.
 *
 * <p>Not thread-safe: calls must come one after the other, from any thread.
 */
public final class TlsEngine {
    /** The smallest size of the buffer for plaintext, in bytes: it holds the data of any record. */
    public static final int PLAINTEXT_SIZE = RecordQueue.LARGEST;

    /** The smallest size of the buffer for output, in bytes: it holds any record. A larger one saves writes. */
    public static final int OUTPUT_SIZE = RecordQueue.LARGEST;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The state of the connection. */
    public enum State {
        /** Neither side may send data yet. */
        HANDSHAKING,
        /** Both sides may send data. */
        OPEN,
        /** One side has sent close_notify. The other one may go on, in TLS 1.3 (RFC 8446 §6.1). */
        CLOSING,
        /** Both sides have sent close_notify, or TLS has failed. */
        CLOSED
    }

    /** What the caller has to do next. */
    public enum Step {
        /** Nothing, until more bytes of the peer arrive. */
        NEED_BYTES,
        /** Call {@link #next} again: the engine has used a record in which there was no data. */
        CONTINUE,
        /** Run {@link #task()}, on any thread. Do not call the engine before the task is done. */
        NEED_TASK,
        /** Send the content of the output buffer. */
        OUTPUT,
        /** The handshake is done; {@link #session} has its result. Said once. */
        OPENED,
        /** Use the content of the plaintext buffer. */
        PLAINTEXT,
        /** The peer has sent close_notify: it sends no more data. Said once. */
        ENDED
    }

    private final SSLEngine engine;
    private final RecordReader reader;

    /** The host that the peer's certificate must be for; null if it may be for any. */
    private final @Nullable String verifiedHost;

    /** The JDK's engine has been told to begin the handshake. */
    private boolean begun;

    /** The handshake is done. */
    private boolean opened;

    /** Our direction is to end, or has ended, with a close_notify. */
    private boolean closing;

    private @Nullable SSLException failure;

    TlsEngine(SSLEngine engine, @Nullable String verifiedHost) {
        this.engine = engine;
        this.verifiedHost = verifiedHost;
        this.reader = new RecordReader(engine);
    }

    /**
     * {@return the client's side}
     * @param config of a client
     * @param host the name that the certificate has to be for; an IPv6 address without brackets
     * @param port of the server; with the host, it is what a session to resume is found by
     */
    public static TlsEngine client(TlsConfig config, String host, int port) {
        SSLEngine engine = JdkEngines.client(config, host, port);
        return new TlsEngine(engine, config.verifiesHost() ? engine.getPeerHost() : null);
    }

    /**
     * {@return the server's side}
     * @param config of a server
     */
    public static TlsEngine server(TlsConfig config) {
        return new TlsEngine(JdkEngines.server(config), null);
    }

    // ------------------------------------------------------------------------------------------------------------ in

    /**
     * Lends bytes of the peer, until {@link #keep}. Decryption may overwrite them.
     * @param bytes not read after {@link #keep}
     */
    public void receive(ByteBuffer bytes) {
        reader.records().lend(bytes);
    }

    /** Ends the loan: copies the bytes that no step has used. */
    public void keep() {
        reader.records().keep();
    }

    /** {@return whether there are bytes that no step has used, even if they are only a part of a record} */
    public boolean hasBytes() {
        return !reader.records().isEmpty();
    }

    /** How many bytes of the peer are kept: those that no step has used, and those of a handshake message that is not complete. */
    int unread() {
        return reader.unread();
    }

    /** The connection is over: no bytes of the peer are kept any more. */
    void discard() {
        reader.records().discard();
        reader.records().keep();
        reader.handshakeDone();
    }

    /** {@return whether the peer has sent close_notify} */
    public boolean hasEnded() {
        return reader.hasEnded();
    }

    /** The stream below has ended. If no close_notify came before, {@link #next} fails. */
    public void receiveEnd() {
        reader.receiveEnd();
    }

    /** {@return whether the stream below has ended, with or without a close_notify} */
    public boolean isCutOff() {
        return reader.isCutOff();
    }

    /**
     * Takes one step, with the bytes that have arrived.
     * @param plaintext at least {@link #PLAINTEXT_SIZE}; filled for a {@link Step#PLAINTEXT} only
     * @param output at least {@link #OUTPUT_SIZE}; filled for a {@link Step#OUTPUT} only
     * @return what was done, and what to do next
     * @throws TlsTruncationException if the stream has ended without a close_notify
     * @throws SSLException if TLS has failed otherwise. Every later call throws the same exception. {@link #flush} gives the
     *     alert for the peer.
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
        } catch (RuntimeException e) { // a bug of the JDK's engine: unusual messages of a peer have found some
            throw fail(new SSLException("the TLS engine failed: " + e, e));
        }
    }

    private SSLException fail(SSLException e) {
        failure = e;
        reader.records().discard();
        if (!(e instanceof TlsTruncationException)) { // after which sessions can still be resumed (RFC 5246 §7.2.1)
            reader.refuse();
        }
        return e;
    }

    private Step step(ByteBuffer plaintext, ByteBuffer output) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            return Step.NEED_TASK;
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            if (flush(output)) {
                return Step.OUTPUT;
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
                return Step.CONTINUE;
            }
        }
        if (status == HandshakeStatus.NOT_HANDSHAKING && !opened) {
            verifyHost();
            opened = true;
            reader.handshakeDone();
            return Step.OPENED;
        }
        return reader.read(plaintext, opened);
    }

    /** Before any data is sent. It holds for a session that is resumed, too. */
    private void verifyHost() throws SSLException {
        if (verifiedHost != null) {
            ServerIdentity.verify(
                    verifiedHost, (X509Certificate) engine.getSession().getPeerCertificates()[0]);
        }
    }

    /** {@return the computation of a {@link Step#NEED_TASK}, such as a signature: it takes about a millisecond} */
    public Runnable task() {
        return () -> {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        };
    }

    // ----------------------------------------------------------------------------------------------------------- out

    /**
     * Encrypts as many bytes as the output has room for. Call it until nothing remains.
     *
     * <p>Bytes that can no longer be sent are dropped: after {@link #close}, and in TLS 1.2 also after the peer's
     * close_notify, which ends both directions (RFC 5246 §7.2.1).
     *
     * @param plaintext its position moves behind what was taken
     * @param output at least {@link #OUTPUT_SIZE}
     * @throws IllegalStateException before the connection is open
     * @throws SSLException if TLS has failed, now or before
     */
    public void encrypt(ByteBuffer plaintext, ByteBuffer output) throws SSLException {
        encrypt(new ByteBuffer[] {plaintext}, output);
    }

    /** The same with the bytes of several buffers, one after the other. Returns whether the output holds bytes to send. */
    boolean encrypt(ByteBuffer[] plaintext, ByteBuffer output) throws SSLException {
        if (!opened) {
            throw new IllegalStateException("data before the handshake is done");
        }
        output.clear();
        int from = 0;
        while (from < plaintext.length && output.remaining() >= OUTPUT_SIZE) {
            if (!plaintext[from].hasRemaining()) {
                from++;
                continue;
            }
            SSLEngineResult result = engine.wrap(plaintext, from, plaintext.length - from, output);
            if (result.getStatus() == Status.CLOSED) {
                plaintext[from].position(plaintext[from].limit());
            } else if (result.bytesProduced() == 0) { // impossible: there is room, and no handshake is under way
                throw new SSLException("the TLS engine did not take data: " + result);
            }
        }
        output.flip();
        return output.hasRemaining();
    }

    /**
     * Writes the engine's own messages: those of the handshake, an alert, a close_notify.
     * @param output at least {@link #OUTPUT_SIZE}
     * @return whether the output now holds bytes to send
     * @throws SSLException if TLS has failed in a way that leaves nothing to send
     */
    public boolean flush(ByteBuffer output) throws SSLException {
        output.clear();
        boolean more = true;
        while (more && output.remaining() >= OUTPUT_SIZE) { // all messages of one flight in one write
            more = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrapOwn(output);
        }
        output.flip();
        return output.hasRemaining();
    }

    /** Returns whether that changed anything. The end of a handshake counts: it may show only in the status. */
    private boolean wrapOwn(ByteBuffer output) throws SSLException {
        SSLEngineResult result = engine.wrap(NOTHING, output);
        return result.bytesProduced() > 0 || result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    /** Ends our direction: {@link #flush} will write a close_notify. In TLS 1.3 the peer may go on (RFC 8446 §6.1). */
    public void close() {
        closing = true;
        engine.closeOutbound();
    }

    // ----------------------------------------------------------------------------------------------------- questions

    /** {@return the state of the connection} */
    public State state() {
        boolean ended = reader.hasEnded();
        if (failure != null || (ended && engine.isOutboundDone())) {
            return State.CLOSED;
        }
        if (ended || closing) {
            return State.CLOSING;
        }
        return opened ? State.OPEN : State.HANDSHAKING;
    }

    /**
     * {@return what the handshake has negotiated}
     * @throws IllegalStateException before the handshake is done
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
