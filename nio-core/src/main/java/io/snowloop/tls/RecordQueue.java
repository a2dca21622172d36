// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the peer, cut into TLS records (RFC 8446 §5.1):
 *
 * <pre>
 *   type (1)   version (2)   length (2)   fragment (length)
 * </pre>
 *
 * <p>A record that arrived whole is not copied: it is returned as a part of the lent buffer. Only a record in pieces, or
 * one that has to wait, is copied. The length of a record is checked before its bytes are kept, so a peer cannot make
 * this side keep more than one record.
 *
 * <p>The JDK's engine gets whole records only. It could find out itself that a record is incomplete, but it would be
 * called in vain for each byte of a peer that sends one byte at a time.
 */
final class RecordQueue {
    /**
     * The size of the largest record: the header, 2^14 bytes of data, and 320 bytes that encryption can add. RFC 5246
     * §6.2.3 allows 2,048 for the last part, but no cipher adds more than an IV (16), a MAC (48) and padding (256). RFC
     * 8446 §5.2 allows 256.
     */
    static final int LARGEST = 5 + 16 * 1024 + 320;

    /** The type of an alert, as long as records are not encrypted. */
    static final byte ALERT = 21;

    /** The type of a handshake record: in TLS 1.3 only while records are not encrypted, in TLS 1.2 always. */
    static final byte HANDSHAKE = 22;

    /** The first of the four record types: change_cipher_spec, alert, handshake, application_data. */
    private static final int FIRST_TYPE = 20;

    /** The last of the four record types. */
    private static final int LAST_TYPE = 23;

    /** The size of a record's header. */
    private static final int HEADER = 5;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Copied bytes. They come before the lent ones. */
    private final ByteQueue kept = new ByteQueue();

    private ByteBuffer lent = NOTHING;

    /** Lends bytes until {@link #keep}. */
    void lend(ByteBuffer bytes) {
        lent = bytes;
    }

    /** Ends the loan: copies the rest of it. If nothing is left, no array is held. */
    void keep() {
        kept.append(lent);
        lent = NOTHING;
        kept.trim();
    }

    /** Discards all bytes. */
    void discard() {
        kept.clear();
        lent.position(lent.limit());
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** The number of bytes, of which those that are lent are no one's but the caller's. */
    int size() {
        return kept.size() + lent.remaining();
    }

    /** How many bytes of memory they take, roughly, and those that are lent. */
    int memory() {
        return kept.kept() + lent.remaining();
    }

    /** The type of the record that {@link #next} would return. */
    byte type() {
        return get(0);
    }

    private byte get(int index) {
        return index < kept.size() ? kept.get(index) : lent.get(lent.position() + index - kept.size());
    }

    /**
     * Whether a whole record has arrived.
     *
     * @throws SSLException if the bytes cannot be a TLS record; the first five bytes decide
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
        if (get(1) != 3) { // {3, 1} to {3, 4}; the minor version MUST be ignored "for all purposes" (RFC 8446 §5.1)
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
     * Takes the next record, including its header; null if no whole record has arrived. The buffer is valid until the next
     * call or the end of the loan. It may be overwritten: decryption in place does that.
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
