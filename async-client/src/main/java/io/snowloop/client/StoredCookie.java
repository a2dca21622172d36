// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Cookie.SameSite;
import io.snowloop.http.syntax.UriHost;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cookie in a {@link CookieJar} (RFC 6265bis §5.7). Its text can be anything that servers send, in ISO 8859-1: one character for
 * each octet.
 *
 * @param name not empty
 * @param value as it was sent, also with its quotes
 * @param domain a host in lower case
 * @param hostOnly whether it is sent to this host only, and not to those below it
 * @param path it is sent with this path and those below it; begins with a slash
 * @param secure whether it is sent over TLS only
 * @param httpOnly whether scripts in a page must not see it; a Fetcher has no scripts
 * @param sameSite what the server said of requests that other sites cause: a Fetcher has none; null: nothing
 * @param expires the end of its validity; null: that of the jar's
 */
public record StoredCookie(
        String name,
        String value,
        String domain,
        boolean hostOnly,
        String path,
        boolean secure,
        boolean httpOnly,
        @Nullable SameSite sameSite,
        @Nullable Instant expires) {

    /**
     * A cookie with these attributes.
     * @param name not empty
     * @param value any text
     * @param domain a host in lower case
     * @param hostOnly whether it is for this host only
     * @param path begins with a slash
     * @param secure whether it is sent over TLS only
     * @param httpOnly whether scripts must not see it
     * @param sameSite null: the server said nothing of it
     * @param expires null: at the end of the jar
     */
    public StoredCookie {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        requireNonNull(domain, "domain");
        requireNonNull(path, "path");
    }

    /** Whether it is over at this time. */
    boolean isOver(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    /** Whether it is sent with a request (§5.8.3). */
    boolean matches(Origin origin, String requestPath) {
        return (hostOnly ? origin.host().equals(domain) : domainMatches(origin.host(), domain))
                && pathMatches(requestPath, path)
                && (origin.isSecure() || !secure);
    }

    /** §5.1.3: a host is in its own domain and, if it is a name, in those above it. */
    static boolean domainMatches(String host, String domain) {
        return host.equals(domain) || (host.endsWith("." + domain) && UriHost.address(host) == null);
    }

    /** §5.1.4: {@code /a} has {@code /a} and {@code /a/b}, and not {@code /ab}. */
    static boolean pathMatches(String requestPath, String path) {
        return requestPath.startsWith(path)
                && (requestPath.length() == path.length()
                        || path.endsWith("/")
                        || requestPath.charAt(path.length()) == '/');
    }
}
