// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Headers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requested part of a representation (RFC 9110 §14).
 *
 * @param first the position of its first byte
 * @param length in bytes; 0 if the representation has no byte of it
 */
record ByteRange(long first, long length) {
    private static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);

    /** One range. The list may have empty elements (§14.1.2, §5.6.1.2). */
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=[ \t,]*(\\d*)-(\\d*)[ \t,]*");

    /**
     * The range in the {@code Range} field; null if there is none. The field is ignored, which §14.2 allows, if it has
     * several ranges or breaks the grammar.
     *
     * @param size of the representation, in bytes
     */
    static @Nullable ByteRange requested(Headers headers, long size) {
        String field = headers.count("Range") == 1 ? headers.get("Range") : null;
        Matcher range = ONE.matcher(field == null ? "" : field);
        if (!range.matches()) {
            return null;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : suffix(number(last), size);
        }
        return between(number(first), number(last), size);
    }

    /** The last bytes, at most all. A part of an empty representation has no position: then the whole is sent. */
    private static @Nullable ByteRange suffix(long length, long size) {
        if (length == 0) {
            return UNSATISFIABLE;
        }
        long some = Math.min(length, size);
        return size == 0 ? null : new ByteRange(size - some, some);
    }

    private static @Nullable ByteRange between(long first, long last, long size) {
        if (last < first) {
            return null; // §14.1.1: invalid
        }
        return new ByteRange(first, Math.max(0, Math.min(last, size - 1) - first + 1));
    }

    /** A missing number, or one that is too large for a long, means the end. */
    private static long number(String digits) {
        try {
            return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether the representation has bytes of this range. */
    boolean isSatisfiable() {
        return length > 0;
    }

    /** The value of {@code Content-Range} (§14.4). */
    String contentRange(long size) {
        return "bytes " + (isSatisfiable() ? first + "-" + (first + length - 1) : "*") + "/" + size;
    }
}
