// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.RemoteProtocolException.bad;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a header or trailer section, line by line up to the empty line (RFC 9112 §5). Each line is parsed when
 * it is complete, and its bytes are dropped. So the cost doesn't depend on the pieces in which the bytes arrive.
 *
 * <p>It is used again for the next section of the same kind.
 */
final class FieldLines {
    /** "header" or "trailer", for messages. */
    private final String name;

    private final int lineLimit;
    private final int sectionLimit;
    private final int countLimit;

    /** Null if its lines seldom come again. */
    private final @Nullable FieldLineMemo memo;

    private final Headers.Builder fields = Headers.builder();

    /** Bytes in the complete lines so far, with their line ends. */
    private int used;

    private FieldLines(String name, int sectionLimit, Limits limits, @Nullable FieldLineMemo memo) {
        this.name = name;
        this.sectionLimit = sectionLimit;
        this.lineLimit = limits.headerLine();
        this.countLimit = limits.headerCount();
        this.memo = memo;
    }

    static FieldLines ofHeaders(Limits limits, FieldLineMemo memo) {
        return new FieldLines("header", limits.headers(), limits, memo);
    }

    static FieldLines ofTrailers(Limits limits) {
        return new FieldLines("trailer", limits.trailers(), limits, null);
    }

    /** How many bytes of memory the complete lines of a section take that is not complete, roughly. */
    int kept() {
        return used + fields.size() * Headers.MEMORY_OF_FIELD;
    }

    /** Forgets the lines of a section that is not complete. */
    void drop() {
        used = 0;
        fields.clear();
    }

    /**
     * Takes lines off {@code bytes}; returns the fields when the section is complete, null if more bytes are needed.
     */
    @Nullable
    Headers read(ByteQueue bytes) throws RemoteProtocolException {
        int length;
        takeKnown(bytes);
        while ((length = nextLine(bytes)) > 0) {
            add(bytes, length);
            Lines.skip(bytes, length);
            used += length + 2;
            takeKnown(bytes);
        }
        if (length == Lines.INCOMPLETE) {
            return null;
        }
        Lines.skip(bytes, length);
        Headers section = fields.build();
        drop();
        return section;
    }

    /** Takes the lines off the front that have been parsed before. */
    private void takeKnown(ByteQueue bytes) {
        if (memo == null) {
            return;
        }
        int taken;
        do {
            int most = fields.size() < countLimit ? Math.min(sectionLimit - used, lineLimit) : 0;
            taken = memo.take(bytes, most, fields);
            used += taken;
        } while (taken > 0);
    }

    private int nextLine(ByteQueue bytes) throws RemoteProtocolException {
        int left = sectionLimit - used;
        int length = Lines.length(bytes, Math.min(left, lineLimit));
        if (length == Lines.TOO_LONG) {
            throw left < lineLimit
                    ? tooLarge(name + "s", sectionLimit, name + " section of more than " + sectionLimit + " bytes")
                    : tooLarge("headerLine", lineLimit, name + " line of more than " + lineLimit + " bytes");
        }
        return length;
    }

    private void add(ByteQueue queue, int length) throws RemoteProtocolException {
        byte[] bytes = queue.array();
        int from = queue.arrayOffset();
        int to = from + length;
        if (fields.size() == countLimit) {
            throw tooLarge("headerCount", countLimit, "more than " + countLimit + " " + name + "s");
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            throw bad(name + " line without a colon");
        }
        try {
            // White space before the colon (§5.1: "MUST reject" with 400) or at the start of the line (§2.2; a folded
            // line, §5.2) is taken for a part of the name, and no token may hold it. §5.2 also allows to unfold;
            // recipients differ in how they do it, which attackers use, and no current sender folds.
            fields.add(bytes, from, colon, colon + 1, to);
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        if (memo != null && memo.keepsNext()) {
            memo.keep(queue, colon - from, length);
        }
    }

    private static RemoteProtocolException tooLarge(String setting, int value, String message) {
        return RemoteProtocolException.over(setting, value, Status.REQUEST_HEADER_FIELDS_TOO_LARGE, message);
    }
}
