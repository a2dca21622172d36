package io.snowloop.http.h1;

import static io.snowloop.http.syntax.Grammar.quote;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Version;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * The rules for what a request is addressed to: its target (RFC 9112 §3.2) and its Host (RFC 9110 §7.2). They are the
 * same for a head that came in and for one that is to go out; who breaks them gets an {@link IllegalArgumentException}.
 */
final class RequestTarget {
    private RequestTarget() {}

    static void check(Method method, String target) {
        requireTargetCharacters(target);
        if (method.equals(Method.CONNECT)) { // authority-form, §3.2.3
            require(isAuthority(target) && hasPort(target), "CONNECT needs host:port as its target, not", target);
        } else if (!target.startsWith("/")) { // origin-form, §3.2.1, is the one that begins with a slash
            String authority = authority(target);
            boolean asterisk = target.equals("*") && method.equals(Method.OPTIONS); // asterisk-form, §3.2.4
            boolean absolute = authority != null && isAuthority(authority); // absolute-form, §3.2.2
            require(asterisk || absolute, "request target is in none of the four forms:", target);
        }
    }

    /**
     * RFC 9112 §3.2: one Host in HTTP/1.1, at most one in any version, and the one that the target names.
     *
     * @param known a host that need not be looked at letter by letter again; may be null
     */
    static void checkHost(String target, Version version, Headers headers, @Nullable String known) {
        String host = headers.get("Host");
        if (host == null) {
            require(version == Version.HTTP_1_0, "request without Host to", target);
            return;
        }
        require(headers.count("Host") == 1, "more than one Host:", host);
        require(host.equals(known) || isAuthority(host), "Host is not host[:port]:", host);
        // §3.2.2 has a server ignore Host here. One that looks at Host behind one that looks at the target is how a
        // request reaches what it must not, so we insist on what §3.2 asks of the sender: both are the same.
        String authority = authority(target);
        require(authority == null || authority.equalsIgnoreCase(host), "Host is not that of the target:", host);
    }

    private static void require(boolean good, String message, String text) {
        if (!good) {
            throw new IllegalArgumentException(message + " " + quote(text));
        }
    }

    /** No fragment, no blank, no control, nothing above ASCII; and hexadecimal digits after each percent sign. */
    private static void requireTargetCharacters(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (!Grammar.isTargetChar(c) || (c == '%' && !isPercentEncoding(target, i))) {
                throw new IllegalArgumentException(
                        "request target has a bad character at index " + i + ": " + quote(target));
            }
        }
    }

    private static boolean isPercentEncoding(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    /** The host and port in an absolute http or https URI, null if {@code target} is none. */
    private static @Nullable String authority(String target) {
        if (target.startsWith("/")) { // as nearly all do
            return null;
        }
        int from = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        if (from == 0) {
            return null;
        }
        int to = from;
        while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
            to++;
        }
        return target.substring(from, to);
    }

    /** uri-host [ ":" port ], without the user information that http URIs must not have (RFC 9110 §4.2.4). */
    private static boolean isAuthority(String text) {
        int end = text.startsWith("[") ? endOfLiteral(text) : endOfName(text);
        return end > 0 && (end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1)));
    }

    private static int endOfName(String text) {
        int i = 0;
        while (i < text.length() && Grammar.isHostChar(text.charAt(i))) {
            if (text.charAt(i) == '%' && !isPercentEncoding(text, i)) {
                return -1;
            }
            i++;
        }
        return i;
    }

    /** An IPv6 address in brackets (RFC 3986 §3.2.2), by its characters. */
    private static int endOfLiteral(String text) {
        int i = 1;
        while (i < text.length() && (Character.digit(text.charAt(i), 16) >= 0 || ":.".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i > 2 && i < text.length() && text.charAt(i) == ']' ? i + 1 : -1;
    }

    /** Digits up to 65535; or none, which means the default port (RFC 9110 §4.2.3). */
    private static boolean isPort(String text, int from) {
        long port = BodyFraming.number(text, from);
        return from == text.length() || (port >= 0 && port <= 0xFFFF);
    }

    private static boolean hasPort(String authority) {
        return Character.digit(authority.charAt(authority.length() - 1), 10) >= 0
                && authority.lastIndexOf(':') > authority.lastIndexOf(']');
    }
}
