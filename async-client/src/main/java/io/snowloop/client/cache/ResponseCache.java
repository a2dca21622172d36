// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A filter that keeps responses, and answers later requests with them: a private cache (RFC 9111).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CacheResponsesPageTest.java#cache -->
 * <pre>{@code
 * ResponseCache cache = ResponseCache.create();
 * Fetcher fetcher =
 *         plain.with(redirects(5)).with(contentDecoding()).with(cache).with(retries(3));
 * }</pre>
 *
 * <p>It goes inside of the filters that change requests or follow redirects, because {@code Vary} is about the fields that are sent, and
 * outside of {@link io.snowloop.client.Retries}.
 *
 * <p>What is fresh is answered without the network, and what is stale is validated: the origin says that it has not changed (304), or sends
 * the new one. {@code Cache-Control} of request and response counts, and so do {@code Expires}, {@code Age}, {@code Vary}, {@code ETag},
 * {@code Last-Modified}, and {@code stale-while-revalidate} and {@code stale-if-error} (RFC 5861). A GET is stored; it answers HEAD, too. A
 * request with {@code Range}, {@code If-Match}, {@code If-Unmodified-Since}, {@code Upgrade}, {@code no-store} or a body goes past the
 * cache. A successful POST, PUT or another unsafe method drops what is stored of its URL, and of its {@code Location} and {@code
 * Content-Location}. Each response says in {@code Cache-Status} (RFC 9211) where it comes from.
 *
 * <p>A private cache is of one user: what was answered to a request with {@code Authorization} or {@code Cookie} is stored, too. For another
 * user, make another one.
 *
 * <p>A body is stored when its end was read, and its reader sees the end when it is stored. One that breaks off, is cancelled or is
 * longer than {@link Builder#maxBody} is passed on and not stored. Any thread may use it, and fetchers of several loops may share it.
 */
public final class ResponseCache implements Filter {
    private final Settings settings;

    private ResponseCache(Builder builder) {
        settings = new Settings(
                builder.store,
                builder.clock,
                builder.maxBody,
                builder.maxHeuristic,
                new Copies(builder.maxMemory),
                ConcurrentHashMap.newKeySet());
    }

    /** {@return an empty cache in memory with all settings at their defaults} */
    public static ResponseCache create() {
        return builder().build();
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(request, "request");
        requireNonNull(next, "next");
        return new CachedExchange(settings, request, next).answer();
    }

    /**
     * What the exchanges of a cache share.
     *
     * @param revalidating the keys of what is validated while it answers requests: the origin is asked once at a time
     */
    record Settings(
            CacheStore store,
            InstantSource clock,
            long maxBody,
            Duration maxHeuristic,
            Copies copies,
            Set<String> revalidating) {}

    /** The settings of a {@link ResponseCache}. */
    public static final class Builder {
        private CacheStore store = CacheStore.inMemory();
        private InstantSource clock = InstantSource.system();
        private long maxBody = 1L << 20;
        private long maxMemory = 16L << 20;
        private Duration maxHeuristic = Duration.ofDays(1);

        private Builder() {}

        /**
         * Sets where responses are kept. By default, {@link CacheStore#inMemory()}.
         *
         * @param store several caches may have the same one
         * @return this builder
         */
        public Builder store(CacheStore store) {
            this.store = requireNonNull(store, "store");
            return this;
        }

        /**
         * Sets what tells the time. By default, the system's clock.
         *
         * @param clock any thread may ask it
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets how long a body may be that is stored. While it is read, its copy is in memory. By default, 1 MiB.
         *
         * @param maxBody in bytes, from 0 to 1 GiB
         * @return this builder
         */
        public Builder maxBody(long maxBody) {
            this.maxBody = Bounds.between("maxBody", 0, 1L << 30, maxBody);
            return this;
        }

        /**
         * Sets how much memory the copies of all bodies may take that are being read; one is always made, of up to {@link #maxBody} bytes. With
         * more, those that began first are passed on and not stored, and the first time that is logged. By default, 16 MiB.
         *
         * @param bytes at least 1
         * @return this builder
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = Bounds.atLeast("maxMemory", 1, bytes);
            return this;
        }

        /**
         * Sets how long a response is fresh at most that does not say for how long. It is fresh for a tenth of the time that had passed since
         * its {@code Last-Modified} (RFC 9111 §4.2.2). By default, at most one day.
         *
         * @param maxHeuristic zero if nothing is to be guessed
         * @return this builder
         */
        public Builder maxHeuristic(Duration maxHeuristic) {
            this.maxHeuristic = Bounds.notNegative("maxHeuristic", maxHeuristic);
            return this;
        }

        /** {@return a cache with these settings} */
        public ResponseCache build() {
            return new ResponseCache(this);
        }
    }
}
