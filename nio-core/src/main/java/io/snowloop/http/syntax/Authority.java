// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

/**
 * The authority of an http or https URI: {@code uri-host [ ":" port ]}, without the user information that such URIs must not
 * have (RFC 9110 §4.2.4). It is the value of {@code Host}, and {@code :authority} of HTTP/2.
 */
public final class Authority {
    private Authority() {}

    /** Whether {@code text} is a host, with or without a port. */
    public static boolean is(String text) {
        int end = text.startsWith("[") ? endOfLiteral(text) : endOfName(text);
        return end > 0 && (end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1)));
    }

    /** Whether an authority has a port, and not only its colon. */
    public static boolean hasPort(String authority) {
        return Character.digit(authority.charAt(authority.length() - 1), 10) >= 0
                && authority.lastIndexOf(':') > authority.lastIndexOf(']');
    }

    /** Where the registered name at the beginning ends; 0 if there is none. */
    private static int endOfName(String text) {
        int i = 0;
        while (i < text.length() && Grammar.isHostChar(text.charAt(i))) {
            if (text.charAt(i) == '%' && !UriText.isPercentEncoding(text, i)) {
                return 0;
            }
            i++;
        }
        return i;
    }

    /** Where the IPv6 address in brackets (RFC 3986 §3.2.2) at the beginning ends; 0 if there is none. */
    private static int endOfLiteral(String text) {
        int end = text.indexOf(']') + 1;
        return UriHost.literal(text.substring(0, end)) != null ? end : 0;
    }

    /** Digits up to 65535; or none, which means the default port (RFC 9110 §4.2.3). */
    private static boolean isPort(String text, int from) {
        long port = Decimal.number(text, from);
        return from == text.length() || (port >= 0 && port <= 0xFFFF);
    }
}
