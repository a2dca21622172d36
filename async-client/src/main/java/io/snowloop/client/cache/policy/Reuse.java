// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a stored response may answer a request (RFC 9111 §4). */
public enum Reuse {
    /** As it is. It is fresh, or the request takes a stale one. */
    AT_ONCE,

    /** As it is, while it is validated for later requests (RFC 5861 §3). */
    WHILE_REVALIDATING,

    /** Only when the origin has said that it is still valid; or as it is, if the origin fails (RFC 5861 §4). */
    IF_ERROR,

    /** Only when the origin has said that it is still valid. */
    IF_VALID;

    /** What the directives of a request and of the stored response allow. */
    public static Reuse of(CacheControl request, CacheControl response, Freshness freshness, Instant now) {
        if (request.has("no-cache") || response.has("no-cache")) {
            return IF_VALID;
        }
        Duration maxAge = request.time("max-age");
        Duration minFresh = request.time("min-fresh");
        Duration remaining = freshness.remaining(now);
        boolean tooOld =
                maxAge != null && (maxAge.isZero() || freshness.age(now).compareTo(maxAge) > 0);
        if (!tooOld
                && remaining.compareTo(minFresh == null ? Duration.ofNanos(1) : minFresh) >= 0
                && isPositive(remaining)) {
            return AT_ONCE;
        }
        if (response.has("must-revalidate")) {
            return IF_VALID;
        }
        Duration staleness = remaining.negated();
        if (!tooOld && minFresh == null && takesStale(request, staleness)) {
            return AT_ONCE;
        }
        boolean asked = maxAge != null || minFresh != null;
        if (!asked && isWithin(response.time("stale-while-revalidate"), staleness)) {
            return WHILE_REVALIDATING;
        }
        return isWithin(response.time("stale-if-error"), staleness)
                        || isWithin(request.time("stale-if-error"), staleness)
                ? IF_ERROR
                : IF_VALID;
    }

    /** RFC 9111 §5.2.1.2: without an argument, it takes one of any age. */
    private static boolean takesStale(CacheControl request, Duration staleness) {
        return request.hasBare("max-stale") || isWithin(request.time("max-stale"), staleness);
    }

    private static boolean isWithin(@Nullable Duration limit, Duration staleness) {
        return limit != null && staleness.compareTo(limit) <= 0;
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
