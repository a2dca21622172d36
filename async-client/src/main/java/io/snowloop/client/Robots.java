// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LimitLog;
import io.snowloop.options.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A filter for crawlers: it does what the {@code robots.txt} of each origin asks of them (RFC 9309). What that forbids fails with a
 * {@link DisallowedByRobotsException}, and is not sent.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/BePolitePageTest.java#robots -->
 * <pre>{@code
 * Fetcher crawler = plain.with(redirects(5)).with(robots("SnowBot/1.0 (+https://example.org/bot)"));
 * Future<Response> page = crawler.fetch("http://10.0.0.1/a");
 * Future<Response> search = crawler.fetch("http://10.0.0.1/search?q=snow"); // DisallowedByRobotsException
 * }</pre>
 *
 * <p>The file is fetched before the first request to an origin, and again when it is older than a day. Requests wait for it. Up to five
 * redirects are followed, and 500 KiB are read. If there is no file (4xx), all is allowed. If the server fails (5xx, 429, or an error),
 * the old file counts, and without one nothing is allowed. A {@code Crawl-delay} is kept between the beginnings of two requests.
 *
 * <p>{@link Redirects} go outside of it: then each request of a chain is asked about. A request without a {@code User-Agent} gets that
 * of the crawler.
 *
 * <p>It belongs to one loop: make one for each {@link Fetcher} that has a loop of its own.
 */
public final class Robots implements Filter {
    /**
     * Of a request that this filter passes on: the {@code Crawl-delay} that it keeps; no attribute if there is none. This filter keeps it for the
     * requests of one crawler. A filter after it may keep it for several together.
     */
    public static final Attribute<Duration> CRAWL_DELAY = Attribute.of("Crawl-delay");

    private final String agent;
    private final String product;
    private final Duration cacheFor;
    private final Duration unreachableFor;
    private final Duration maxCrawlDelay;
    private final int maxWaiting;
    private final long maxMemory;
    private final LimitLog limits = new LimitLog(Robots.class);
    private final PerOrigin<RobotsSite> sites;

    /** Of the files that are being read. */
    private final BodyMemory files;

    private Robots(Builder builder) {
        agent = builder.agent;
        product = RobotsTxt.product(agent);
        cacheFor = builder.cacheFor;
        unreachableFor = builder.unreachableFor;
        maxCrawlDelay = builder.maxCrawlDelay;
        maxWaiting = builder.maxWaiting;
        maxMemory = builder.maxMemory;
        sites = new PerOrigin<>(builder.maxOrigins, origin -> new RobotsSite(origin, this));
        files = new BodyMemory(Robots.class, Math.max(maxMemory, RobotsTxt.MAX_BYTES));
    }

    /**
     * {@return a filter with every setting at its default}
     * @param agent as in {@link #builder}
     */
    public static Robots robots(String agent) {
        return builder(agent).build();
    }

    /**
     * {@return a builder with every other setting at its default}
     * @param agent the {@code User-Agent} of the crawler, such as {@code MyBot/1.0 (+https://example.org/bot)}; the letters at its
     *     beginning are the name by which files call it
     * @throws IllegalArgumentException if it does not begin with a letter of ASCII, {@code -} or {@code _}, or if another letter or a
     *     digit follows that name: a file cannot name {@code N7Bot}
     */
    public static Builder builder(String agent) {
        return new Builder(agent);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        RobotsSite site = sites.of(requireNonNull(request, "request"));
        boolean named = request.headers().contains("User-Agent");
        return site.send(named ? request : request.withHeader("User-Agent", agent), next);
    }

    /** A site has other rules. */
    void read() {
        if (sites.limit(maxMemory, RobotsSite::memory)) {
            limits.hit(
                    "Robots.maxMemory",
                    maxMemory,
                    "forgot the rules of the site that was not asked for the longest time");
        }
    }

    BodyMemory files() {
        return files;
    }

    String agent() {
        return agent;
    }

    String product() {
        return product;
    }

    Duration cacheFor() {
        return cacheFor;
    }

    Duration unreachableFor() {
        return unreachableFor;
    }

    int maxWaiting() {
        return maxWaiting;
    }

    /** The delay that is kept where a file wants this one. */
    Duration bounded(@Nullable Duration wanted) {
        if (wanted == null) {
            return Duration.ZERO;
        }
        return wanted.compareTo(maxCrawlDelay) > 0 ? maxCrawlDelay : wanted;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private final String agent;
        private Duration cacheFor = Duration.ofDays(1);
        private Duration unreachableFor = Duration.ofMinutes(5);
        private Duration maxCrawlDelay = Duration.ofSeconds(30);
        private int maxWaiting = 10_000;
        private int maxOrigins = PerOrigin.MOST;
        private long maxMemory = 16 << 20;

        private Builder(String agent) {
            String name = RobotsTxt.product(requireNonNull(agent, "agent"));
            boolean cut = agent.length() > name.length() && Character.isLetterOrDigit(agent.charAt(name.length()));
            if (name.isEmpty() || cut) { // a file that speaks to N7Bot would not be taken to speak to N
                throw new IllegalArgumentException("the User-Agent of a crawler must begin with its name, which has"
                        + " the letters A to Z, - and _, and no digits (RFC 9309 §2.2.1), and is: " + agent);
            }
            this.agent = agent;
        }

        /**
         * Sets how long a file is used. Then it is fetched again.
         * @param time positive, at most 24 hours (RFC 9309 §2.4), which is the default
         * @return this builder
         */
        public Builder cacheFor(Duration time) {
            if (Bounds.positive("cacheFor", time).compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("cacheFor must be at most 24 hours, but is " + time);
            }
            this.cacheFor = time;
            return this;
        }

        /**
         * Sets how long it takes until a file that could not be read is asked for again.
         * @param time positive; default: 5 min
         * @return this builder
         */
        public Builder unreachableFor(Duration time) {
            this.unreachableFor = Bounds.positive("unreachableFor", time);
            return this;
        }

        /**
         * Sets the longest {@code Crawl-delay} that is kept; of a longer one, this.
         * @param delay zero to ignore them all; default: 30 s
         * @return this builder
         */
        public Builder maxCrawlDelay(Duration delay) {
            this.maxCrawlDelay = Bounds.notNegative("maxCrawlDelay", delay);
            return this;
        }

        /**
         * Sets how many requests to one origin may wait for a {@code Crawl-delay}. One more fails with {@link
         * TooManyWaitingException}.
         *
         * @param requests at least 1; default: 10,000
         * @return this builder
         */
        public Builder maxWaiting(int requests) {
            this.maxWaiting = Bounds.atLeast("maxWaiting", 1, requests);
            return this;
        }

        /**
         * Sets of how many origins the rules are kept, mostly some hundred bytes each.
         * @param origins at least 1; default: 1,000. With one more, that which was not asked for the longest time begins anew
         * @return this builder
         */
        public Builder maxOrigins(int origins) {
            this.maxOrigins = Bounds.atLeast("maxOrigins", 1, origins);
            return this;
        }

        /**
         * Sets how much memory the rules of all origins may take, roughly: those of a hostile one have up to 6 MiB. With more, the origins that
         * were not asked for the longest time begin anew. The files that are being read may take as much, and one always may. One beyond that counts
         * as one that could not be read.
         *
         * @param bytes at least 1; default: 16 MiB
         * @return this builder
         */
        public Builder maxMemory(long bytes) {
            this.maxMemory = Bounds.atLeast("maxMemory", 1, bytes);
            return this;
        }

        /** {@return a filter with these settings} Each has files of its own. */
        public Robots build() {
            return new Robots(this);
        }
    }
}
