// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Sha256;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A filter that answers a client which sends too many requests, to all servers together, with 429 and {@code Retry-After} (RFC 6585 §4).
 *
 * <p>In any stretch of time as long as {@code per}, at most {@code requests} are served: a sliding window. For each client, Redis has a list of the
 * times of its last requests that were served. If the oldest of {@code requests} times is in the window, the next has to wait until it is not. A
 * script looks and adds in one step, so servers that ask at the same time do not both take the last place. The clock is that of Redis.
 *
 * <p>Without Redis, it serves all, or none: see {@link #closed}.
 */
public final class RedisRateLimit implements Filter {
    private static final System.Logger LOG = System.getLogger(RedisRateLimit.class.getName());

    /** A request that waits longer for Redis counts as one without Redis. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /**
     * Returns 0, or how many microseconds to wait. The list has the times of the last requests. It may be longer than the limit, if that
     * was larger before.
     */
    private static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[1]) then
              local wait = redis.call('LINDEX', KEYS[1], -ARGV[1]) + ARGV[2] - now
              if wait > 0 then return wait end
            end
            redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
            redis.call('LTRIM', KEYS[1], -ARGV[1], -1)
            redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] / 1000))
            return 0""";

    private final RedisCommands redis;
    private final String name;
    private final int requests;
    private final Duration per;
    private final Function<Request, @Nullable String> key;
    private final boolean open;

    /** For so long Redis has to answer each request until it counts as back: one that is slow must not fill the log. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** Whether the log says that Redis does not answer. Requests of all loops set it. */
    private final AtomicBoolean away = new AtomicBoolean();

    /** When a request got no answer of Redis, in nanoseconds of the ticker. */
    private volatile long failedAt;

    private RedisRateLimit(
            RedisCommands redis,
            String name,
            int requests,
            Duration per,
            Function<Request, @Nullable String> key,
            boolean open) {
        this.redis = requireNonNull(redis, "redis");
        this.name = requireNonNull(name, "name");
        this.requests = requests;
        this.per = requireNonNull(per, "per");
        this.key = requireNonNull(key, "key");
        this.open = open;
        if (requests < 1 || per.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a limit is at least one request in a millisecond, not " + requests + " in " + per);
        }
    }

    /**
     * {@return a filter that serves all requests while it does not reach Redis, and logs that once for each time}
     * @param redis {@link Redis#forAllLoops} if the server has several loops
     * @param name tells the keys of this limit from those of others
     * @param requests how many in the time {@code per}, positive; Redis keeps about 20 bytes for each
     * @param per at least a millisecond
     * @param key of a client, such as a user's name; null for requests without a limit. Behind a balancer all clients have its address: take what
     *     it says of them
     */
    public static RedisRateLimit of(
            RedisCommands redis, String name, int requests, Duration per, Function<Request, @Nullable String> key) {
        return new RedisRateLimit(redis, name, requests, per, key, true);
    }

    /** {@return this limit, which answers 503 while it does not reach Redis} For what must not be tried without a limit, such as passwords. */
    public RedisRateLimit closed() {
        return new RedisRateLimit(redis, name, requests, per, key, false);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String client = key.apply(request);
        if (client == null) {
            return next.handle(request);
        }
        return redis.eval(TAKE, List.of("limit:" + name + ":" + bounded(client)), requests, per.toNanos() / 1_000)
                .timeout(PATIENCE)
                .map(RespValue::number)
                .transform(wait -> answer(request, next, wait.value(), wait.error()));
    }

    /** Of a long key, its hash: a client that may choose its key must not choose how much memory it takes. */
    private static String bounded(String key) {
        return key.length() < 64 ? key : Sha256.of(key.getBytes(UTF_8));
    }

    private Future<Response> answer(Request request, Handler next, @Nullable Long wait, @Nullable Throwable error) {
        note(error);
        if (error != null && !open) {
            return refuse(Status.SERVICE_UNAVAILABLE, "not available", 1);
        }
        return wait != null && wait > 0
                ? refuse(Status.TOO_MANY_REQUESTS, "too many requests", secondsOf(wait))
                : next.handle(request);
    }

    /** Rounded up, and no longer than the window: a server that says so is no Redis, or its clock was set. */
    private long secondsOf(long micros) {
        return (Math.min(micros, per.toNanos() / 1_000) + 999_999) / 1_000_000;
    }

    private void note(@Nullable Throwable error) {
        long now = Scheduler.current().ticker().nanoTime();
        if (error != null) {
            failedAt = now;
            if (!away.getAndSet(true)) {
                LOG.log(Level.WARNING, "limit {0}: {1}", name, without(error));
            }
        } else if (away.get() && now - failedAt >= STEADY.toNanos() && away.getAndSet(false)) {
            LOG.log(Level.WARNING, "limit {0}: Redis is back", name);
        }
    }

    private String without(Throwable error) {
        return (open ? "serves all requests" : "serves no request") + " without Redis (said once): " + error;
    }

    /** As Snow's own limit: whole seconds, rounded up, because a client that comes a moment too early is refused again. */
    private static Future<Response> refuse(Status status, String reason, long seconds) {
        return Future.completed(Response.text(reason + ": try again in " + seconds + " s\n")
                .withStatus(status)
                .withHeader("Retry-After", Long.toString(seconds)));
    }
}
