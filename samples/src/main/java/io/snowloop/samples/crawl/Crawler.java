// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A crawler of one host: it fetches a page, then all pages of the host to which it links, and so on, with a bounded
 * number of concurrent fetches.
 *
 * <p>All of it runs on the fetcher's loop. There is no thread per page and no lock: callbacks take URLs from a queue
 * and add new ones.
 */
final class Crawler {
    private final Fetcher fetcher;
    private final URI start;
    private final int concurrency;
    private final Progress progress;

    /** All URLs found so far, so that none is fetched twice. */
    private final Set<URI> known = new HashSet<>();

    /** The URLs whose fetch has not started. */
    private final Queue<URI> frontier = new ArrayDeque<>();

    private final Map<URI, Visit> visits = new LinkedHashMap<>();
    private final Promise<Map<URI, Visit>> done;
    private int underWay;

    /** A page, and the time of its fetch in nanoseconds. */
    record Visit(Page page, long nanos) {}

    /** A listener for the progress of a crawler. */
    @FunctionalInterface
    interface Progress {
        /** Called after each page, with the number of those fetched. */
        void update(int done);
    }

    Crawler(Fetcher fetcher, URI start, int concurrency, Progress progress) {
        this.fetcher = fetcher;
        this.start = start;
        this.concurrency = concurrency;
        this.progress = progress;
        this.done = fetcher.loop().newPromise();
    }

    /**
     * Fetches all pages that can be reached from the first one; in the order of their arrival. On the loop's thread.
     */
    Future<Map<URI, Visit>> crawl() {
        discover(start);
        fetchNext();
        return done;
    }

    private void discover(@Nullable URI url) {
        if (url != null && isHere(url) && known.add(url)) {
            frontier.add(url);
        }
    }

    private boolean isHere(URI url) {
        return start.getScheme().equals(url.getScheme()) && start.getAuthority().equals(url.getAuthority());
    }

    private void fetchNext() {
        while (underWay < concurrency && !frontier.isEmpty()) {
            underWay++;
            fetch(frontier.remove());
        }
        if (underWay == 0) {
            done.complete(visits);
        }
    }

    private void fetch(URI url) {
        long began = fetcher.loop().ticker().nanoTime();
        fetcher.fetch(Request.get(url.toString()).withHeader("User-Agent", "snowloop"))
                .map(response -> Page.of(url, response))
                .recover(error -> Page.failed(url, error))
                .onComplete((page, neverFails) ->
                        visited(page, fetcher.loop().ticker().nanoTime() - began));
    }

    private void visited(Page page, long nanos) {
        underWay--;
        visits.put(page.url(), new Visit(page, nanos));
        page.links().forEach(link -> discover(link.target()));
        progress.update(visits.size());
        fetchNext();
    }
}
