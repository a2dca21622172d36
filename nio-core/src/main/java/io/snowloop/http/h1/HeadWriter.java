package io.snowloop.http.h1;

import static io.snowloop.http.syntax.Grammar.quote;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * The writer of heads. First it is asked how a body is to be framed, and may refuse the head
 * ({@link IllegalArgumentException}); then it appends what the caller gave, and behind it the fields on framing and on
 * the connection that are ours to give.
 */
final class HeadWriter {
    private static final byte[] VERSION_AFTER_TARGET = latin1(" HTTP/1.1\r\n");
    private static final byte[] CONTENT_LENGTH = latin1("Content-Length: ");
    private static final byte[] CHUNKED = latin1("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = latin1("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = latin1("Connection: keep-alive\r\n");

    /** The status lines with the usual reasons, by code. */
    private static final byte[][] USUAL_STATUS_LINES = new byte[600][];

    static {
        for (int code = 100; code < USUAL_STATUS_LINES.length; code++) {
            USUAL_STATUS_LINES[code] = statusLine(code, Status.of(code).reasonPhrase());
        }
    }

    private HeadWriter() {}

    private static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    // ------------------------------------------------------------------------------------------------------ framing

    /** @param knownHost one that has been sent before, and so is a good one; may be null */
    static BodyFraming framing(RequestHead head, long bodyLength, @Nullable String knownHost) {
        Method method = head.method();
        requireOurVersion(head.version());
        RequestTarget.check(method, head.target());
        RequestTarget.checkHost(head.target(), head.version(), head.headers(), knownHost);
        BodyFraming framing = framing(head.headers(), bodyLength);
        boolean unusual = !method.equals(Method.POST) && !method.equals(Method.PUT) && !method.equals(Method.PATCH);
        if (unusual && bodyLength == 0 && !isStated(head.headers())) {
            return Unmeasured.NONE; // RFC 9110 §8.6: a length of 0 is worth saying only where a body is usual
        }
        require(
                !method.equals(Method.CONNECT) && !method.equals(Method.TRACE),
                "body in a request with",
                method.name());
        return framing;
    }

    static BodyFraming framing(ResponseHead head, long bodyLength, Cycle cycle) {
        requireOurVersion(head.version());
        requireReason(head.status(), head.reason());
        if (mustNotState(head, cycle)) {
            require(bodyLength == 0, "body in a response with", head.status().toString());
            return Unmeasured.NONE;
        }
        if (cycle.isBodiless(head.status()) && (bodyLength <= 0 || head.status().equals(Status.NOT_MODIFIED))) {
            return Unmeasured.NONE; // what GET would send is not known here; the caller may have stated it
        }
        BodyFraming framing = framing(head.headers(), bodyLength);
        boolean unknownToClient = framing == Unmeasured.CHUNKED && cycle.clientVersion() == Version.HTTP_1_0;
        return unknownToClient ? Unmeasured.UNTIL_CLOSE : framing; // RFC 9112 §6.1
    }

    static void check(InformationalHead head) {
        requireOurVersion(head.version());
        requireReason(head.status(), head.reason());
    }

    /** The framing by what the headers state, which must agree with the body's length, or else by that length. */
    private static BodyFraming framing(Headers headers, long bodyLength) {
        String coding = headers.get("Transfer-Encoding");
        String length = headers.get("Content-Length");
        if (coding != null) {
            boolean only = length == null && headers.count("Transfer-Encoding") == 1;
            require(only && coding.equalsIgnoreCase("chunked"), "framing other than chunked alone:", coding);
            return Unmeasured.CHUNKED;
        }
        if (length == null) {
            return bodyLength < 0 ? Unmeasured.CHUNKED : new ContentLength(bodyLength);
        }
        long stated = headers.count("Content-Length") == 1 ? BodyFraming.number(length, 0) : -1;
        require(
                stated >= 0 && (bodyLength < 0 || bodyLength == stated),
                "Content-Length not that of the body:",
                length);
        return new ContentLength(stated);
    }

    private static boolean isStated(Headers headers) {
        return headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
    }

    /** Whether the head must hold no framing field at all: RFC 9110 §8.6, RFC 9112 §6.1. */
    private static boolean mustNotState(ResponseHead head, Cycle cycle) {
        return head.status().equals(Status.NO_CONTENT) || cycle.isTunnel(head.status());
    }

    private static void requireOurVersion(Version version) {
        require(version == Version.HTTP_1_1, "we speak HTTP/1.1, not", version.toString());
    }

    @SuppressWarnings("ReferenceEquality") // to be as good as always, it has to be the very one
    private static void requireReason(Status status, String reason) {
        require(
                reason == status.reasonPhrase() || Grammar.isFieldValue(reason),
                "reason phrase with a character that it cannot hold:",
                reason);
    }

    private static void require(boolean good, String message, String text) {
        if (!good) {
            throw new IllegalArgumentException(message + " " + quote(text));
        }
    }

    // ---------------------------------------------------------------------------------------------------- appending

    static void append(RequestHead head, BodyFraming framing, boolean keepAlive, ByteQueue out) {
        out.appendLatin1(head.method().name());
        out.append((byte) ' ');
        out.appendLatin1(head.target());
        out.append(VERSION_AFTER_TARGET);
        appendFields(head.headers(), out);
        appendFraming(head.headers(), framing, out);
        if (!keepAlive && !head.headers().hasToken("Connection", "close")) {
            out.append(CLOSE);
        }
        out.append('\r', '\n');
    }

    static void append(ResponseHead head, FieldBlock more, BodyFraming framing, Cycle cycle, ByteQueue out) {
        boolean silent = framing == Unmeasured.UNTIL_CLOSE || mustNotState(head, cycle);
        Headers headers = silent ? withoutFraming(head.headers()) : head.headers();
        appendStatusLine(head.status(), head.reason(), out);
        appendFields(headers, out);
        out.append(more.lines);
        appendFraming(headers, framing, out);
        if (!cycle.keepAlive()) {
            appendConnection(headers, "close", CLOSE, out);
        } else if (cycle.clientVersion() == Version.HTTP_1_0) { // RFC 9112 §9.3: else it would wait for the close
            appendConnection(headers, "keep-alive", KEEP_ALIVE, out);
        }
        out.append('\r', '\n');
    }

    static void append(InformationalHead head, ByteQueue out) {
        appendStatusLine(head.status(), head.reason(), out);
        appendFields(withoutFraming(head.headers()), out);
        out.append('\r', '\n');
    }

    private static void appendStatusLine(Status status, String reason, ByteQueue out) {
        if (reason.equals(status.reasonPhrase()) && status.code() < USUAL_STATUS_LINES.length) {
            out.append(USUAL_STATUS_LINES[status.code()]);
        } else {
            out.append(statusLine(status.code(), reason));
        }
    }

    private static byte[] statusLine(int code, String reason) {
        return latin1("HTTP/1.1 " + code + " " + reason + "\r\n");
    }

    static void appendFields(Headers headers, ByteQueue out) {
        for (int i = 0; i < headers.size(); i++) {
            out.appendLatin1(headers.name(i));
            out.append(':', ' ');
            out.appendLatin1(headers.value(i));
            out.append('\r', '\n');
        }
    }

    private static void appendFraming(Headers headers, BodyFraming framing, ByteQueue out) {
        if (framing == Unmeasured.CHUNKED && !headers.contains("Transfer-Encoding")) {
            out.append(CHUNKED);
        } else if (framing instanceof ContentLength measured && !headers.contains("Content-Length")) {
            out.append(CONTENT_LENGTH);
            out.appendDecimal(measured.length());
            out.append('\r', '\n');
        }
    }

    private static void appendConnection(Headers headers, String option, byte[] line, ByteQueue out) {
        if (!headers.hasToken("Connection", option)) {
            out.append(line);
        }
    }

    private static Headers withoutFraming(Headers headers) {
        return headers.without("Content-Length").without("Transfer-Encoding");
    }
}
