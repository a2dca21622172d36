// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.syntax.Printable;
import java.util.Locale;

/**
 * Scheme, host and port of a URL (RFC 9110 §4.3.1). A connection is kept for the requests to one origin.
 *
 * @param host in lower case; an IPv6 address without brackets
 * @param port the scheme's default if the URL has none
 */
record Origin(String scheme, String host, int port) {
    private static final String HTTPS = "https";

    /** A name has up to 253 characters, and a dot (RFC 1035 §2.3.4). Filters keep the hosts that servers redirect to. */
    private static final int LONGEST_HOST = 255;

    /**
     * Parses scheme and authority of a URL.
     *
     * <p>{@link java.net.URI} is not used. It refuses host names with an underscore, which are common in networks of
     * containers, and it takes longer than all other work that is done to send a request.
     *
     * @param prefix a URL up to the beginning of its path
     * @throws IllegalArgumentException if it is not valid
     */
    static Origin parse(String prefix) {
        int colon = prefix.indexOf("://");
        String scheme = prefix.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals(HTTPS)) {
            throw new IllegalArgumentException(
                    "cannot fetch " + Printable.of(prefix) + ": only http:// and https:// URLs are supported"
                            + (scheme.startsWith("ws") ? ", and webSocket(url) opens a WebSocket" : ""));
        }
        String authority = prefix.substring(colon + 3);
        if (authority.indexOf('@') >= 0) { // the message does not show the URL: this may be a password
            throw new IllegalArgumentException("a URL may not carry a user name or password (RFC 9110 §4.2.4): send "
                    + "them in an Authorization header");
        }
        int port = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = port < 0 ? authority : authority.substring(0, port);
        requireHost(host, prefix);
        return new Origin(
                scheme,
                withoutBrackets(host).toLowerCase(Locale.ROOT),
                port < 0 || port == authority.length() - 1
                        ? defaultPort(scheme)
                        : port(authority.substring(port + 1), prefix));
    }

    private static void requireHost(String host, String url) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("this URL has no host: " + Printable.of(url));
        }
        if (host.length() > LONGEST_HOST) {
            throw new IllegalArgumentException("the host of this URL has " + host.length()
                    + " characters, and no name has more than " + LONGEST_HOST + ": " + Printable.of(host, 64));
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        String name = bracketed ? withoutBrackets(host) : host;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (bracketed ? ":." : "-._~").indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "the host of " + Printable.of(url) + " has the character U+" + String.format("%04X", (int) c)
                                + ", which no host name has (see java.net.IDN for others than ASCII)");
            }
        }
    }

    private static int port(String digits, String url) {
        int port = 0;
        for (int i = 0; i < digits.length() && port <= 65_535; i++) {
            int digit = digits.charAt(i) - '0';
            port = digit < 0 || digit > 9 ? Integer.MAX_VALUE : 10 * port + digit;
        }
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port " + Printable.of(digits) + " in " + Printable.of(url) + " is not between 1 and 65535");
        }
        return port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The value of the {@code Host} field (RFC 9110 §7.2). It has the port only if that is not the scheme's default. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** Host and port, as a {@code CONNECT} has them (RFC 9112 §3.2.3). */
    String hostAndPort() {
        String authority = authority();
        return port == defaultPort(scheme) ? authority + ":" + port : authority;
    }

    /** RFC 9110 §4.2.1, §4.2.2. */
    private static int defaultPort(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    /** Whether its connections use TLS. */
    boolean isSecure() {
        return scheme.equals(HTTPS);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
