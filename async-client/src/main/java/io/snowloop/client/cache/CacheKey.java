// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of a URL that a response is found by (RFC 9111 §2): normalized, and without the fragment (RFC 9110 §4.2.3). */
final class CacheKey {
    private CacheKey() {}

    /** The key of an absolute URL. */
    static String of(String url) {
        int fragment = url.indexOf('#');
        String whole = fragment < 0 ? url : url.substring(0, fragment);
        int path = endOfOrigin(whole);
        String rest = whole.substring(path);
        return origin(whole.substring(0, path)) + (rest.startsWith("/") ? rest : "/" + rest);
    }

    /** The key of what a field of a response to {@code base} refers to; null if it is of another origin, or no URL. */
    static @Nullable String ofSameOrigin(String reference, String base) {
        try {
            String key = of(URI.create(base).resolve(reference).toString());
            String own = of(base);
            return key.substring(0, endOfOrigin(key)).equals(own.substring(0, endOfOrigin(own))) ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int endOfOrigin(String url) {
        for (int i = url.indexOf("://") + 3; i < url.length(); i++) {
            if (url.charAt(i) == '/' || url.charAt(i) == '?') {
                return i;
            }
        }
        return url.length();
    }

    private static String origin(String prefix) {
        String origin = prefix.toLowerCase(Locale.ROOT);
        String port = origin.startsWith("https:") ? ":443" : ":80";
        return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
    }
}
