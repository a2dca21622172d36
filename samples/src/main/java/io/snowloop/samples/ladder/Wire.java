// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of HTTP/1.1 as the ladder needs, without I/O: bytes in, messages out. So all rungs speak the same, and differ in how
 * they wait. The real one is {@link io.snowloop.http.h1.Http1Codec}.
 */
final class Wire {
    /** What is longer, and has no end of a head, is not worth the memory. */
    private static final int LONGEST_HEAD = 8 * 1024;

    private static final Pattern REQUEST = Pattern.compile("GET (/\\S*) HTTP/1\\.1\r\n");
    private static final Pattern RESPONSE = Pattern.compile("HTTP/1\\.1 200 ");
    private static final Pattern LENGTH = Pattern.compile("\r\n(?i:Content-Length): *(\\d{1,9})\r\n");

    private final StringBuilder received = new StringBuilder();

    /** Takes bytes that have come: a part of a message, or several messages. */
    void received(ByteBuffer bytes) {
        received.append(ISO_8859_1.decode(bytes));
    }

    /** The path of the next request; null if not all of it has come. */
    @Nullable
    String request() throws IOException {
        String head = head();
        if (head == null) {
            return null;
        }
        received.delete(0, head.length());
        return matched(REQUEST.matcher(head), "a request", head).group(1);
    }

    /** The body of the next response; null if not all of it has come. */
    @Nullable
    String response() throws IOException {
        String head = head();
        if (head == null) {
            return null;
        }
        matched(RESPONSE.matcher(head), "a response with status 200", head);
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("a response without a Content-Length: " + head);
        }
        int end = head.length() + Integer.parseInt(length.group(1));
        if (received.length() < end) {
            return null;
        }
        String body = received.substring(head.length(), end);
        received.delete(0, end);
        return body;
    }

    private @Nullable String head() throws IOException {
        int end = received.indexOf("\r\n\r\n");
        if (end < 0 && received.length() > LONGEST_HEAD) {
            throw new IOException("more than " + LONGEST_HEAD + " bytes without the end of a head");
        }
        return end < 0 ? null : received.substring(0, end + 4);
    }

    private static Matcher matched(Matcher begin, String what, String head) throws IOException {
        if (!begin.lookingAt()) {
            throw new IOException(
                    "not " + what + ": " + head.lines().findFirst().orElse(""));
        }
        return begin;
    }

    /** The request of a URL. */
    static ByteBuffer get(URI url) {
        return ISO_8859_1.encode(
                "GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getRawAuthority() + "\r\n\r\n");
    }

    /** The response with a body. */
    static ByteBuffer ok(String body) {
        return ISO_8859_1.encode("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Where the server of a URL listens. */
    @SuppressWarnings("AddressSelection") // its host is a literal address: nothing is looked up
    static InetSocketAddress address(URI url) {
        return new InetSocketAddress(url.getHost(), url.getPort());
    }
}
