// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Interruptible;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
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
    record Crawl(Map<URI, Visit> visits, long nanos) {}

    /** Who sees the crawls. */
    @FunctionalInterface
    interface Watcher {
        /** Called before each crawl, with its name and its number of pages; 0 if that is not known yet. Returns who sees its pages. */
        Crawler.Progress begins(String name, int pages);

        /** Called when a crawl was stopped by Ctrl-C or SIGTERM. */
        default void stopped() {}
    }

    /**
     * How a site is crawled.
     *
     * @param concurrency the number of concurrent fetches
     * @param filters of each request, the outermost first
     * @param sitemaps whether to begin with the sitemaps, too
     */
    record Manner(URI start, int concurrency, List<Filter> filters, boolean sitemaps) {
        private Manner oneByOne() {
            return new Manner(start, 1, filters, sitemaps);
        }

        private String title() {
            return concurrency + " at a time";
        }
    }

    /** Crawls once, or to compare three times, in memory. Runs the loop meanwhile. */
    static Crawls of(EventLoop loop, URI start, int concurrency, boolean compare, Watcher watcher) throws Exception {
        return of(loop, new Manner(start, concurrency, List.of(), false), compare, watcher);
    }

    /** The same in this manner. */
    static Crawls of(EventLoop loop, Manner manner, boolean compare, Watcher watcher) throws Exception {
        Frontier.Source memory = more -> new MemoryFrontier(manner.start, more);
        if (!compare) {
            return once(loop, manner, memory, watcher);
        }
        Crawl first = crawl(loop, manner, memory, watcher, "first crawl", 0);
        int pages = first.visits.size();
        return new Crawls(
                first,
                crawl(loop, manner, memory, watcher, manner.title(), pages),
                crawl(loop, manner.oneByOne(), memory, watcher, "one by one", pages));
    }

    /** Crawls once, or goes on with a crawl. Runs the loop meanwhile. Throws CancellationException if it is stopped. */
    static Crawls once(EventLoop loop, Manner manner, Frontier.Source source, Watcher watcher) throws Exception {
        return new Crawls(crawl(loop, manner, source, watcher, manner.title(), 0), null, null);
    }

    /** Of one page, so that all pages that are under way at once need a quarter of the memory at most. */
    private static long maxBody(int concurrency) {
        long share = Runtime.getRuntime().maxMemory() / 4 / concurrency;
        return Math.max(64 << 10, Math.min(share, 16 << 20));
    }

    private static Crawl crawl(
            EventLoop loop, Manner manner, Frontier.Source source, Watcher watcher, String name, int pages)
            throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(manner.concurrency)
                .maxConnections(manner.concurrency)
                .maxBody(maxBody(manner.concurrency))
                .build();
        Crawler.Progress progress = watcher.begins(name, pages);
        try (Fetcher plain = Fetcher.on(loop, options)) {
            Fetcher fetcher = plain;
            for (Filter filter : manner.filters) {
                fetcher = fetcher.with(filter);
            }
            Fetcher polite = fetcher;
            List<URI> more =
                    manner.sitemaps ? loop.runUntil(loop.submit(() -> Sitemaps.of(polite, manner.start))) : List.of();
            try (Frontier frontier = source.open(more)) {
                Crawler crawler = new Crawler(polite, frontier, manner.concurrency, progress);
                long began = loop.ticker().nanoTime();
                Future<Map<URI, Visit>> work = loop.submit(crawler::crawl);
                if (frontier.isKept()) {
                    new Interruptible(work).run(polite, watcher::stopped);
                } else {
                    loop.runUntil(work);
                }
                if (work.isCancelled()) {
                    throw new CancellationException("the crawl was stopped");
                }
                return new Crawl(work.resultNow(), loop.ticker().nanoTime() - began);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : e; // a page could not be saved
            }
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
