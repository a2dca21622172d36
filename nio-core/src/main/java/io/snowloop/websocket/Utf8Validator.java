// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;

/**
 * A check of UTF-8 that comes in pieces (RFC 3629). It finds the first wrong byte when that byte comes, also in the middle of a
 * character that two pieces share.
 *
 * <p>A character is a first byte, which tells how many follow, and one to three following bytes from 80 to BF. The first of
 * those has closer bounds after four first bytes (Unicode, table 3-7):
 *
 * <pre>
 * E0  A0..BF  else it would be a longer form of a character below U+0800
 * ED  80..9F  else it would be a surrogate, from U+D800 to U+DFFF
 * F0  90..BF  else it would be a longer form of a character below U+10000
 * F4  80..8F  else it would be above U+10FFFF
 * </pre>
 */
final class Utf8Validator {
    private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;
    private static final int LOWEST = 0x80;
    private static final int HIGHEST = 0xBF;

    /** How many bytes the character still needs. */
    private int missing;

    /** The bounds of the next of them. */
    private int lowest = LOWEST;

    private int highest = HIGHEST;

    /**
     * Checks the next piece.
     *
     * @return how many bytes of the piece are before the first that is wrong; -1 if there is none. After a wrong byte there is
     *     nothing to check
     */
    int check(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing == 0) {
                at = skipAscii(bytes, at, to);
            }
            if (at < to && !take(bytes[at++] & 0xFF)) {
                return at - 1 - from;
            }
        }
        return -1;
    }

    /** Eight bytes at a time, as long as none of them has its top bit set. */
    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & TOP_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean take(int b) {
        if (missing == 0) {
            return begin(b);
        }
        boolean valid = b >= lowest && b <= highest;
        lowest = LOWEST;
        highest = HIGHEST;
        missing--;
        return valid;
    }

    /** The first byte of a character that is not ASCII. */
    private boolean begin(int b) {
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        lowest = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : LOWEST;
        highest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : HIGHEST;
        return b >= 0xC2 && b <= 0xF4; // C0 and C1 would begin longer forms of ASCII
    }

    /** Whether the text may end here: not in the middle of a character. Then another may begin. */
    boolean isComplete() {
        return missing == 0;
    }
}
