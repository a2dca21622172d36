package io.snowloop.client;

/**
 * A URL in the two parts that a client needs: whom to connect to, and what to ask there.
 *
 * @param path path and query, as they go into the request line
 */
record Target(Origin origin, String path) {
    /**
     * Splits a URL; its fragment is dropped, as it is never sent (RFC 9110 §4.2.5).
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Target of(String url) {
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
        String target = url.substring(path, end);
        return new Target(Origin.parse(url.substring(0, path)), target.startsWith("/") ? target : "/" + target);
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
