// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.net.URI;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A crawler of one host: it fetches a page, then all pages of the host to which it links, and so on, with a bounded
 * number of concurrent fetches. What is to be fetched, and what was found, is in a {@link Frontier}.
 *
 * <p>All of it runs on the fetcher's loop. There is no thread per page and no lock: callbacks take URLs from the frontier
 * and save pages.
 */
final class Crawler {
    /** How it calls itself: its first word is its name in a {@code robots.txt}. */
    static final String AGENT = "snowloop";

    private final Fetcher fetcher;
    private final Frontier frontier;
    private final int concurrency;
    private final Progress progress;
    private final Promise<Map<URI, Visit>> done;

    /** What is waited for: fetches, and URLs of the frontier. */
    private final Set<Future<?>> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    /** How many fetches there may still be at once. */
    private int workers;

    private int pages;

    /** A listener for the progress of a crawler. */
    @FunctionalInterface
    interface Progress {
        /** Called after each page, with the number of those fetched. */
        void update(int done);
    }

    Crawler(Fetcher fetcher, Frontier frontier, int concurrency, Progress progress) {
        this.fetcher = fetcher;
        this.frontier = frontier;
        this.concurrency = concurrency;
        this.progress = progress;
        this.done = fetcher.loop().newPromise();
    }

    /**
     * Fetches all pages that the frontier has and that can be reached from them; in the order of their arrival. On the loop's
     * thread. Fails if a page cannot be saved, or gets no turn because Redis refuses it. Cancelling it stops all fetches; a page
     * that was not complete is not saved.
     */
    Future<Map<URI, Visit>> crawl() {
        frontier.saved().onComplete((before, error) -> {
            if (before == null) {
                stop(error);
                return;
            }
            pages = before;
            workers = concurrency;
            for (int i = 0; i < concurrency; i++) {
                next();
            }
        });
        return done.onCancel(this::cancelAll);
    }

    /** Takes the next URL. A worker that gets none has no more to do. */
    private void next() {
        Future<@Nullable URI> taking = frontier.take();
        underWay.add(taking);
        taking.onComplete((url, error) -> {
            underWay.remove(taking);
            if (done.isDone()) {
                return;
            }
            if (error != null) {
                stop(error);
            } else if (url != null) {
                fetch(url);
            } else if (--workers == 0) {
                frontier.visits().onComplete(this::end);
            }
        });
    }

    private void fetch(URI url) {
        long[] began = {fetcher.loop().ticker().nanoTime()};
        Fetcher timed =
                fetcher.with((request, next) -> { // the last time is that of the page, after robots.txt and its turn
                    began[0] = fetcher.loop().ticker().nanoTime();
                    return next.handle(request);
                });
        Future<Response> fetching = timed.fetch(Request.get(url.toString()).withHeader("User-Agent", AGENT));
        underWay.add(fetching);
        fetching.map(response -> Page.of(url, response, fetcher.loop().ticker()))
                .recover(error -> Page.failed(url, error))
                .onComplete((page, neverFails) -> {
                    underWay.remove(fetching);
                    if (page == null || done.isDone()) {
                        return;
                    }
                    SharedCrawlException refused = SharedCrawlException.in(page.error()); // perhaps that of robots.txt
                    if (refused != null) {
                        stop(refused);
                    } else {
                        save(new Visit(page, fetcher.loop().ticker().nanoTime() - began[0]));
                    }
                });
    }

    private void save(Visit visit) {
        Future<@Nullable Void> saving = frontier.save(visit);
        underWay.add(saving);
        saving.onComplete((saved, error) -> {
            underWay.remove(saving);
            if (done.isDone()) {
                return;
            }
            if (error != null) {
                stop(error);
                return;
            }
            progress.update(++pages);
            next();
        });
    }

    private void end(@Nullable Map<URI, Visit> visits, @Nullable Throwable error) {
        if (visits != null) {
            done.complete(visits);
        } else {
            stop(error);
        }
    }

    private void stop(@Nullable Throwable error) {
        done.fail(Objects.requireNonNull(error));
        cancelAll();
    }

    private void cancelAll() {
        List.copyOf(underWay).forEach(Future::cancel);
    }
}
