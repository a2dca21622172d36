package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter that asks again, after a while, when a server can't be reached or has no time: where connecting fails, where the
 * connection ends without a response, and on 429, 502, 503 and 504.
 *
 * <p>Only what may be asked twice is: an idempotent method (RFC 9110 §9.2.2) whose body is in memory. The pause doubles
 * each time, and a random part of it, up to a half, is left out, so that clients which failed together don't come back
 * together. If the response says {@code Retry-After} in seconds (RFC 9110 §10.2.3), then that long; if that is longer than
 * the longest pause, the response is passed on, as it is when it was the last one.
 *
 * <p>During a pause nothing is under way, and {@link Fetcher#run} may return: run the loop until the future is done.
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
        if (first.isNegative() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "the first pause must be from zero to the longest, " + longest + ", and is " + first);
        }
        this.limit = limit;
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** Asks again up to {@code limit} times, with pauses from 100 ms to 10 s. */
    public static Retries retries(int limit) {
        return new Retries(
                limit,
                FIRST_PAUSE,
                LONGEST_PAUSE,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** With other pauses: about the first one before the second attempt, and never more than the longest. */
    public Retries withPauses(Duration first, Duration longest) {
        return new Retries(limit, first, longest, random);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        boolean repeatable = request.method().isIdempotent() && !(request.body() instanceof BodyStream);
        return repeatable ? ask(request, next, 0) : next.handle(request);
    }

    private Future<Response> ask(Request request, Handler next, int repeated) {
        return next.handle(request).transform(outcome -> {
            Duration pause = repeated < limit ? pause(outcome, repeated) : null;
            if (pause == null) {
                return outcome;
            }
            Response response = outcome.value();
            if (response != null) {
                response.cancel(); // nobody reads its body
            }
            return Scheduler.current().sleep(pause).flatMap(slept -> ask(request, next, repeated + 1));
        });
    }

    /** How long to wait before asking again; null for not at all. */
    private @Nullable Duration pause(Completed<Response> outcome, int repeated) {
        Response response = outcome.value();
        if (response == null) {
            return isPassing(outcome.error()) ? backOff(repeated) : null;
        }
        if (!isPassing(response)) {
            return null;
        }
        Duration wanted = retryAfter(response);
        if (wanted == null) {
            return backOff(repeated);
        }
        return wanted.compareTo(longest) > 0 ? null : wanted;
    }

    private static boolean isPassing(Response response) {
        return switch (response.status().code()) {
            case 429, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** Time-outs after connecting are not: whoever set them has waited long enough. */
    private static boolean isPassing(@Nullable Throwable error) {
        return error instanceof ConnectException
                || error instanceof ConnectTimeoutException
                || error instanceof ConnectionClosedException;
    }

    private Duration backOff(int repeated) {
        double doubled = Math.min(first.toNanos() * Math.pow(2, repeated), (double) longest.toNanos());
        return Duration.ofNanos((long) (doubled * (1 - random.getAsDouble() / 2)));
    }

    private static @Nullable Duration retryAfter(Response response) {
        String value = response.header("Retry-After");
        return value != null && value.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }
}
