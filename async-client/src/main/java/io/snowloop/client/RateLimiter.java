// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.options.Bounds;
import java.time.Duration;

/**
 * A filter that sends no more requests to an origin than a rate allows. The others wait, in their order.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/BePolitePageTest.java#rate -->
 * <pre>{@code
 * Fetcher fetcher = plain.with(rateLimiter(5, ofSeconds(1))); // to each origin, evenly
 * }</pre>
 *
 * <p>Each origin has a bucket of tokens. A request takes one; they come back at a steady rate. So as many go at once as the bucket
 * holds, and in the long run as many as the rate allows. To cancel a request that waits frees its place. No time-out of
 * {@link Timeouts} counts while it waits: a request begins when it is sent. {@link Future#timeout} counts in any case.
 *
 * <p>It belongs to one loop: make one for each {@link Fetcher} that has a loop of its own.
 */
public final class RateLimiter implements Filter {
    private final PerOrigin<Pacer> pacers;

    private RateLimiter(Builder builder) {
        Duration interval = builder.per.dividedBy(builder.requests);
        pacers = new PerOrigin<>(
                builder.maxOrigins,
                origin -> new Pacer(
                        "RateLimiter.maxWaiting", builder.maxWaiting, new TokenBucket(interval, builder.burst)));
    }

    /**
     * {@return a filter that sends at most so many requests in this time to each origin, evenly}
     * @param requests positive
     * @param per positive, at most a day
     */
    public static RateLimiter rateLimiter(int requests, Duration per) {
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
        requireNonNull(next, "next");
        return pacers.of(requireNonNull(request, "request")).send(request, next);
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private final int requests;
        private final Duration per;
        private int burst = 1;
        private int maxWaiting = 10_000;
        private int maxOrigins = PerOrigin.MOST;

        private Builder(int requests, Duration per) {
            this.requests = Bounds.atLeast("requests", 1, requests);
            this.per = Bounds.positive("per", per);
            if (per.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("per must be at most a day, but is " + per);
            }
        }

        /**
         * Sets how many requests may go at once, after a while without any.
         * @param requests from 1 to 100,000; default: 1
         * @return this builder
         */
        public Builder burst(int requests) {
            this.burst = (int) Bounds.between("burst", 1, 100_000, requests);
            return this;
        }

        /**
         * Sets how many requests to one origin may wait. One more fails with {@link TooManyWaitingException}.
         * @param requests at least 1; default: 10,000
         * @return this builder
         */
        public Builder maxWaiting(int requests) {
            this.maxWaiting = Bounds.atLeast("maxWaiting", 1, requests);
            return this;
        }

        /**
         * Sets of how many origins the bucket is kept, about 200 bytes each.
         * @param origins at least 1; default: 1,000. With one more, that which was not asked for the longest time begins anew
         * @return this builder
         */
        public Builder maxOrigins(int origins) {
            this.maxOrigins = Bounds.atLeast("maxOrigins", 1, origins);
            return this;
        }

        /** {@return a filter with these settings} Each has buckets of its own. */
        public RateLimiter build() {
            return new RateLimiter(this);
        }
    }
}
