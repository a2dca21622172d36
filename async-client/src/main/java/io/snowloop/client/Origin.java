package io.snowloop.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Scheme, host and port: what connections are kept by (RFC 9110 §4.3.1).
 *
 * @param host in lower case; an IPv6 address without brackets
 * @param port never the scheme's default by omission: always a number
 */
record Origin(String scheme, String host, int port) {
    /**
     * Reads the beginning of a URL, up to where its path begins.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Origin parse(String beginning) {
        URI uri;
        try {
            uri = new URI(beginning).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + beginning + " (" + e.getReason() + ")", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new IllegalArgumentException("cannot fetch " + beginning + ": only http:// URLs are supported");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("this URL has no host: " + beginning);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("a URL may not carry a user name or password (RFC 9110 §4.2.4): send "
                    + "them in an Authorization header");
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " in " + beginning + " is not between 1 and 65535");
        }
        return new Origin(scheme, withoutBrackets(uri.getHost()).toLowerCase(Locale.ROOT), port);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The Host header field's value (RFC 9110 §7.2): the port only where it is not the default. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == 80 ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
