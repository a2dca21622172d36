// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter that sends a request again, after a pause, if the failure is transient: connecting fails, the connection ends
 * without a response, or the status is 429, 502, 503 or 504.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#retries -->
 * <pre>{@code
 * Future<Response> page = fetcher.with(retries(3)).fetch(url);
 * }</pre>
 *
 * <p>A request is sent again only if its method is idempotent (RFC 9110 §9.2.2) and its body is not a stream. The pause
 * doubles each time. A random part of it, up to a half, is left out, so that clients that failed at the same time do not come
 * back at the same time (exponential backoff with jitter). If the response has a {@code Retry-After}, in seconds or as a date
 * (RFC 9110 §10.2.3), the pause is that long. A date is compared with the response's {@code Date}, which is of the same clock,
 * or with this machine's clock. If the pause would be longer than the longest, the response is passed on. So is the last one.
 *
 * <p>{@link Fetcher#with} is the way to add it. {@link Fetcher#run} does not know of a handler that {@code
 * retries(3).around(fetcher)} makes, and may return during its pause, while no request is in flight; use
 * {@link Fetcher#runUntil} there.
 */
public final class Retries implements Filter {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final int limit;
    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;

    Retries(int limit, Duration first, Duration longest, DoubleSupplier random) {
        if (limit < 0) {
            throw new IllegalArgumentException("the number of retries must not be negative: " + limit);
        }
        if (Objects.requireNonNull(first, "first").isNegative()
                || first.compareTo(Objects.requireNonNull(longest, "longest")) > 0) {
            throw new IllegalArgumentException(
                    "the first pause must be from zero to the longest, " + longest + ", and is " + first);
        }
        this.limit = limit;
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * Sends a request up to {@code limit} times again, with pauses from 100 ms to 10 s.
     * @param limit the most attempts after the first; 0 for none
     * @return the filter
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public static Retries retries(int limit) {
        return new Retries(
                limit,
                FIRST_PAUSE,
                LONGEST_PAUSE,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * {@return these retries with other pauses}
     * @param first the pause before the second attempt; not negative
     * @param longest the bound of all pauses; at least {@code first}
     * @throws IllegalArgumentException if a pause is out of its bounds
     */
    public Retries withPauses(Duration first, Duration longest) {
        return new Retries(limit, first, longest, random);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(next, "next");
        boolean repeatable = request.method().isIdempotent() && Exchange.isRepeatable(request.body());
        return repeatable ? attempt(request, next, 0) : next.handle(request);
    }

    private Future<Response> attempt(Request request, Handler next, int failed) {
        return next.handle(request).transform(outcome -> {
            Duration pause = failed < limit ? pause(outcome, failed) : null;
            if (pause == null) {
                return outcome;
            }
            Response response = outcome.value();
            Future<?> ready =
                    response == null ? Future.<@Nullable Object>completed(null) : UnwantedBody.discard(response);
            return ready.flatMap(discarded -> Scheduler.current().sleep(pause))
                    .flatMap(slept -> attempt(request, next, failed + 1));
        });
    }

    /** How long to wait before the next attempt; null if this outcome is final. */
    private @Nullable Duration pause(Completed<Response> outcome, int failed) {
        Response response = outcome.value();
        if (response == null) {
            return isTransient(outcome.error()) ? backOff(failed) : null;
        }
        if (!isTransient(response)) {
            return null;
        }
        Duration wanted = retryAfter(response);
        if (wanted == null) {
            return backOff(failed);
        }
        return wanted.compareTo(longest) > 0 ? null : wanted;
    }

    private static boolean isTransient(Response response) {
        return switch (response.status().code()) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** Time-outs after connecting are final: they are as long as the caller wants to wait. */
    private static boolean isTransient(@Nullable Throwable error) {
        return error instanceof ConnectException
                || error instanceof ConnectTimeoutException
                || error instanceof ConnectionClosedException;
    }

    private Duration backOff(int failed) {
        double doubled = Math.min(first.toNanos() * Math.pow(2, failed), (double) longest.toNanos());
        return Duration.ofNanos((long) (doubled * (1 - random.getAsDouble() / 2)));
    }

    private static @Nullable Duration retryAfter(Response response) {
        String value = response.header("Retry-After");
        if (value == null) {
            return null;
        }
        return value.matches("[0-9]+") ? ofSeconds(value) : until(HttpDate.parse(value), response.header("Date"));
    }

    /** More digits than a long has are longer than every pause, too. */
    private static Duration ofSeconds(String digits) {
        try {
            return Duration.ofSeconds(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return Duration.ofSeconds(Long.MAX_VALUE);
        }
    }

    private static @Nullable Duration until(@Nullable Instant date, @Nullable String sent) {
        if (date == null) {
            return null;
        }
        Instant now = sent == null ? null : HttpDate.parse(sent);
        Duration pause = Duration.between(now == null ? Instant.now() : now, date);
        return pause.isNegative() ? Duration.ZERO : pause;
    }
}
