// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Ticker;
import io.snowloop.options.Bounds;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A filter that answers a client which sends too many requests with 429 and {@code Retry-After} (RFC 6585 §4).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/RateLimitPageTest.java#filter -->
 * <pre>{@code
 * Snow login = new Snow()
 *         .filter(rateLimit(3, Duration.ofMinutes(1))) // for each address
 *         .get("/", request -> Response.text("who are you?"));
 * Snow app = new Snow().mount("/login", login).get("/", request -> Response.text("home"));
 * }</pre>
 *
 * <p>Each key, such as an address, has a bucket of tokens. A request takes one; they come back at a steady rate. So a client may
 * send as many at once as the bucket holds, and in the long run as many as the rate allows. All loops of a server share the buckets.
 * Times are those of the loop's clock.
 *
 * <p>It protects what costs much, such as a login or a search. It does not protect against a flood of connections: a refused
 * request has been received and answered.
 */
public final class RateLimit implements Filter {
    /** How many characters a hash has. */
    private static final int HASH = 64;

    /** A request removes more than it adds, and does not wait until 100,000 clients that have come at the same time are removed. */
    private static final int MOST_REMOVED = 64;

    private final Function<Request, @Nullable String> key;
    private final int maxKeys;

    /** How long it takes until a token comes back, and until all of them have, in nanoseconds. */
    private final long interval;

    private final long capacity;

    /** When each bucket will be full, in the ticker's nanoseconds; the one that was used last is the last. One at a time. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>();

    private final LimitLog limits = new LimitLog(RateLimit.class);

    private RateLimit(Builder builder) {
        key = builder.key;
        maxKeys = builder.maxKeys;
        interval = Math.max(1, builder.per.toNanos() / builder.requests);
        capacity = Math.multiplyExact(interval, (long) builder.burst);
    }

    /**
     * {@return the filter for each client's address} At most so many requests at once, and in the long run so many in this time.
     * @param requests positive
     * @param per positive
     */
    public static RateLimit rateLimit(int requests, Duration per) {
        return builder(requests, per).build();
    }

    /**
     * {@return a builder with all other settings at their defaults}
     * @param requests how many in the time {@code per}, positive
     * @param per positive, at most a day
     */
    public static Builder builder(int requests, Duration per) {
        return new Builder(requests, per);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String name = key.apply(requireNonNull(request, "request"));
        long wait = name == null ? 0 : take(bounded(name), Ticker.current().nanoTime());
        if (wait <= 0) {
            return next.handle(request);
        }
        long seconds = (wait + 999_999_999) / 1_000_000_000; // a client that comes a moment too early is refused again
        return Future.completed(Response.text("too many requests: try again in " + seconds + " s\n")
                .withStatus(Status.TOO_MANY_REQUESTS)
                .withHeader("Retry-After", Long.toString(seconds)));
    }

    /** Of a long key, its hash: a client that may choose its key must not choose how much memory a bucket takes. */
    private static String bounded(String key) {
        if (key.length() < HASH) {
            return key;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    /** Takes a token; else returns how long it takes until there is one. */
    private synchronized long take(String name, long now) {
        Long before = fullAt.get(name);
        long full = (before == null || before - now < 0 ? now : before) + interval;
        long wait = full - now - capacity;
        if (wait <= 0) {
            fullAt.remove(name); // so that it is put at the end
            fullAt.put(name, full);
            removeOld(now);
        }
        return wait;
    }

    /** Buckets that are full say nothing. If there are too many all the same, the one that was not used for the longest time goes. */
    private void removeOld(long now) {
        Iterator<Long> oldest = fullAt.values().iterator();
        for (int i = 0; i < MOST_REMOVED && oldest.hasNext(); i++) {
            boolean full = oldest.next() - now <= 0;
            if (!full && fullAt.size() <= maxKeys) {
                return;
            }
            if (!full) {
                limits.hit("RateLimit.maxKeys", maxKeys, "forgot a client, because there are more");
            }
            oldest.remove();
        }
    }

    /** Those that are remembered. */
    synchronized Set<String> keys() {
        return Set.copyOf(fullAt.keySet());
    }

    /** Of IPv6 the first 64 bits: a client has all addresses with the same ones. Null for what is no IP address. */
    private static @Nullable String address(Request request) {
        if (!(request.remoteAddress() instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return null;
        }
        InetAddress address = socket.getAddress();
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), 8))
                : address.getHostAddress();
    }

    /** The settings of a {@link RateLimit}. */
    public static final class Builder {
        private final int requests;
        private final Duration per;
        private int burst;
        private int maxKeys = 100_000;
        private Function<Request, @Nullable String> key = RateLimit::address;

        private Builder(int requests, Duration per) {
            this.requests = Bounds.atLeast("requests", 1, requests);
            this.per = Bounds.positive("per", per);
            if (per.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("per must be at most a day, but is " + per);
            }
            this.burst = requests;
        }

        /**
         * Sets how many requests a client may send at once.
         * @param burst positive; default: as many as in the whole time
         * @return this builder
         */
        public Builder burst(int burst) {
            this.burst = Bounds.atLeast("burst", 1, burst);
            return this;
        }

        /**
         * Sets what has a limit of its own.
         * @param key of a request, such as a user's name; null for requests without a limit; default: the client's IP address, of
         *     IPv6 the first 64 bits. Behind a proxy all clients have the proxy's address: take what it says of them
         * @return this builder
         */
        public Builder key(Function<Request, @Nullable String> key) {
            this.key = requireNonNull(key, "key");
            return this;
        }

        /**
         * Sets how many keys are remembered, about 150 bytes each. Of a key of 64 characters and more, its hash (SHA-256) is.
         * @param maxKeys positive; default: 100,000. With one more, the one that was not used for the longest time begins anew, and
         *     the first time that is logged
         * @return this builder
         */
        public Builder maxKeys(int maxKeys) {
            this.maxKeys = Bounds.atLeast("maxKeys", 1, maxKeys);
            return this;
        }

        /** {@return a filter with these settings} Each has buckets of its own. */
        public RateLimit build() {
            return new RateLimit(this);
        }
    }
}
