// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.RemoteProtocolException.bad;
import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a head. Its parts are separated by exactly one space each. RFC 9112 §3 allows a recipient to split
 * at any white space, and warns in the same paragraph: recipients that split differently see different targets.
 */
sealed interface StartLine {
    byte[] HTTP = "HTTP/".getBytes(ISO_8859_1);
    VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    long HTTP_1_1 = (long) LONGS.get("HTTP/1.1".getBytes(ISO_8859_1), 0);

    /** method SP request-target SP HTTP-version (RFC 9112 §3). */
    record RequestLine(Method method, String target, Version version) implements StartLine {
        static RequestLine parse(byte[] line, int from, int to) throws RemoteProtocolException {
            int space = indexOfSpace(line, from, to);
            int secondSpace = indexOfSpace(line, space + 1, to);
            if (secondSpace >= to) {
                throw bad("request line without a version: " + quote(line, from, to)); // for instance HTTP/0.9
            }
            Version version = parseVersion(line, secondSpace + 1, to);
            try {
                Method method = Method.of(line, from, space);
                String target = text(line, space + 1, secondSpace);
                RequestTarget.check(method, target);
                return new RequestLine(method, target, version);
            } catch (IllegalArgumentException e) {
                throw bad(e.getMessage());
            }
        }

        /**
         * The head that begins with this line.
         *
         * @param knownHost a Host that has been checked before, mostly the same one; may be null
         */
        RequestHead with(Headers headers, @Nullable String knownHost) throws RemoteProtocolException {
            try {
                RequestTarget.checkHost(target, version, headers, knownHost);
            } catch (IllegalArgumentException e) {
                throw bad(e.getMessage());
            }
            return new RequestHead(method, target, version, headers, FramingRules.ofRequest(method, version, headers));
        }
    }

    /** HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4). */
    record StatusLine(Version version, Status status, String reason) implements StartLine {
        static StatusLine parse(byte[] line, int from, int to) throws RemoteProtocolException {
            int space = indexOfSpace(line, from, to);
            Version version = parseVersion(line, from, space);
            // §4 wants the second space also before an empty reason. Many servers leave it out, and nothing is
            // ambiguous.
            int end = indexOfSpace(line, space + 1, to);
            Status status = parseStatus(line, space + 1, end);
            return new StatusLine(
                    version, status, end < to ? parseReason(line, end + 1, to, status.reasonPhrase()) : "");
        }

        /** Whether the reason is that of {@link Status}: then no string is made. */
        private static boolean isUsual(byte[] line, int from, int to, String usual) {
            boolean same = to - from == usual.length();
            for (int i = 0; same && i < usual.length(); i++) {
                same = line[from + i] == usual.charAt(i);
            }
            return same;
        }

        private static Status parseStatus(byte[] line, int from, int to) throws RemoteProtocolException {
            boolean digits =
                    to - from == 3 && isDigit(line[from]) && isDigit(line[from + 1]) && isDigit(line[from + 2]);
            if (!digits || line[from] == '0') {
                throw bad("status code is not a number from 100 to 999: " + quote(line, from, to));
            }
            return Status.of(line[from] * 100 + line[from + 1] * 10 + line[from + 2] - '0' * 111);
        }

        private static String parseReason(byte[] line, int from, int to, String usual) throws RemoteProtocolException {
            if (isUsual(line, from, to, usual)) {
                return usual;
            }
            for (int i = from; i < to; i++) {
                if (!Grammar.isFieldChar(line[i] & 0xFF)) {
                    throw bad("reason phrase with a control character: " + quote(line, from, to));
                }
            }
            return text(line, from, to);
        }

        /**
         * The head that begins with this line.
         *
         * @param cycle knows the request, on which the framing of a final response depends
         */
        Event with(Headers headers, Cycle cycle) throws RemoteProtocolException {
            if (status.isInformational()) {
                return new InformationalHead(status, reason, version, headers);
            }
            BodyFraming framing = FramingRules.ofResponse(version, headers, cycle.isBodiless(status));
            return new ResponseHead(status, reason, version, headers, framing);
        }
    }

    /** The index of the next space; {@code to} if there is none. */
    private static int indexOfSpace(byte[] line, int from, int to) {
        int i = from;
        while (i < to && line[i] != ' ') {
            i++;
        }
        return i;
    }

    /**
     * HTTP-version (RFC 9112 §2.3), which is case-sensitive. A higher minor version is read as 1.1, the highest that we
     * know (RFC 9110 §2.5). A message of another major version has another syntax, so even its end is unknown: 505.
     * That includes the preface of HTTP/2.
     */
    private static Version parseVersion(byte[] line, int from, int to) throws RemoteProtocolException {
        if (to - from == 8 && (long) LONGS.get(line, from) == HTTP_1_1) { // nearly always: one comparison of 8 bytes
            return Version.HTTP_1_1;
        }
        boolean wellFormed = to - from == 8
                && Arrays.equals(line, from, from + 5, HTTP, 0, 5)
                && isDigit(line[from + 5])
                && line[from + 6] == '.'
                && isDigit(line[from + 7]);
        if (!wellFormed) {
            throw bad("not an HTTP version: " + quote(line, from, to));
        }
        if (line[from + 5] != '1') {
            throw new RemoteProtocolException(
                    Status.HTTP_VERSION_NOT_SUPPORTED, "version is not HTTP/1.1: " + quote(line, from, to));
        }
        return line[from + 7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, ISO_8859_1);
    }

    private static String quote(byte[] line, int from, int to) {
        return Printable.quote(text(line, from, to));
    }
}
