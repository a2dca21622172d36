// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.syntax.Printable.quote;

import io.snowloop.http.Method;
import io.snowloop.http.syntax.Authority;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.UriText;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the pseudo-fields of a request (RFC 9113 §8.3.1). They are the same for a head that is read and for one that
 * is sent. A violation is an {@link IllegalArgumentException}.
 *
 * <pre>
 * request           :scheme  :authority             :path            :protocol  section
 * ----------------  -------  ---------------------  ---------------  ---------  --------------
 * all but CONNECT   yes      yes, or Host           /..., OPTIONS *  no         RFC 9113 §8.3.1
 * CONNECT           no       yes, with a port       no               no         RFC 9113 §8.5
 * extended CONNECT  yes      yes, or Host           /...             yes        RFC 8441 §4
 * </pre>
 */
final class RequestRules {
    private RequestRules() {}

    /**
     * Checks the pseudo-fields; null is for those that are not there.
     *
     * @param host the field {@code Host}; null if there is none
     */
    static void check(
            Method method,
            @Nullable String scheme,
            @Nullable String authority,
            @Nullable String path,
            @Nullable String protocol,
            @Nullable String host) {
        boolean connect = method.equals(Method.CONNECT);
        if (protocol != null) {
            require(connect, ":protocol is for CONNECT only, not for", method.name());
            require(Grammar.isToken(protocol), ":protocol is not a token:", protocol);
        }
        if (connect && protocol == null) {
            require(scheme == null, "CONNECT has no :scheme, but", scheme);
            require(path == null, "CONNECT has no :path, but", path);
            require(
                    authority != null && Authority.is(authority) && Authority.hasPort(authority),
                    "CONNECT needs host:port as its :authority, not",
                    authority);
            return;
        }
        require(scheme != null && isScheme(scheme), ":scheme is not a scheme:", scheme);
        // §8.3.1: no user information, and no request for http or https without a host.
        String origin = authority != null ? authority : host;
        require(origin != null && Authority.is(origin), ":authority is not host[:port]:", origin);
        // To decode it before a proxy or a router has split it would turn %2F into a separator (RFC 3986 §2.4).
        require(path != null && isPath(method, path), ":path is neither a path nor an asterisk:", path);
    }

    private static boolean isPath(Method method, String path) {
        return path.startsWith("/")
                ? UriText.indexOfNonTargetChar(path) < 0
                : path.equals("*") && method.equals(Method.OPTIONS);
    }

    /** RFC 3986 §3.1. */
    private static boolean isScheme(String scheme) {
        for (int i = 0; i < scheme.length(); i++) {
            int c = scheme.charAt(i) | 0x20;
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || "0123456789+-.".indexOf(scheme.charAt(i)) < 0)) {
                return false;
            }
        }
        return !scheme.isEmpty();
    }

    private static void require(boolean good, String message, @Nullable String text) {
        if (!good) {
            throw new IllegalArgumentException(message + " " + (text == null ? "missing" : quote(text)));
        }
    }
}
