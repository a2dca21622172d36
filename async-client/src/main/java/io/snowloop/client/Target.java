// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.syntax.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A URL in the two parts that a client needs: the origin to connect to, and the path to send.
 *
 * @param prefix the part of the URL that names the origin: scheme and authority
 * @param route the way to the origin: the direct one, unless {@link #by} has changed it
 * @param path path and query, as in the request line (origin-form, RFC 9112 §3.2.1)
 */
record Target(String prefix, Route route, String path) {
    Origin origin() {
        return route.origin();
    }

    /** The same with another way to the same origin. */
    Target by(Route other) {
        return new Target(prefix, other, path);
    }

    /** The whole URL, for the request line of a proxy (absolute-form, RFC 9112 §3.2.2). */
    String absolute() {
        return route.origin() + path;
    }

    /**
     * Splits a URL. Its fragment is dropped: it is not sent (RFC 9110 §4.2.5).
     *
     * @throws IllegalArgumentException if it is not valid
     */
    static Target of(String url) {
        return of(url, null);
    }

    /**
     * Splits a URL.
     *
     * @param earlier another one: if it has the same prefix, its origin is not parsed again
     */
    static Target of(String url, @Nullable Target earlier) {
        int scheme = url.indexOf(':');
        if (scheme < 1 || !url.startsWith("://", scheme) || url.lastIndexOf('/', scheme) >= 0) {
            throw new IllegalArgumentException("not an absolute URL: \"" + Printable.of(url)
                    + "\"; one begins with http:// or https:// and a host, such as http://127.0.0.1:8012/");
        }
        int path = scheme + 3;
        int fragment = url.indexOf('#', path);
        int end = fragment < 0 ? url.length() : fragment;
        while (path < end && url.charAt(path) != '/' && url.charAt(path) != '?') {
            path++;
        }
        requireVisibleAscii(url, path, end);
        String rest = url.substring(path, end);
        String target = rest.startsWith("/") ? rest : "/" + rest;
        if (earlier != null && earlier.prefix.length() == path && url.startsWith(earlier.prefix)) {
            return new Target(earlier.prefix, earlier.route, target);
        }
        String prefix = url.substring(0, path);
        return new Target(prefix, Route.direct(Origin.parse(prefix)), target);
    }

    private static void requireVisibleAscii(String url, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException("this URL has the character U+" + String.format("%04X", (int) c)
                        + " at index " + i + ", which has to be percent-encoded: " + Printable.of(url));
            }
        }
    }
}
