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
 * The entries of a store by URL, within two bounds. The one that was not used for the longest time goes first. Not for several
 * threads at a time.
 *
 * @param <E> is compared by identity
 */
final class LruIndex<E extends LruIndex.Entry> {
    /** A response, and what it takes. */
    interface Entry {
        /** Its body may be elsewhere. */
        StoredResponse response();

        /** In bytes, with the body. */
        long size();
    }

    private final long maxBytes;
    private final int maxEntries;
    private final Map<String, List<E>> byUrl = new HashMap<>();

    /** The one that was used last is the last. */
    private final Set<E> byUse = new LinkedHashSet<>();

    private long bytes;

    LruIndex(long maxBytes, int maxEntries) {
        this.maxBytes = Bounds.atLeast("maxBytes", 1, maxBytes);
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
        byUrl.computeIfAbsent(url, key -> new ArrayList<>()).add(entry);
        byUse.add(entry);
        bytes += entry.size();
        while (bytes > maxBytes || byUse.size() > maxEntries) {
            E oldest = entry.size() > maxBytes ? entry : byUse.iterator().next();
            remove(oldest);
            gone.add(oldest);
        }
        return gone;
    }

    void remove(E entry) {
        if (byUse.remove(entry)) {
            bytes -= entry.size();
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
