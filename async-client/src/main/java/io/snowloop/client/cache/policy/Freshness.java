// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a stored response is fresh, and how old it is (RFC 9111 §4.2).
 *
 * @param lifetime from the moment in which the origin made it
 * @param received when its head arrived
 * @param initialAge its age at that moment
 */
public record Freshness(Duration lifetime, Instant received, Duration initialAge) {
    /** Those that may be stored although nothing says how long they are fresh (RFC 9110 §15.1). Not 206: parts are not stored. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    /** The three formats of RFC 9110 §5.6.7. What is written in another way is no date: a cache had better ask (RFC 9111 §4.2). */
    private static final Pattern DATE = Pattern.compile("(?i)[a-z]{3}, \\d\\d [a-z]{3} \\d{4} [\\d:]{8} GMT"
            + "|[a-z]{6,9}, \\d\\d-[a-z]{3}-\\d\\d [\\d:]{8} GMT"
            + "|[a-z]{3} [a-z]{3} [ \\d]\\d [\\d:]{8} \\d{4}");

    /**
     * Of a response of a private cache.
     *
     * @param requested when the request was sent
     * @param received when the head of the response arrived
     * @param maxHeuristic the longest lifetime that is guessed where the response gives none
     */
    public static Freshness of(
            Status status, Headers headers, Instant requested, Instant received, Duration maxHeuristic) {
        Instant date = date(headers, "Date");
        Instant made = date == null ? received : date;
        return new Freshness(
                lifetime(status, headers, made, maxHeuristic),
                received,
                initialAge(headers, made, requested, received));
    }

    /** RFC 9111 §4.2.1. {@code s-maxage} is for shared caches. */
    private static Duration lifetime(Status status, Headers headers, Instant made, Duration maxHeuristic) {
        Duration maxAge = CacheControl.of(headers).time("max-age");
        if (maxAge != null) {
            return maxAge;
        }
        if (headers.contains("Expires")) {
            Instant expires = headers.count("Expires") == 1 ? date(headers, "Expires") : null;
            return expires == null ? Duration.ZERO : notNegative(Duration.between(made, expires));
        }
        Instant modified = date(headers, "Last-Modified");
        if (modified == null || !isHeuristic(status, headers)) {
            return Duration.ZERO;
        }
        Duration guess = notNegative(Duration.between(modified, made)).dividedBy(10);
        return guess.compareTo(maxHeuristic) < 0 ? guess : maxHeuristic;
    }

    /** Whether a lifetime may be guessed (RFC 9111 §4.2.2). */
    static boolean isHeuristic(Status status, Headers headers) {
        return HEURISTIC.contains(status.code()) || CacheControl.of(headers).has("public");
    }

    /** RFC 9111 §4.2.3. */
    private static Duration initialAge(Headers headers, Instant made, Instant requested, Instant received) {
        Duration apparent = notNegative(Duration.between(made, received));
        Duration told = age(headers).plus(notNegative(Duration.between(requested, received)));
        return apparent.compareTo(told) > 0 ? apparent : told;
    }

    /** The first member of the field counts, and what is no number is ignored (RFC 9111 §5.1). */
    private static Duration age(Headers headers) {
        List<String> fields = headers.all("Age");
        String first = fields.isEmpty() ? "" : fields.get(0).split(",", 2)[0].strip();
        return Duration.ofSeconds(Math.max(0, CacheControl.seconds(first)));
    }

    private static @Nullable Instant date(Headers headers, String name) {
        String text = headers.get(name);
        return text == null || !DATE.matcher(text).matches() ? null : HttpDate.parse(text);
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** Its age at a moment (RFC 9111 §4.2.3). A clock that was set back makes it no younger than it came. */
    public Duration age(Instant now) {
        return initialAge.plus(notNegative(Duration.between(received, now)));
    }

    /**
     * How long it is still fresh. Zero or less: it is stale, for so long. If the clock was set back since it came, its age is not known, and it
     * is stale: else it would be fresh until the clock is there again, which may be years.
     */
    public Duration remaining(Instant now) {
        Duration left = lifetime.minus(age(now));
        return now.isBefore(received) && !left.isNegative() ? Duration.ZERO : left;
    }
}
