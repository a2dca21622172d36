// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.Timer;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter that sends a request a second time if the answer takes long. The first answer wins, and the other request is cancelled. So
 * one slow server among many, or one lost segment, does not make the caller wait (Dean and Barroso, "The Tail at Scale", 2013).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/RetriesPageTest.java#hedging -->
 * <pre>{@code
 * Fetcher fetcher = plain.with(hedging(ofMillis(200))); // if there is no answer by then, once more
 * }</pre>
 *
 * <p>A request is sent twice only if its method is idempotent (RFC 9110 §9.2.2) and its body is not a stream. The answer is the head of
 * a response of any status: for those that say "later", add {@link Retries} outside. If the first request fails before the second is
 * sent, none is sent. If both fail, the error is that of the one that failed last.
 *
 * <p>The second request is sent after a fixed delay; with {@link Builder#percentile}, after the time in which most of the last answers
 * of its origin came. A budget bounds how many are sent twice: when all answers are slow, more requests make them slower.
 *
 * <p>It belongs to one loop: make one for each {@link Fetcher} that has a loop of its own.
 */
public final class Hedging implements Filter {
    private final Duration delay;

    /** 0 if the delay is fixed. */
    private final int percentile;

    private final RequestBudget budget;
    private final PerOrigin<RecentTimes> times;

    private Hedging(Builder builder) {
        delay = builder.delay;
        percentile = builder.percentile;
        budget = new RequestBudget(builder.budgetPercent, builder.budgetPerSecond);
        times = new PerOrigin<>(builder.maxOrigins, origin -> new RecentTimes());
    }

    /**
     * {@return a filter that sends a request a second time after this delay}
     * @param delay positive; a little more than most answers take
     */
    public static Hedging hedging(Duration delay) {
        return builder(delay).build();
    }

    /**
     * {@return a builder with all other settings at their defaults}
     * @param delay positive; with {@link Builder#percentile}, that of an origin of which too little is known
     */
    public static Builder builder(Duration delay) {
        return new Builder(Bounds.positive("delay", delay));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        RecentTimes recent = times.of(requireNonNull(request, "request"));
        budget.request(Ticker.current().nanoTime());
        return Exchange.isRepeatable(request) ? race(request, next, recent) : next.handle(request);
    }

    private Future<Response> race(Request request, Handler next, RecentTimes recent) {
        Scheduler loop = Scheduler.current();
        Promise<@Nullable Void> late = loop.newPromise();
        Future<Response> first = timed(request, next, recent).transform(outcome -> {
            Throwable error = outcome.error();
            if (error != null) {
                late.fail(error); // then the second one fails so, too, if it was not sent
            }
            return outcome;
        });
        Future<Response> second = late.flatMap(passed -> timed(request, next, recent));
        Timer timer = loop.schedule(delay(recent), () -> {
            if (budget.take(loop.ticker().nanoTime())) {
                late.complete(null);
            }
        });
        late.onDone(timer::cancel);
        return Future.any(loop, List.of(first, second));
    }

    private Duration delay(RecentTimes recent) {
        Duration known = percentile == 0 ? null : recent.percentile(percentile);
        return known == null ? delay : known;
    }

    /** The time of the one that is cancelled counts, too: without those that take long, the percentile would sink. */
    private static Future<Response> timed(Request request, Handler next, RecentTimes recent) {
        long start = Ticker.current().nanoTime();
        Future<Response> answer = next.handle(request);
        return answer.onDone(() -> {
            if (!answer.isFailed() || answer.isCancelled()) {
                recent.add(Ticker.current().nanoTime() - start);
            }
        });
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private final Duration delay;
        private int percentile;
        private int budgetPercent = 10;
        private int budgetPerSecond = 1;
        private int maxOrigins = PerOrigin.MOST;

        private Builder(Duration delay) {
            this.delay = delay;
        }

        /**
         * Sets that the delay is the time in which so many of the last 100 answers of the origin came, as soon as there are 20.
         * @param percent of a hundred answers, from 1 to 99; 95 is usual; default: none, the delay is fixed
         * @return this builder
         */
        public Builder percentile(int percent) {
            this.percentile = (int) Bounds.between("percentile", 1, 99, percent);
            return this;
        }

        /**
         * Sets how many requests are sent twice, of those of the last 10 s, and for each second more. Beyond that, the first one is
         * waited for.
         *
         * @param percent of a hundred requests, 0 or more; default: 10
         * @param perSecond the least that is allowed where there are few requests, 0 or more; default: 1
         * @return this builder
         */
        public Builder budget(int percent, int perSecond) {
            this.budgetPercent = Bounds.atLeast("percent", 0, percent);
            this.budgetPerSecond = Bounds.atLeast("perSecond", 0, perSecond);
            return this;
        }

        /**
         * Sets of how many origins the times are kept, about 1 KiB each.
         * @param origins at least 1; default: 1,000. With one more, that which was not asked for the longest time begins anew
         * @return this builder
         */
        public Builder maxOrigins(int origins) {
            this.maxOrigins = Bounds.atLeast("maxOrigins", 1, origins);
            return this;
        }

        /** {@return a filter with these settings} Each has times and a budget of its own. */
        public Hedging build() {
            return new Hedging(this);
        }
    }
}
