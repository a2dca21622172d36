package io.snowloop.client;

import org.jspecify.annotations.Nullable;

/**
 * A URL in the two parts that a client needs: whom to connect to, and what to ask there.
 *
 * @param beginning what of the URL says the origin
 * @param path path and query, as they go into the request line
 */
record Target(String beginning, Origin origin, String path) {
    /**
     * Splits a URL; its fragment is dropped, as it is never sent (RFC 9110 §4.2.5).
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Target of(String url) {
        return of(url, null);
    }

    /**
     * Splits a URL.
     *
     * @param like another one: if it begins with the same origin, that is not parsed again
     */
    static Target of(String url, @Nullable Target like) {
        int scheme = url.indexOf(':');
        if (scheme < 1 || !url.startsWith("://", scheme) || url.lastIndexOf('/', scheme) >= 0) {
            throw new IllegalArgumentException("not an absolute URL: \"" + url + "\" (it begins with http://)");
        }
        int fragment = url.indexOf('#');
        int end = fragment < 0 ? url.length() : fragment;
        int path = scheme + 3;
        while (path < end && url.charAt(path) != '/' && url.charAt(path) != '?') {
            path++;
        }
        requireVisibleAscii(url, path, end);
        String rest = url.substring(path, end);
        String target = rest.startsWith("/") ? rest : "/" + rest;
        if (like != null && like.beginning.length() == path && url.startsWith(like.beginning)) {
            return new Target(like.beginning, like.origin, target);
        }
        String beginning = url.substring(0, path);
        return new Target(beginning, Origin.parse(beginning), target);
    }

    private static void requireVisibleAscii(String url, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException("this URL has the character U+" + String.format("%04X", (int) c)
                        + " at index " + i + ", which has to be percent-encoded: " + url);
            }
        }
    }
}
