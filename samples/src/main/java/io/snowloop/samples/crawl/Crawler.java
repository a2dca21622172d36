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
 * Walks a web site: fetches a page, then all that it leads to on the same host, and so on, as many at once as it may.
 *
 * <p>All of it runs on the fetcher's loop. There is no thread a page and no lock, only a queue of what is left to do, and
 * callbacks that take from it and add to it.
 */
final class Crawler {
    private final Fetcher fetcher;
    private final URI start;
    private final int concurrency;
    private final Progress progress;

    /** Every URL that a link has led to, so that none is fetched twice. */
    private final Set<URI> known = new HashSet<>();

    /** Those of them that nobody fetches yet. */
    private final Queue<URI> frontier = new ArrayDeque<>();

    private final Map<URI, Visit> visits = new LinkedHashMap<>();
    private final Promise<Map<URI, Visit>> done;
    private int underWay;

    /** A page, and how long it took to fetch, in nanoseconds. */
    record Visit(Page page, long nanos) {}

    /** Who is told how far a crawler has come. */
    @FunctionalInterface
    interface Progress {
        /** So many pages have been fetched, of so many that are known by now. */
        void update(int done, int known);
    }

    Crawler(Fetcher fetcher, URI start, int concurrency, Progress progress) {
        this.fetcher = fetcher;
        this.start = start;
        this.concurrency = concurrency;
        this.progress = progress;
        this.done = fetcher.loop().newPromise();
    }

    /** All pages that can be reached from the first one, in the order in which they came. On the loop's thread. */
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
        progress.update(visits.size(), known.size());
        fetchNext();
    }
}
