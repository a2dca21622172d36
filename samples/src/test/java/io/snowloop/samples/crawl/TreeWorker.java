// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a shared crawl of a site: what {@link Crawler} does, one page at a time, with a fetch that is only a time. The frontier and the
 * turns of the host are the real ones.
 *
 * @param time what a fetch takes
 * @param saved called after each page
 */
record TreeWorker(
        Scheduler loop, Frontier frontier, RedisTurns turns, TreeSite site, Supplier<Duration> time, Runnable saved) {
    private static final String NAME = "worker";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00.123456Z"));

    /** Begins a crawl, with one worker. */
    static Future<TreeWorker> begin(
            PatientRedis redis, TreeSite site, Duration delay, Supplier<Duration> time, Runnable saved) {
        SharedCrawl crawl = site.crawl();
        return crawl.begin(redis, List.of(), Map.of()).map(begun -> {
            RedisFrontier.Worker worker = new RedisFrontier.Worker(NAME, RedisFrontier.LEASE, CLOCK, new Unwatched());
            RedisTurns turns = new RedisTurns(redis, crawl.keys(), NAME, new RedisTurns.Manner(1, delay));
            return new TreeWorker(redis.loop(), new RedisFrontier(redis, crawl, worker), turns, site, time, saved);
        });
    }

    /** Fetches so many pages. Completes then, or when there is no more to take. */
    Future<@Nullable Void> run(int pages) {
        return pages == 0
                ? Future.completed(null)
                : frontier.take().flatMap(url -> url == null ? Future.completed(null) : fetch(url, pages));
    }

    private Future<@Nullable Void> fetch(URI url, int pages) {
        Duration taken = time.get();
        return turns.filter(
                        Request.get(url.toString()),
                        request -> loop.sleep(taken).map(slept -> Response.text("a page")))
                .flatMap(response -> frontier.save(site.visit(url, taken)))
                .flatMap(done -> {
                    saved.run();
                    return run(pages - 1);
                });
    }
}
