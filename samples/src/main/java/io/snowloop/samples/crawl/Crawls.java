// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.loop.EventLoop;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The crawls of one site.
 *
 * <p>To compare, a site is crawled three times: the first crawl loads classes, and is not compared; the second is concurrent;
 * the third fetches one page after the other. Only in the third is the time of a page its own: in a concurrent crawl a page also
 * waits for its turn on the thread.
 *
 * @param first the first crawl, which is concurrent
 * @param second the same again; null without a comparison
 * @param oneByOne null without a comparison
 */
record Crawls(Crawl first, @Nullable Crawl second, @Nullable Crawl oneByOne) {

    /**
     * One crawl.
     *
     * @param visits the pages, in the order of their arrival
     * @param nanos the time from the first request to the last byte
     */
    record Crawl(Map<URI, Crawler.Visit> visits, long nanos) {}

    /** Crawls once, or to compare three times. Runs the loop meanwhile. */
    static Crawls of(EventLoop loop, URI start, int concurrency, boolean compare, Crawler.Progress progress)
            throws Exception {
        Crawl first = crawl(loop, start, concurrency, progress);
        return compare
                ? new Crawls(first, crawl(loop, start, concurrency, progress), crawl(loop, start, 1, progress))
                : new Crawls(first, null, null);
    }

    private static Crawl crawl(EventLoop loop, URI start, int concurrency, Crawler.Progress progress) throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(concurrency)
                .maxConnections(concurrency)
                .build();
        try (Fetcher fetcher = Fetcher.on(loop, options)) {
            Crawler crawler = new Crawler(fetcher, start, concurrency, progress);
            long began = loop.ticker().nanoTime();
            Map<URI, Crawler.Visit> visits = loop.runUntil(loop.submit(crawler::crawl));
            return new Crawl(visits, loop.ticker().nanoTime() - began);
        }
    }

    /** The concurrent crawl that is reported. */
    Crawl concurrent() {
        return second != null ? second : first;
    }

    /** The crawl whose times of single pages are reported. */
    Crawl timed() {
        return oneByOne != null ? oneByOne : first;
    }
}
