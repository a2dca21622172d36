// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.nio.ByteBuffer;

/**
 * Reads a message from its first byte on. Whatever the bytes are, it stays within them, and does no more work than they are long: all names
 * together have a bound.
 */
final class MessageReader {
    /** A name has at most so many pointers. Real ones have one; a chain of them would be work without a result. */
    private static final int MAX_POINTERS = 16;

    /**
     * All names of a message together. A pointer of two bytes may stand for 126 labels, in each of 4,000 records: half a second of work. The
     * names of as many real ones have some five.
     */
    private static final int MAX_LABELS = 64 * 1024;

    private final ByteBuffer message;
    private int at;
    private int labels;

    /** Reads what remains of the buffer, which keeps its position. */
    MessageReader(ByteBuffer message) {
        this.message = message.slice();
    }

    int u8() throws MalformedMessageException {
        need(1);
        return message.get(at++) & 0xFF;
    }

    int u16() throws MalformedMessageException {
        need(2);
        at += 2;
        return message.getShort(at - 2) & 0xFFFF;
    }

    long u32() throws MalformedMessageException {
        need(4);
        at += 4;
        return message.getInt(at - 4) & 0xFFFF_FFFFL;
    }

    byte[] bytes(int length) throws MalformedMessageException {
        need(length);
        byte[] bytes = new byte[length];
        message.get(at, bytes);
        at += length;
        return bytes;
    }

    /** Goes on behind the next {@code length} bytes. */
    void skip(int length) throws MalformedMessageException {
        need(length);
        at += length;
    }

    /** The offset of the next byte. */
    int position() {
        return at;
    }

    private void need(int length) throws MalformedMessageException {
        if (message.limit() - at < length) {
            throw new MalformedMessageException(
                    "the message ends after " + message.limit() + " bytes, in the middle of a field");
        }
    }

    /**
     * A name with its pointers (RFC 1035 §4.1.4). A pointer leads to a prior name: to before the place where this part of the name
     * begins. So there is no loop, and no way forward.
     */
    DomainName name() throws MalformedMessageException {
        byte[] wire = new byte[DomainName.MAX_LENGTH];
        int length = 0;
        int pointers = 0;
        int behind = -1; // the first pointer
        int begin = at;
        while (true) {
            int octet = u8();
            if (octet >= 0xC0) {
                int target = (octet & 0x3F) << 8 | u8();
                behind = behind < 0 ? at : behind;
                if (target >= begin || ++pointers > MAX_POINTERS) {
                    throw new MalformedMessageException("the pointer at byte " + (at - 2) + " leads to byte " + target
                            + ", which is not before its name, or it is number " + (MAX_POINTERS + 1));
                }
                at = target;
                begin = target;
            } else if (octet > DomainName.MAX_LABEL) { // 01 and 10 are reserved
                throw new MalformedMessageException("unknown type of label at byte " + (at - 1));
            } else if (length + 1 + octet >= DomainName.MAX_LENGTH && octet > 0) { // room for the root
                throw new MalformedMessageException("the name before byte " + at + " is longer than 255 bytes");
            } else if (++labels > MAX_LABELS) {
                throw new MalformedMessageException("its names have more than " + MAX_LABELS + " labels");
            } else {
                wire[length++] = (byte) octet;
                need(octet);
                message.get(at, wire, length, octet);
                at += octet;
                length += octet;
                if (octet == 0) {
                    break;
                }
            }
        }
        at = behind < 0 ? at : behind;
        return DomainName.ofWire(wire, length);
    }
}
