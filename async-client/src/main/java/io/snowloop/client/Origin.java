package io.snowloop.client;

import java.util.Locale;

/**
 * Scheme, host and port: what connections are kept by (RFC 9110 §4.3.1).
 *
 * @param host in lower case; an IPv6 address without brackets
 * @param port never the scheme's default by omission: always a number
 */
record Origin(String scheme, String host, int port) {
    private static final String HTTPS = "https";

    /**
     * Reads the beginning of a URL, up to where its path begins.
     *
     * <p>{@link java.net.URI} is not asked: it refuses host names with an underscore, which networks of containers are
     * full of, and it takes longer than all else that is done to send a request.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Origin parse(String beginning) {
        int colon = beginning.indexOf("://");
        String scheme = beginning.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals(HTTPS)) {
            throw new IllegalArgumentException(
                    "cannot fetch " + beginning + ": only http:// and https:// URLs are supported");
        }
        String authority = beginning.substring(colon + 3);
        if (authority.indexOf('@') >= 0) { // the message doesn't show what may be a password
            throw new IllegalArgumentException("a URL may not carry a user name or password (RFC 9110 §4.2.4): send "
                    + "them in an Authorization header");
        }
        int port = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = port < 0 ? authority : authority.substring(0, port);
        requireHost(host, beginning);
        return new Origin(
                scheme,
                withoutBrackets(host).toLowerCase(Locale.ROOT),
                port < 0 || port == authority.length() - 1
                        ? defaultPort(scheme)
                        : port(authority.substring(port + 1), beginning));
    }

    private static void requireHost(String host, String url) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("this URL has no host: " + url);
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        String name = bracketed ? withoutBrackets(host) : host;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (bracketed ? ":." : "-._~").indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "the host of " + url + " has the character U+" + String.format("%04X", (int) c)
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
            throw new IllegalArgumentException("port " + digits + " in " + url + " is not between 1 and 65535");
        }
        return port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The Host header field's value (RFC 9110 §7.2): the port only where it is not the default. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** RFC 9110 §4.2.1, §4.2.2. */
    private static int defaultPort(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    /** Whether its connections are to be made with TLS. */
    boolean isSecure() {
        return scheme.equals(HTTPS);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
