package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.StartLine.RequestLine;
import io.snowloop.http.h1.StartLine.StatusLine;
import org.jspecify.annotations.Nullable;

/**
 * The reader of heads, one after the other: a start line, the header section, an empty line (RFC 9112 §2.1). It takes
 * whole lines off the queue and keeps what they meant, so a slow head costs no more than a fast one.
 */
final class HeadParser {
    /** RFC 9112 §2.2 wants at least one ignored before a request: some old clients end a body with one too many. */
    private static final int EMPTY_LINES_IGNORED = 2;

    private final Role sender;
    private final Limits limits;
    private final FieldLines fields;
    private final HeadMemo memo;
    private final Cycle cycle;

    /** Of a head that is not whole yet. */
    private @Nullable StartLine startLine;

    private int emptyLines;

    /** Of the last request on this connection: the next one mostly has the same. */
    private @Nullable String knownHost;

    /** A reader of what {@code sender} sends. */
    HeadParser(Role sender, Limits limits, HeadMemo memo, Cycle cycle) {
        this.sender = sender;
        this.limits = limits;
        this.memo = memo;
        this.cycle = cycle;
        this.fields = FieldLines.ofHeaders(limits);
    }

    /** Whether a head has begun, and is not complete. */
    boolean isMidHead() {
        return startLine != null;
    }

    /** Whether nothing of a head has come, not even an empty line before it. */
    boolean isFresh() {
        return startLine == null && emptyLines == 0;
    }

    /** Takes lines off {@code bytes}; a head when one is complete, null if more bytes are needed. */
    @Nullable
    Event read(ByteQueue bytes) throws RemoteProtocolException {
        if (startLine != null) {
            Headers headers = fields.read(bytes);
            return headers == null ? null : finish(startLine, headers);
        }
        if (emptyLines > 0 || cycle.methodDecidesFraming()) {
            return readNew(bytes); // the memo holds heads that mean the same wherever their bytes stand
        }
        Event known = memo.take(bytes, sender, limits);
        return known != null ? known : readNew(bytes);
    }

    private @Nullable Event readNew(ByteQueue bytes) throws RemoteProtocolException {
        byte[] array = bytes.array();
        int from = bytes.arrayOffset();
        int size = bytes.size();
        StartLine first = readStartLine(bytes);
        Headers headers = first == null ? null : fields.read(bytes);
        if (first == null || headers == null) {
            startLine = first;
            return null;
        }
        Event head = finish(first, headers);
        if (!cycle.methodDecidesFraming()) {
            memo.remember(array, from, size - bytes.size(), head, headers, sender, limits);
        }
        return head;
    }

    private Event finish(StartLine first, Headers headers) throws RemoteProtocolException {
        startLine = null;
        emptyLines = 0;
        if (first instanceof StatusLine line) {
            return line.with(headers, cycle);
        }
        Event head = ((RequestLine) first).with(headers, knownHost);
        knownHost = headers.get("Host");
        return head;
    }

    private @Nullable StartLine readStartLine(ByteQueue bytes) throws RemoteProtocolException {
        int length;
        while ((length = Lines.length(bytes, limits.startLine())) == 0) {
            if (sender == Role.SERVER || ++emptyLines > EMPTY_LINES_IGNORED) {
                throw RemoteProtocolException.bad("empty line in place of a start line");
            }
            Lines.skip(bytes, 0);
        }
        if (length == Lines.TOO_LONG) {
            throw new RemoteProtocolException(
                    Status.URI_TOO_LONG, "start line of more than " + limits.startLine() + " bytes");
        }
        if (length == Lines.NOT_WHOLE) {
            return null;
        }
        int from = bytes.arrayOffset();
        StartLine line = sender == Role.CLIENT
                ? RequestLine.parse(bytes.array(), from, from + length)
                : StatusLine.parse(bytes.array(), from, from + length);
        Lines.skip(bytes, length);
        return line;
    }
}
