// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Whether a private cache stores a response (RFC 9111 §3), and which of its fields (§3.1, §3.2). */
public final class Storing {
    /** Fields of one connection, and of one proxy (RFC 9111 §3.1). In lower case. */
    private static final Set<String> OF_A_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Fields of the stored body, that a 304 without a body does not change (RFC 9111 §3.2). In lower case. */
    private static final Set<String> OF_THE_BODY = Set.of("content-length", "content-encoding", "content-range");

    private Storing() {}

    /**
     * Whether a response to a GET may be stored, and is worth it: it is fresh for some time, or can be validated.
     *
     * @param freshness of the response
     */
    public static boolean isAllowed(Status status, Headers headers, Freshness freshness) {
        CacheControl response = CacheControl.of(headers);
        boolean known = Freshness.isHeuristic(status, headers);
        boolean forbidden = response.has("no-store") && !(known && response.has("must-understand")); // §5.2.2.3
        boolean explicit = response.has("max-age") || response.has("private") || headers.contains("Expires");
        boolean useful = freshness.lifetime().compareTo(Duration.ZERO) > 0
                || headers.contains("ETag")
                || headers.contains("Last-Modified");
        return !forbidden && isWhole(status) && (known || explicit) && useful && !Vary.isAny(headers);
    }

    private static boolean isWhole(Status status) {
        return status.code() >= 200 && status.code() != 206 && status.code() != 304;
    }

    /** The fields that are stored: those that are not of the connection, and a date (RFC 9110 §6.6.1). */
    public static Headers stored(Headers received, Instant at) {
        Headers.Builder stored = Headers.builder();
        copy(received, ofAConnection(received), stored);
        if (!received.contains("Date")) {
            stored.add("Date", HttpDate.format(at));
        }
        return stored.build();
    }

    /** The stored fields with those of a newer response without a body: a 304, or one to HEAD (RFC 9111 §3.2). */
    public static Headers updated(Headers stored, Headers newer, Instant at) {
        Headers fields = stored(newer, at);
        Set<String> replaced = fields.names();
        replaced.removeIf(name -> OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT)));
        replaced.add("Age"); // of the older response
        Headers.Builder updated = Headers.builder();
        copy(stored, replaced, updated);
        copy(fields, OF_THE_BODY, updated);
        return updated.build();
    }

    private static void copy(Headers from, Set<String> except, Headers.Builder to) {
        from.forEach((name, value) -> {
            if (!except.contains(name) && !except.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }

    private static Set<String> ofAConnection(Headers received) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(OF_A_CONNECTION);
        received.all("Connection").forEach(options -> names.addAll(Vary.members(options)));
        return names;
    }
}
