// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.http.Headers;
import io.snowloop.options.Bounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a store by URL, within its bounds. The one that was not used for the longest time goes first. Not for several
 * threads at a time.
 *
 * @param <E> is compared by identity
 */
final class LruIndex<E extends LruIndex.Entry> {
    /** A response, and what it takes. */
    interface Entry {
        /** As much of it as is in memory: what it is found by, at least. */
        StoredResponse response();

        /** In bytes, with all of it. */
        long size();
    }

    /** A look-up goes through all variants of a URL, and its server decides how many there are. */
    static final int MOST_VARIANTS = 64;

    private final long maxBytes;
    private final long maxMemory;
    private final int maxEntries;
    private final Map<String, List<E>> byUrl = new HashMap<>();

    /** The one that was used last is the last. */
    private final Set<E> byUse = new LinkedHashSet<>();

    private long bytes;
    private long memory;

    LruIndex(long maxBytes, long maxMemory, int maxEntries) {
        this.maxBytes = Bounds.atLeast("maxBytes", 1, maxBytes);
        this.maxMemory = maxMemory;
        this.maxEntries = Bounds.atLeast("maxEntries", 1, maxEntries);
    }

    /** The newest that answers this request; null if there is none. */
    @Nullable
    E find(String url, Headers request) {
        E found = byUrl.getOrDefault(url, List.of()).stream()
                .filter(entry -> entry.response().answers(request))
                .max(Comparator.comparing(entry -> entry.response().received()))
                .orElse(null);
        if (found != null) {
            byUse.remove(found);
            byUse.add(found);
        }
        return found;
    }

    /** Adds an entry. Returns those that had to go: what it replaces, what was too much, or the entry itself. */
    List<E> put(E entry) {
        String url = entry.response().url();
        List<E> gone = new ArrayList<>(byUrl.getOrDefault(url, List.of()));
        gone.removeIf(other -> !other.response().answers(entry.response().selecting()));
        gone.forEach(this::remove);
        List<E> variants = byUrl.computeIfAbsent(url, key -> new ArrayList<>());
        variants.add(entry);
        byUse.add(entry);
        bytes += entry.size();
        memory += entry.response().size();
        if (variants.size() > MOST_VARIANTS) {
            drop(variants.get(0), gone);
        }
        boolean fits = entry.size() <= maxBytes && entry.response().size() <= maxMemory;
        while (bytes > maxBytes || memory > maxMemory || byUse.size() > maxEntries) {
            drop(fits ? byUse.iterator().next() : entry, gone);
        }
        return gone;
    }

    private void drop(E entry, List<E> gone) {
        remove(entry);
        gone.add(entry);
    }

    void remove(E entry) {
        if (byUse.remove(entry)) {
            bytes -= entry.size();
            memory -= entry.response().size();
            byUrl.computeIfPresent(entry.response().url(), (url, entries) -> {
                entries.remove(entry);
                return entries.isEmpty() ? null : entries;
            });
        }
    }

    /** Removes all of a URL, and returns them. */
    List<E> remove(String url) {
        List<E> gone = List.copyOf(byUrl.getOrDefault(url, List.of()));
        gone.forEach(this::remove);
        return gone;
    }
}
