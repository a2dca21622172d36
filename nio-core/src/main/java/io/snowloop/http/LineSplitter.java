// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into lines, without I/O. It looks for line ends before it decodes characters, so a piece may end in the middle of
 * one: no byte of a longer character in UTF-8 is a line feed.
 */
final class LineSplitter {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxLine;

    /** The beginning of a line whose end has not come. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private ByteBuffer in = ByteBuffer.allocate(0);
    private long number;
    private boolean ended;

    LineSplitter(int maxLine) {
        this.maxLine = maxLine;
    }

    /** Takes the next bytes, after {@link #next} has returned null. */
    void feed(ByteBuffer piece) {
        in = piece;
    }

    /** No bytes follow: what has begun is the last line. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** The number of the last line; the first is 1. */
    long number() {
        return number;
    }

    /** The next line without its end; null if it needs more bytes, or if there are no more lines. */
    byte @Nullable [] next() throws LineTooLongException {
        int length = indexOfLineFeed() - in.position();
        if (begun.size() + (long) length > maxLine + 1L) { // one more for a CR
            throw new LineTooLongException(number + 1, maxLine);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        boolean complete = in.hasRemaining();
        if (complete) {
            in.get();
        }
        if (!complete || begun.size() > 0) {
            begun.writeBytes(bytes);
        }
        if (!complete && !(ended && begun.size() > 0)) {
            return null;
        }
        return line(begun.size() > 0 ? begun.toByteArray() : bytes);
    }

    private int indexOfLineFeed() {
        int at = in.position();
        while (at < in.limit() && in.get(at) != '\n') {
            at++;
        }
        return at;
    }

    private byte[] line(byte[] bytes) throws LineTooLongException {
        begun.reset();
        number++;
        int from = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        if (to > maxLine) {
            throw new LineTooLongException(number, maxLine);
        }
        return to - from == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private static boolean startsWithMark(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
    }
}
