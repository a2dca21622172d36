package io.snowloop.server;

import io.snowloop.http.Headers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a request asks for (RFC 9110 §14).
 *
 * @param first the position of its first byte
 * @param length in bytes; 0 if nothing of what is asked for is there
 */
record ByteRange(long first, long length) {
    private static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);

    /** One range, in a list that may have empty elements (§14.1.2, §5.6.1.2). */
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=[ \t,]*(\\d*)-(\\d*)[ \t,]*");

    /**
     * The range that the {@code Range} field names; null for the whole. Several ranges mean the whole, too, as a server
     * may ignore the field (§14.2); and so does one that breaks the grammar.
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

    /** The last bytes, as many as there are. A part of an empty whole has no position: then it's all of it. */
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
        return first >= size ? UNSATISFIABLE : new ByteRange(first, Math.min(last, size - 1) - first + 1);
    }

    /** A missing number, or one that no file reaches, means the end. */
    private static long number(String digits) {
        try {
            return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether there is anything to send. */
    boolean isSatisfiable() {
        return length > 0;
    }

    /** As {@code Content-Range} has it (§14.4). */
    String contentRange(long size) {
        return "bytes " + (isSatisfiable() ? first + "-" + (first + length - 1) : "*") + "/" + size;
    }
}
