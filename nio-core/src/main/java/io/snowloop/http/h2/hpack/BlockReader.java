// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.http.syntax.Grammar;
import java.nio.charset.StandardCharsets;

/** Reads the integers and strings of a block (RFC 7541 §5). */
final class BlockReader {
    private static final byte[] NONE = {};

    /** An integer has at most five bytes behind its first: enough for 32 bits. */
    private static final int LAST_SHIFT = 28;

    /** Decoded strings are mostly shorter. A longer one gets an array of its own, which is not kept. */
    private static final int SCRATCH = 256;

    private byte[] bytes = NONE;
    private int at;
    private int to;

    private byte[] scratch = NONE;

    /** The string read last is {@code text[textFrom..textTo)}. */
    private byte[] text = NONE;

    private int textFrom;
    private int textTo;

    /** Begins a block. */
    void open(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /** Drops the block's bytes. */
    void close() {
        open(NONE, 0, 0);
        text = NONE;
    }

    boolean hasMore() {
        return at < to;
    }

    /** The next byte, which stays the next one. */
    byte peek() {
        return bytes[at];
    }

    /** Reads an integer that begins in the lowest {@code bits} bits of the next byte (§5.1). */
    int readInteger(int bits) throws HpackException {
        int prefix = (1 << bits) - 1;
        long value = nextByte() & prefix;
        if (value < prefix) {
            return (int) value;
        }
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            int next = nextByte();
            value += (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return inBounds(value);
            }
        }
        // §5.1: encodings "that exceed implementation limits -- in value or octet length -- MUST be treated as decoding
        // errors".
        throw new HpackException("integer of more than 6 bytes in a header block (RFC 7541 section 5.1)");
    }

    private static int inBounds(long value) throws HpackException {
        if (value > Integer.MAX_VALUE) {
            throw new HpackException(
                    "integer " + value + " in a header block is above 2^31 - 1 (RFC 7541 section 5.1)");
        }
        return (int) value;
    }

    private byte nextByte() throws HpackException {
        if (at == to) {
            throw new HpackException("header block ends within a field");
        }
        return bytes[at++];
    }

    /** Reads a string literal (§5.2). */
    String readString() throws HpackException {
        boolean huffman = at < to && bytes[at] < 0;
        int length = readInteger(7);
        if (length > to - at) {
            throw new HpackException(
                    "string of " + length + " bytes in a header block which has only " + (to - at) + " more");
        }
        if (huffman) {
            text = scratch(Huffman.longestDecoded(length));
            textFrom = 0;
            textTo = Huffman.decode(bytes, at, at + length, text);
        } else {
            text = bytes;
            textFrom = at;
            textTo = at + length;
        }
        at += length;
        return new String(text, textFrom, textTo - textFrom, StandardCharsets.ISO_8859_1);
    }

    /** Whether the string read last is a field value: {@link Grammar#isFieldValue}, eight bytes at a time. */
    boolean isFieldValue() {
        return textFrom == textTo
                || (!Grammar.isBlank(text[textFrom])
                        && !Grammar.isBlank(text[textTo - 1])
                        && Grammar.indexOfNonFieldChar(text, textFrom, textTo) == textTo);
    }

    private byte[] scratch(int length) {
        if (length > SCRATCH) {
            return new byte[length];
        }
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH];
        }
        return scratch;
    }
}
