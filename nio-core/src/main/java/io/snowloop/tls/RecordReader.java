// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.tls.TlsEngine.Step;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The receiving half of a {@link TlsEngine}: takes the records of the peer, decrypts them, and tells an end of its data
 * from a stream that was truncated.
 */
final class RecordReader {
    /**
     * The most records in a row without data, once the handshake is done: session tickets, key updates, empty ones. Each
     * costs a decryption, and a key update two derivations of keys and an answer. The same bound is in BoringSSL and Go. Before,
     * it is that of alerts, of which the JDK's engine ignores any number in front of a ClientHello.
     */
    private static final int MOST_WITHOUT_DATA = 32;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final RecordQueue records = new RecordQueue();

    /** The peer has sent close_notify. */
    private boolean ended;

    /** How many records without data have come in a row. */
    private int withoutData;

    /** How many bytes those have. The JDK's engine keeps them until its handshake message is complete. */
    private int bytesWithoutData;

    /** The stream below has ended, with a close_notify before or without one. */
    private boolean cutOff;

    RecordReader(SSLEngine engine) {
        this.engine = engine;
    }

    RecordQueue records() {
        return records;
    }

    /** How many bytes of the peer are kept, here and in the JDK's engine. */
    int unread() {
        return records.memory() + bytesWithoutData;
    }

    /** The handshake is done: its messages are kept no longer. */
    void handshakeDone() {
        bytesWithoutData = 0;
    }

    boolean hasEnded() {
        return ended;
    }

    void receiveEnd() {
        cutOff = true;
    }

    boolean isCutOff() {
        return cutOff;
    }

    /**
     * Takes the next record.
     *
     * @param opened whether the handshake is done
     */
    Step read(ByteBuffer plaintext, boolean opened) throws SSLException {
        if (ended) {
            records.discard(); // RFC 8446 §6.1: data after a closure alert MUST be ignored
            return Step.NEED_BYTES;
        }
        if (opened) {
            refuseRenegotiation();
        }
        ByteBuffer record = records.next();
        if (record == null) {
            if (cutOff) {
                throw truncated(opened);
            }
            return Step.NEED_BYTES;
        }
        bytesWithoutData += record.remaining();
        boolean counts = opened || record.get(record.position()) == RecordQueue.ALERT;
        plaintext.clear();
        SSLEngineResult result = engine.unwrap(record, plaintext);
        plaintext.flip();
        if (engine.isInboundDone()) {
            return end(opened);
        }
        if (result.getStatus() != Status.OK || record.hasRemaining()) {
            // A whole record, and a buffer that holds any: no reason is left, and another try would be a busy loop.
            throw new SSLException("the TLS engine did not take a record: " + result);
        }
        return plaintext.hasRemaining() ? data() : noData(counts);
    }

    private Step data() {
        withoutData = 0;
        bytesWithoutData = 0;
        return Step.PLAINTEXT;
    }

    /** Such a record is allowed (RFC 8446 §5.1, §4.6), but not any number of them. */
    private Step noData(boolean counts) throws SSLException {
        if (counts && ++withoutData > MOST_WITHOUT_DATA) {
            throw new SSLException("it sent more than " + MOST_WITHOUT_DATA
                    + " records in a row without data, such as alerts, key updates and empty ones");
        }
        return Step.CONTINUE;
    }

    /**
     * Refuses renegotiation, a second handshake on an open connection. Only TLS 1.2 has it, and only there can a record
     * of type handshake arrive now: TLS 1.3 encrypts the types of its later messages (RFC 8446 §5.2). Renegotiation has
     * had several security holes, and lets a client make a server compute signatures. HTTP/2 forbids it (RFC 9113
     * §9.2.1), and no common client needs it.
     */
    // region renegotiation
    private void refuseRenegotiation() throws SSLException {
        if (records.hasNext() && records.type() == RecordQueue.HANDSHAKE) {
            throw new SSLException("it wants to renegotiate, which is refused");
        }
    }
    // endregion

    private Step end(boolean opened) throws SSLException {
        if (!opened) {
            throw new SSLHandshakeException("it ended the connection in the middle of the handshake (close_notify)");
        }
        ended = true;
        return Step.ENDED;
    }

    /** The stream below has ended, and no close_notify came before: anyone on the path can do that (RFC 8446 §6.1). */
    private SSLException truncated(boolean opened) {
        String where = records.isEmpty() ? "" : ", in the middle of a record";
        return opened
                ? new TlsTruncationException("its stream was cut off: it ended without close_notify" + where)
                : new SSLHandshakeException("it ended the connection in the middle of the handshake" + where);
    }

    /**
     * Makes the JDK's engine write a fatal alert, unexpected_message, unless it has written an alert already. It has no
     * method for that, so it is given a record that it must refuse: one of 64 KiB. It does have a method that writes a
     * close_notify, but a close_notify says that nothing went wrong.
     */
    void refuse() {
        try {
            engine.unwrap(ByteBuffer.wrap(new byte[] {RecordQueue.HANDSHAKE, 3, 3, -1, -1}), NOTHING.duplicate());
        } catch (SSLException e) {
            // That is the purpose.
        }
    }
}
