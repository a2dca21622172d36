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

    /** Who sees the crawls. */
    @FunctionalInterface
    interface Watcher {
        /** Called before each crawl, with its name and its number of pages; 0 if that is not known yet. Returns who sees its pages. */
        Crawler.Progress begins(String name, int pages);
    }

    /** Crawls once, or to compare three times. Runs the loop meanwhile. */
    static Crawls of(EventLoop loop, URI start, int concurrency, boolean compare, Watcher watcher) throws Exception {
        String many = concurrency + " at a time";
        Crawl first = crawl(loop, start, concurrency, watcher.begins(compare ? "first crawl" : many, 0));
        if (!compare) {
            return new Crawls(first, null, null);
        }
        int pages = first.visits.size();
        return new Crawls(
                first,
                crawl(loop, start, concurrency, watcher.begins(many, pages)),
                crawl(loop, start, 1, watcher.begins("one by one", pages)));
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
