// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;

/** What the field {@code Cache-Status} says of a response (RFC 9211). */
final class CacheStatus {
    private static final String NAME = "snowloop; ";

    private CacheStatus() {}

    /** It was stored, and the origin was not asked. The time is negative if it is stale. */
    static Response hit(Response response, Duration remaining) {
        return add(response, "hit; ttl=" + remaining.toSeconds());
    }

    /** The origin has answered, and that answer is passed on. */
    static Response forwarded(Response response, String reason, boolean stored) {
        return add(response, "fwd=" + reason + (stored ? "; stored" : ""));
    }

    /** It was stored, and the origin was asked for it. */
    static Response validated(Response response, Status answer) {
        return add(response, "fwd=stale; fwd-status=" + answer.code());
    }

    /** It was stored, and the origin could not be asked. */
    static Response unreachable(Response response) {
        return add(response, "fwd=stale; detail=stale-if-error");
    }

    /** The cache has answered itself, as the request wants nothing else. */
    static Response onlyIfCached(Response response) {
        return add(response, "detail=only-if-cached");
    }

    private static Response add(Response response, String parameters) {
        return response.plusHeader("Cache-Status", NAME + parameters);
    }
}
