// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.syntax.Printable.quote;
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
import io.snowloop.http.syntax.Decimal;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * The writer of heads, in two steps. {@code framing} decides on the framing of the body, and checks the head
 * ({@link IllegalArgumentException}). {@code append} writes the caller's fields, and behind them those that the codec
 * has to add: framing and {@code Connection}. Nothing is appended before the check, so a refused head leaves no bytes.
 *
 * <p>The framing is chosen by the body's length, unless the caller's fields state it (RFC 9112 §6.1, §6.2):
 *
 * <pre>
 * length of the body  message                       added field                 framing
 * ------------------  ----------------------------  --------------------------  --------------
 * 0                   POST, PUT, PATCH; responses   Content-Length: 0           ContentLength
 * 0                   other requests                none                        NONE
 * n                   all                           Content-Length: n           ContentLength
 * unknown             to HTTP/1.1                   Transfer-Encoding: chunked  CHUNKED
 * unknown             response to HTTP/1.0          none                        UNTIL_CLOSE
 * 0                   204, or a 2xx to CONNECT      none; stated ones removed   NONE
 * n                   response to HEAD              Content-Length: n           ContentLength
 * 0 or unknown        response to HEAD              none; stated ones stay      NONE
 * any                 304                           none; stated ones stay      NONE
 * </pre>
 *
 * <p>No body follows in the last four rows, whatever the head states, see {@link Cycle#isBodiless}.
 */
final class HeadWriter {
    private static final byte[] VERSION_AFTER_TARGET = latin1(" HTTP/1.1\r\n");
    private static final byte[] CONTENT_LENGTH = latin1("Content-Length: ");
    private static final byte[] CHUNKED = latin1("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = latin1("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = latin1("Connection: keep-alive\r\n");

    /** The status lines with the reasons of {@link Status}, by code: to make one takes 14 to 22 ns, and 100 bytes. */
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

    /**
     * The framing of a request's body.
     *
     * @param knownHost a Host that has been sent before, and so has been checked; may be null
     */
    static BodyFraming framing(RequestHead head, long bodyLength, @Nullable String knownHost) {
        Method method = head.method();
        requireOurVersion(head.version());
        RequestTarget.check(method, head.target());
        RequestTarget.checkHost(head.target(), head.version(), head.headers(), knownHost);
        BodyFraming framing = framing(head.headers(), bodyLength);
        boolean unusual = !method.equals(Method.POST) && !method.equals(Method.PUT) && !method.equals(Method.PATCH);
        if (unusual && bodyLength == 0 && !statesFraming(head.headers())) {
            return Unmeasured.NONE; // RFC 9110 §8.6: Content-Length: 0 is for methods that usually have content
        }
        // RFC 9110 §9.3.8: "A client MUST NOT send content in a TRACE request". For CONNECT see FramingRules.
        require(
                !method.equals(Method.CONNECT) && !method.equals(Method.TRACE),
                "body in a request with",
                method.name());
        return framing;
    }

    /** The framing of a response's body, also if {@link Cycle#isBodiless} says that the body is not sent. */
    static BodyFraming framing(ResponseHead head, long bodyLength, Cycle cycle) {
        requireOurVersion(head.version());
        requireReason(head.reason());
        if (forbidsFraming(head, cycle)) {
            require(bodyLength == 0, "body in a response with", head.status().toString());
            return Unmeasured.NONE;
        }
        if (cycle.isBodiless(head.status()) && (bodyLength <= 0 || head.status().equals(Status.NOT_MODIFIED))) {
            // RFC 9110 §8.6: the Content-Length of such a response is that of the 200 to a GET. It is not known here,
            // and a wrong one would be worse than none. The caller may have stated it: that stays.
            return Unmeasured.NONE;
        }
        // RFC 9110 §15.3.6: "a server MUST NOT generate content in a 205 response". Its framing says so, see
        // isBodiless.
        require(bodyLength == 0 || !head.status().equals(Status.RESET_CONTENT), "body in a response with", "205");
        BodyFraming framing = framing(head.headers(), bodyLength);
        // RFC 9112 §6.1: no Transfer-Encoding to a client that may not know it. Then only the close can end the body.
        boolean unknownToClient = framing == Unmeasured.CHUNKED && cycle.clientVersion() == Version.HTTP_1_0;
        return unknownToClient ? Unmeasured.UNTIL_CLOSE : framing;
    }

    static void check(InformationalHead head) {
        requireOurVersion(head.version());
        requireReason(head.reason());
    }

    /**
     * The framing that the headers state, which must agree with the body's length; by that length if they state none.
     * Sending is as strict as {@link FramingRules}: what we would refuse to read, we refuse to send.
     */
    private static BodyFraming framing(Headers headers, long bodyLength) {
        String coding = headers.get("Transfer-Encoding");
        String length = headers.get("Content-Length");
        if (coding != null) {
            boolean only = length == null && headers.count("Transfer-Encoding") == 1;
            require(
                    only && coding.equalsIgnoreCase("chunked"),
                    "Transfer-Encoding must be chunked, alone and without Content-Length, not",
                    coding);
            return Unmeasured.CHUNKED;
        }
        if (length == null) {
            return bodyLength < 0 ? Unmeasured.CHUNKED : new ContentLength(bodyLength);
        }
        long stated = headers.count("Content-Length") == 1 ? Decimal.number(length, 0) : -1;
        if (stated < 0 || (bodyLength >= 0 && bodyLength != stated)) {
            throw new IllegalArgumentException("Content-Length differs from the length of the body: " + quote(length)
                    + (bodyLength < 0 ? "" : ", and not " + bodyLength) + ". Leave the field out: it is added");
        }
        return new ContentLength(stated);
    }

    private static boolean statesFraming(Headers headers) {
        return headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
    }

    /** Whether the head must have no framing field at all: RFC 9110 §8.6, RFC 9112 §6.1. */
    private static boolean forbidsFraming(ResponseHead head, Cycle cycle) {
        return head.status().equals(Status.NO_CONTENT) || cycle.isTunnel(head.status());
    }

    private static void requireOurVersion(Version version) {
        require(version == Version.HTTP_1_1, "heads are sent with HTTP/1.1, not", version.toString());
    }

    private static void requireReason(String reason) {
        require(Grammar.isFieldValue(reason), "reason phrase with an invalid character:", reason);
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
        // Fields that the caller has stated, but this client or this status must not see. They are removed, not
        // refused: a view need not know whether its client speaks HTTP/1.0.
        boolean remove = framing == Unmeasured.UNTIL_CLOSE || forbidsFraming(head, cycle);
        Headers headers = remove ? withoutFraming(head.headers()) : head.headers();
        appendStatusLine(head.status(), head.reason(), out);
        appendFields(headers, out);
        out.append(more.lines);
        appendFraming(headers, framing, out);
        if (!cycle.keepAlive()) {
            appendConnection(headers, "close", CLOSE, out);
        } else if (cycle.clientVersion() == Version.HTTP_1_0) {
            // RFC 9112 §9.3: it has asked for keep-alive, and without a confirmation it waits for the close.
            appendConnection(headers, "keep-alive", KEEP_ALIVE, out);
        }
        out.append('\r', '\n');
    }

    static void append(InformationalHead head, ByteQueue out) {
        appendStatusLine(head.status(), head.reason(), out);
        appendFields(withoutFraming(head.headers()), out); // RFC 9110 §8.6, RFC 9112 §6.1: none in a 1xx
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

    /** Appends the line, unless the caller's fields have the option already. */
    private static void appendConnection(Headers headers, String option, byte[] line, ByteQueue out) {
        if (!headers.hasToken("Connection", option)) {
            out.append(line);
        }
    }

    private static Headers withoutFraming(Headers headers) {
        return headers.without("Content-Length").without("Transfer-Encoding");
    }
}
