package io.snowloop.http.h1;

import static io.snowloop.http.h1.RemoteProtocolException.bad;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * A header or trailer section that is being read, line by line up to the empty line (RFC 9112 §5). Each line is parsed
 * when it is whole, and then forgotten; so a byte is looked at no more often when it arrives alone.
 */
final class FieldLines {
    private final String name;
    private final int lineLimit;
    private final int sectionLimit;
    private final int countLimit;
    private final Headers.Builder fields = Headers.builder();

    /** Bytes in the lines so far. */
    private int used;

    private FieldLines(String name, int sectionLimit, Limits limits) {
        this.name = name;
        this.sectionLimit = sectionLimit;
        this.lineLimit = limits.headerLine();
        this.countLimit = limits.headerCount();
    }

    static FieldLines ofHeaders(Limits limits) {
        return new FieldLines("header", limits.headers(), limits);
    }

    static FieldLines ofTrailers(Limits limits) {
        return new FieldLines("trailer", limits.trailers(), limits);
    }

    /** Takes lines off {@code bytes}; the fields when the section is complete, null if more bytes are needed. */
    @Nullable
    Headers read(ByteQueue bytes) throws RemoteProtocolException {
        int length;
        while ((length = nextLine(bytes)) > 0) {
            add(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + length);
            Lines.skip(bytes, length);
            used += length + 2;
        }
        if (length == Lines.NOT_WHOLE) {
            return null;
        }
        Lines.skip(bytes, length);
        used = 0;
        Headers section = fields.build();
        fields.clear();
        return section;
    }

    private int nextLine(ByteQueue bytes) throws RemoteProtocolException {
        int left = sectionLimit - used;
        int length = Lines.length(bytes, Math.min(left, lineLimit));
        if (length == Lines.TOO_LONG) {
            throw tooLarge(
                    left < lineLimit
                            ? name + " section of more than " + sectionLimit + " bytes"
                            : name + " line of more than " + lineLimit + " bytes");
        }
        return length;
    }

    private void add(byte[] bytes, int from, int to) throws RemoteProtocolException {
        if (fields.size() == countLimit) {
            throw tooLarge("more than " + countLimit + " " + name + "s");
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            throw bad(name + " line without a colon");
        }
        try {
            // A blank before the colon (§5.1) or at the start (§2.2, or a folded line, §5.2) is in the name, where it
            // must not be. User agents should unfold; nobody has sent folded lines for decades but attackers.
            fields.add(bytes, from, colon, colon + 1, to);
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    private static RemoteProtocolException tooLarge(String message) {
        return new RemoteProtocolException(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, message);
    }
}
