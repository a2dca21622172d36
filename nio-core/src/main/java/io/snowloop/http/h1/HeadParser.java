// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.StartLine.RequestLine;
import io.snowloop.http.h1.StartLine.StatusLine;
import org.jspecify.annotations.Nullable;

/**
 * The parser of heads (RFC 9112 §2.1):
 *
 * <pre>
 * head = start-line CRLF *( field-line CRLF ) CRLF
 * </pre>
 *
 * <p>It takes whole lines off the queue and keeps what they mean, not their bytes. So no byte is parsed twice, no
 * matter in how many pieces a head arrives: a client that sends byte by byte costs time in proportion to its bytes. To
 * wait for the empty line and then parse everything would be simpler, but would search the head again with each piece.
 */
final class HeadParser {
    /**
     * RFC 9112 §2.2: a server should ignore at least one empty line before a request, since some old clients send one
     * behind a body. Not any number of them: bytes that no limit counts would keep a connection busy without a request.
     */
    private static final int EMPTY_LINES_IGNORED = 2;

    private final Role sender;
    private final Limits limits;
    private final FieldLines fields;
    private final HeadMemo memo;
    private final Cycle cycle;

    /** The start line of a head whose header section is not complete; null between heads. */
    private @Nullable StartLine startLine;

    private int startLineLength;

    private int emptyLines;

    /**
     * The Host of the last request on this connection. It has been checked; the next request mostly has the same one.
     */
    private @Nullable String knownHost;

    /**
     * A parser of what {@code sender} sends.
     *
     * @param cycle knows the request to which a response belongs
     */
    HeadParser(Role sender, Limits limits, DecoderContext context, Cycle cycle) {
        this.sender = sender;
        this.limits = limits;
        this.memo = context.memo;
        this.cycle = cycle;
        this.fields = FieldLines.ofHeaders(limits, context.fieldLines);
    }

    /** Whether the start line of a head has come, and the end of its header section has not. */
    boolean isMidHead() {
        return startLine != null;
    }

    /** Whether nothing of a head has come, not even an empty line before it. */
    boolean isFresh() {
        return startLine == null && emptyLines == 0;
    }

    /** How many bytes the lines take of a head that is not complete. */
    int kept() {
        return startLine == null ? 0 : startLineLength + fields.kept();
    }

    /** Forgets a head that is not complete. */
    void drop() {
        startLine = null;
        fields.drop();
    }

    /** Takes lines off {@code bytes}; returns the head when it is complete, and null if more bytes are needed. */
    @Nullable
    Event read(ByteQueue bytes) throws RemoteProtocolException {
        if (startLine != null) {
            Headers headers = fields.read(bytes);
            return headers == null ? null : finish(startLine, headers);
        }
        // The memo is about bytes alone. So it must not answer where something else counts, too: empty lines that came
        // before, and the method to which a response belongs.
        if (emptyLines > 0 || cycle.methodDecidesFraming()) {
            return readNew(bytes);
        }
        Event known = memo.take(bytes, sender, limits);
        return known != null ? known : readNew(bytes);
    }

    private @Nullable Event readNew(ByteQueue bytes) throws RemoteProtocolException {
        // Reading only moves the queue's front, so that the bytes of a head that is complete now can be remembered.
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
            // From a server no empty line is ignored: behind a response it means that the response's length was wrong.
            if (sender == Role.SERVER || ++emptyLines > EMPTY_LINES_IGNORED) {
                throw RemoteProtocolException.bad("empty line in place of a start line");
            }
            Lines.skip(bytes, 0);
        }
        if (length == Lines.TOO_LONG) {
            // 414 (RFC 9110 §15.5.15): nearly always it is the target that is too long.
            int most = limits.startLine();
            throw RemoteProtocolException.over(
                    "startLine", most, Status.URI_TOO_LONG, "start line of more than " + most + " bytes");
        }
        if (length == Lines.INCOMPLETE) {
            return null;
        }
        startLineLength = length;
        int from = bytes.arrayOffset();
        StartLine line = sender == Role.CLIENT
                ? RequestLine.parse(bytes.array(), from, from + length)
                : StatusLine.parse(bytes.array(), from, from + length);
        Lines.skip(bytes, length);
        return line;
    }
}
