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
import io.snowloop.loop.Ticker;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A filter that sends a request again, after a pause, if the failure is transient: connecting fails, the connection or the
 * stream ends without a response, or the status is 429, 502, 503 or 504.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#retries -->
 * <pre>{@code
 * Future<Response> page = fetcher.with(retries(3)).fetch(url);
 * }</pre>
 *
 * <p>A request is sent again only if its method is idempotent (RFC 9110 §9.2.2) or {@link #withRepeatable} says so, and if
 * its body is not a stream. The pause doubles each time. A random part of it, up to a half, is left out, so that clients that
 * failed at the same time do not come back at the same time (exponential backoff with jitter). If the response has a {@code
 * Retry-After}, in seconds or as a date (RFC 9110 §10.2.3), the pause is that long. A date is compared with the response's
 * {@code Date}, which is of the same clock, or with this machine's clock. If the pause would be longer than the longest, the
 * response is passed on. So is the last one.
 *
 * <p>{@link #withFullJitter} spreads the pauses more, {@link #withBudget} bounds what all requests add together.
 *
 * <p>{@link Fetcher#with} is the way to add it. {@link Fetcher#run} does not know of a handler that {@code
 * retries(3).around(fetcher)} makes, and may return during its pause, while no request is in flight; use
 * {@link Fetcher#runUntil} there.
 */
public final class Retries implements Filter {
    private final int limit;
    private final RetryPauses pauses;

    /** Null if it has no bound. */
    private final @Nullable RequestBudget budget;

    /** Which requests may be sent twice, although their method does not say so. */
    private final Predicate<? super Request> repeatable;

    private Retries(
            int limit, RetryPauses pauses, @Nullable RequestBudget budget, Predicate<? super Request> repeatable) {
        if (limit < 0) {
            throw new IllegalArgumentException("the number of retries must not be negative: " + limit);
        }
        this.limit = limit;
        this.pauses = pauses;
        this.budget = budget;
        this.repeatable = repeatable;
    }

    /**
     * Sends a request up to {@code limit} times again, with pauses from 100 ms to 10 s.
     * @param limit the most attempts after the first; 0 for none
     * @return the filter
     * @throws IllegalArgumentException if {@code limit} is negative
     */
    public static Retries retries(int limit) {
        return new Retries(limit, RetryPauses.DEFAULT, null, request -> false);
    }

    /**
     * {@return these retries with other pauses}
     * @param first the pause before the second attempt; not negative
     * @param longest the bound of all pauses; at least {@code first}
     * @throws IllegalArgumentException if a pause is out of its bounds
     */
    public Retries withPauses(Duration first, Duration longest) {
        return new Retries(limit, pauses.between(first, longest), budget, repeatable);
    }

    /**
     * {@return these retries with pauses of which all is random, from zero, and not only a half} It spreads the attempts of many
     * clients best. In return some come back at once.
     */
    public Retries withFullJitter() {
        return new Retries(limit, pauses.withFullJitter(), budget, repeatable);
    }

    /**
     * {@return these retries with another source of the random part} With one that has a seed, a simulation repeats each pause.
     * @param random called on the loop's thread; default: {@link java.util.concurrent.ThreadLocalRandom}
     */
    public Retries withRandom(RandomGenerator random) {
        return new Retries(limit, pauses.withRandom(Objects.requireNonNull(random, "random")), budget, repeatable);
    }

    /**
     * {@return these retries with a budget} Of the requests of the last 10 s, at most {@code percent} of a hundred are sent again,
     * and {@code perSecond} for each second more. Beyond that, the response or the error is passed on. So if a server fails, retries
     * do not multiply its load, which would keep it from recovering. By default there is no budget.
     *
     * <p>The budget counts what this filter does, and what is made of it by its {@code with} methods. It belongs to one loop: make a
     * filter for each {@link Fetcher} that has a loop of its own.
     *
     * @param percent of a hundred requests; 0 or more; 20 is usual
     * @param perSecond the least that is allowed where there are few requests; 0 or more
     * @throws IllegalArgumentException if a number is negative
     */
    public Retries withBudget(int percent, int perSecond) {
        return new Retries(limit, pauses, new RequestBudget(percent, perSecond), repeatable);
    }

    /**
     * {@return these retries for more requests} A client may send a request with another method again if it knows that the server takes both
     * for one, or that the first was not applied (RFC 9110 §9.2.2): a {@code POST} to search, or one with an {@code Idempotency-Key} to a
     * server that looks at it. Each attempt has the same header fields.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/RetriesPageTest.java#key -->
     * <pre>{@code
     * Fetcher fetcher = plain.with(
     *         retries(3).withRepeatable(request -> request.headers().contains("Idempotency-Key")));
     * Request payment = Request.post(url, Body.of("5")).withHeader("Idempotency-Key", "7c1b5e");
     * }</pre>
     *
     * @param repeatable is asked for each request whose method is not idempotent, on the loop's thread. A body that is a stream is never sent
     *     twice. Default: no request
     */
    public Retries withRepeatable(Predicate<? super Request> repeatable) {
        return new Retries(limit, pauses, budget, Objects.requireNonNull(repeatable, "repeatable"));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(next, "next");
        if (budget != null) {
            budget.request(Ticker.current().nanoTime());
        }
        boolean mayRepeat = request.method().isIdempotent() || repeatable.test(request);
        return mayRepeat && Exchange.isRepeatable(request.body()) ? attempt(request, next, 0) : next.handle(request);
    }

    private Future<Response> attempt(Request request, Handler next, int failed) {
        return next.handle(request).transform(outcome -> {
            Duration pause = failed < limit ? pause(outcome, failed) : null;
            if (pause == null || !isInBudget()) {
                return outcome;
            }
            Response response = outcome.value();
            Future<?> ready =
                    response == null ? Future.<@Nullable Object>completed(null) : UnwantedBody.receive(response);
            return ready.flatMap(discarded -> Scheduler.current().sleep(pause))
                    .flatMap(slept -> attempt(request, next, failed + 1));
        });
    }

    private boolean isInBudget() {
        return budget == null || budget.take(Ticker.current().nanoTime());
    }

    /** How long to wait before the next attempt; null if this outcome is final. */
    private @Nullable Duration pause(Completed<Response> outcome, int failed) {
        Response response = outcome.value();
        if (response == null) {
            return isTransient(outcome.error()) ? pauses.after(failed) : null;
        }
        if (!isTransient(response)) {
            return null;
        }
        Duration wanted = retryAfter(response);
        if (wanted == null) {
            return pauses.after(failed);
        }
        return pauses.allow(wanted) ? wanted : null;
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
                || error instanceof ConnectionClosedException
                || error instanceof StreamResetException;
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
