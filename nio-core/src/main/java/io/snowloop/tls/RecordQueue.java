package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The peer's bytes, cut into TLS records (RFC 8446 §5.1):
 *
 * <pre>
 *   type (1)   version (2)   length (2)   fragment (length)
 * </pre>
 *
 * <p>A record that arrived whole is given out where it lies, in the buffer that was lent; only one in pieces, or one that
 * has to wait, is copied. A length is looked at before anything is kept for it, which bounds what a peer can make us
 * keep. And the JDK's engine, which gets whole records only, is never asked in vain: one byte at a time costs no more.
 */
final class RecordQueue {
    /**
     * The largest record: the header, 2^14 bytes, and 320 for what encryption adds. RFC 5246 §6.2.3 would allow 2,048
     * for that, but an IV (16), a MAC (48) and padding (256) are all there is; RFC 8446 §5.2 allows 256.
     */
    static final int LARGEST = 5 + 16 * 1024 + 320;

    /** The type of a handshake message in the clear, and of any in TLS 1.2. */
    static final byte HANDSHAKE = 22;

    /** Of the four types, change_cipher_spec, alert, handshake, application_data: the first and the last. */
    private static final int FIRST_TYPE = 20;

    private static final int LAST_TYPE = 23;
    private static final int HEADER = 5;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Bytes that came before those that are lent. */
    private final ByteQueue kept = new ByteQueue();

    private ByteBuffer lent = NOTHING;

    /** Lends bytes until {@link #keep}. */
    void lend(ByteBuffer bytes) {
        lent = bytes;
    }

    /** Ends the loan: copies what is left of it. Without anything left, nothing is held. */
    void keep() {
        kept.append(lent);
        lent = NOTHING;
        kept.trim();
    }

    /** Throws all bytes away. */
    void discard() {
        kept.clear();
        lent.position(lent.limit());
    }

    boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        return kept.size() + lent.remaining();
    }

    /** The type of the record that {@link #next} will give. */
    byte type() {
        return get(0);
    }

    private byte get(int index) {
        return index < kept.size() ? kept.get(index) : lent.get(lent.position() + index - kept.size());
    }

    /**
     * Whether a record has come whole.
     *
     * @throws SSLException if what comes is no TLS record, which its first bytes tell
     */
    boolean hasNext() throws SSLException {
        int size = size();
        if (size > 0 && (type() < FIRST_TYPE || type() > LAST_TYPE)) {
            throw new SSLException(String.format(
                    "what it sends is not TLS: the first byte of a record is 0x%02x%s",
                    type(), type() >= ' ' ? ", so perhaps plain text" : ""));
        }
        if (size < HEADER) {
            return false;
        }
        if (get(1) != 3) { // of {3, 1} to {3, 4}; what it says beyond that is "for all purposes" ignored
            throw new SSLException("what it sends is not TLS: a record has the major version " + get(1));
        }
        if (sizeOfNext() > LARGEST) { // record_overflow
            throw new SSLException("it sends a record of " + sizeOfNext() + " bytes, but " + LARGEST + " are allowed");
        }
        return size >= sizeOfNext();
    }

    private int sizeOfNext() {
        return HEADER + Byte.toUnsignedInt(get(3)) * 256 + Byte.toUnsignedInt(get(4));
    }

    /**
     * Takes the next record out, header and all; null if none has come whole. It is valid until this is called again or
     * the loan ends, and may be written over, as deciphering does.
     *
     * @throws SSLException as {@link #hasNext} does
     */
    @Nullable
    ByteBuffer next() throws SSLException {
        if (!hasNext()) {
            return null;
        }
        int size = sizeOfNext();
        if (kept.isEmpty()) {
            ByteBuffer record = lent.slice(lent.position(), size);
            lent.position(lent.position() + size);
            return record;
        }
        kept.append(lent, Math.max(0, size - kept.size()));
        ByteBuffer record = kept.peek();
        record.limit(record.position() + size);
        kept.skip(size);
        return record;
    }
}
