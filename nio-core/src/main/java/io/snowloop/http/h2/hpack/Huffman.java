// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.buffer.ByteQueue;

/**
 * The Huffman code of HPACK (RFC 7541 §5.2, Appendix B), for strings in Latin-1.
 *
 * <p>The code is canonical: sorted by length, and by symbol within a length, each code is its predecessor plus one. So the
 * lengths alone define it, and a code of a given length is found by one comparison.
 */
final class Huffman {
    /** The lengths of the codes in bits, in rows of 16 symbols. */
    private static final String LENGTHS_IN_ROWS = """
            13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28
            28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
             6 10 10 12 13  6  8 11 10 10  8 11  8  6  6  6
             5  5  5  6  6  6  6  6  6  6  7  8 15  6 12 10
            13  6  7  7  7  7  7  7  7  7  7  7  7  7  7  7
             7  7  7  7  7  7  7  7  8  7  8 13 19 13 14  6
            15  5  6  5  6  5  6  6  6  5  7  7  6  6  6  5
             6  7  6  5  5  6  7  7  7  7  7 15 11 14 13 28
            20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23
            24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
            22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23
            21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
            26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25
            19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
            20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23
            26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
            """;

    /** The end of the string: no sender may send it. Its first bits are the padding of the last byte. */
    private static final int EOS = 256;

    private static final int LONGEST = 30;

    /** Length and code of each symbol. */
    private static final int[] LENGTHS = new int[EOS + 1];

    private static final int[] CODES = new int[EOS + 1];

    /** All symbols, sorted by their codes. */
    private static final short[] SORTED = new short[EOS + 1];

    /** For each length: the first code that is too large for it, shifted left to {@value #LONGEST} bits. */
    private static final int[] LIMITS = new int[LONGEST + 1];

    /** For each length: what has to be added to a code of this length to have its index in {@link #SORTED}. */
    private static final int[] OFFSETS = new int[LONGEST + 1];

    /** By the next eight bits: {@code length << 8 | symbol} of a code of at most eight bits; 0 if it is a longer one. */
    private static final short[] SHORT_CODES = new short[256];

    static {
        String[] lengths = LENGTHS_IN_ROWS.strip().split("\\s+");
        for (int symbol = 0; symbol < EOS; symbol++) {
            LENGTHS[symbol] = Integer.parseInt(lengths[symbol]);
        }
        LENGTHS[EOS] = LONGEST;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code <<= 1;
            OFFSETS[length] = index - code;
            for (short symbol = 0; symbol <= EOS; symbol++) {
                if (LENGTHS[symbol] == length) {
                    SORTED[index++] = symbol;
                    CODES[symbol] = code++;
                }
            }
            LIMITS[length] = code << (LONGEST - length);
        }
        for (int symbol = 0; symbol < EOS; symbol++) {
            int free = 8 - LENGTHS[symbol];
            for (int rest = 0; free >= 0 && rest < 1 << free; rest++) {
                SHORT_CODES[CODES[symbol] << free | rest] = (short) (LENGTHS[symbol] << 8 | symbol);
            }
        }
    }

    private Huffman() {}

    /** The most bytes that {@code length} bytes can stand for: the shortest code has five bits. */
    static int longestDecoded(int length) {
        return (int) (length * 8L / 5);
    }

    /**
     * Decodes {@code bytes[from..to)}.
     *
     * @param text gets the bytes of the string, from index 0 on; {@link #longestDecoded} fit in
     * @return their number
     */
    static int decode(byte[] bytes, int from, int to, byte[] text) throws HpackException {
        long bits = 0; // the next ones, from the highest bit on; behind them zeros
        int count = 0; // how many there are
        int decoded = 0;
        for (int at = from; ; ) {
            while (count <= 48 && at < to) {
                bits |= (bytes[at++] & 0xFFL) << (56 - count);
                count += 8;
            }
            int found;
            while (count >= 8 && (found = SHORT_CODES[(int) (bits >>> 56)]) != 0) {
                text[decoded++] = (byte) found;
                bits <<= found >> 8;
                count -= found >> 8;
            }
            if (count < LONGEST && at < to) {
                continue;
            }
            // A long code, or the end. Behind the last byte we read ones: the rest must be the beginning of EOS.
            long padded = bits | -1L >>> count;
            int next = (int) (padded >>> (64 - LONGEST));
            int length = length(next);
            if (length > count) {
                checkPadding(padded, count);
                return decoded;
            }
            int symbol = SORTED[(next >>> (LONGEST - length)) + OFFSETS[length]];
            if (symbol == EOS) {
                throw new HpackException("Huffman-coded string with EOS in it (RFC 7541 section 5.2)");
            }
            text[decoded++] = (byte) symbol;
            bits <<= length;
            count -= length;
        }
    }

    /** The length of the code with which these {@value #LONGEST} bits begin. */
    private static int length(int bits) {
        int length = 5;
        while (bits >= LIMITS[length]) {
            length++;
        }
        return length;
    }

    private static void checkPadding(long bits, int count) throws HpackException {
        if (count > 7) {
            throw new HpackException("Huffman-coded string with padding of " + count
                    + " bits: at most 7 are allowed (RFC 7541 section 5.2)");
        }
        if (bits != -1L) {
            throw new HpackException("Huffman-coded string with padding that is not all ones (RFC 7541 section 5.2)");
        }
    }

    /**
     * {@return the number of bytes of the encoded text}
     *
     * @throws IllegalArgumentException if there is a character above U+00FF
     */
    static int encodedLength(String text) {
        long bits = 7;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                throw new IllegalArgumentException(
                        String.format("character U+%04X at index %d of a header field is above U+00FF", (int) c, i));
            }
            bits += LENGTHS[c];
        }
        return (int) (bits / 8);
    }

    /** Appends the encoded text, whose characters {@link #encodedLength} has checked. */
    static void encode(String text, ByteQueue out) {
        long bits = 0; // the lowest count bits are not written yet
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bits = bits << LENGTHS[c] | CODES[c];
            count += LENGTHS[c];
            while (count >= 16) {
                count -= 16;
                out.append((char) (bits >> (count + 8)), (char) (bits >> count));
            }
        }
        if (count >= 8) {
            count -= 8;
            out.append((byte) (bits >> count));
        }
        if (count > 0) {
            out.append((byte) (bits << (8 - count) | 0xFF >> count));
        }
    }
}
