// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frontier that ends with its crawl. */
final class MemoryFrontier implements Frontier {
    private static final System.Logger LOG = System.getLogger(MemoryFrontier.class.getName());

    private final URI start;
    private final Set<URI> known = new HashSet<>();
    private final Set<URI> queue = new LinkedHashSet<>();
    private final Map<URI, Visit> visits = new LinkedHashMap<>();

    /** Those for which there was no URL. */
    private final Queue<Promise<@Nullable URI>> waiting = new ArrayDeque<>();

    /** How many URLs are taken and not saved. */
    private int taken;

    /** The bytes of memory that its pages may need: a site may have links without end. */
    private final long most;

    private long size;

    /**
     * A frontier of the host of this URL, with this URL.
     *
     * @param more other URLs; those of other hosts are left out
     */
    MemoryFrontier(URI start, Collection<URI> more) {
        this(start, more, Runtime.getRuntime().maxMemory() / 4);
    }

    MemoryFrontier(URI start, Collection<URI> more, long most) {
        this.start = start;
        this.most = most;
        discover(start);
        more.forEach(this::discover);
    }

    @Override
    public Future<@Nullable URI> take() {
        if (queue.isEmpty() && taken > 0) {
            Promise<@Nullable URI> next = Scheduler.current().newPromise();
            waiting.add(next);
            return next.onCancel(() -> waiting.remove(next));
        }
        return Future.completed(next());
    }

    @Override
    public Future<@Nullable Void> save(Visit visit) {
        taken--;
        put(visit);
        serve();
        return Future.completed(null);
    }

    @Override
    public Future<Integer> saved() {
        return Future.completed(visits.size());
    }

    @Override
    public Future<Map<URI, Visit>> visits() {
        return Future.completed(visits);
    }

    @Override
    public boolean isKept() {
        return false;
    }

    @Override
    public void close() {
        // there is nothing to keep
    }

    /** A page of an earlier crawl. Its URL may still be in the queue. */
    void restore(Visit visit) {
        known.add(visit.page().url());
        queue.remove(visit.page().url());
        put(visit);
    }

    private void put(Visit visit) {
        Page page = visit.page();
        boolean wasFull = size > most;
        size += page.size();
        if (size > most) {
            page = page.withoutLinks();
            if (!wasFull) {
                LOG.log(
                        Level.WARNING,
                        "{0} has more links than memory allows: those of pages from here on are not followed. More memory"
                                + " is JAVA_TOOL_OPTIONS=-Xmx4g",
                        start);
            }
        }
        visits.put(page.url(), new Visit(page, visit.nanos()));
        page.links().forEach(link -> discover(link.target()));
    }

    private void discover(@Nullable URI url) {
        if (url != null && Link.isOfSameSite(start, url) && known.add(url)) {
            queue.add(url);
        }
    }

    private @Nullable URI next() {
        if (queue.isEmpty()) {
            return null;
        }
        URI url = queue.iterator().next();
        queue.remove(url);
        taken++;
        return url;
    }

    private void serve() {
        while (!waiting.isEmpty() && (!queue.isEmpty() || taken == 0)) {
            waiting.remove().complete(next());
        }
    }
}
