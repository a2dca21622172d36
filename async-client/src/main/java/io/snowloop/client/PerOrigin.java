// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Request;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a filter knows of each origin. Beyond a bound, the origin that was not asked for the longest time is forgotten. */
final class PerOrigin<T> {
    /** The default of each filter's {@code maxOrigins}. */
    static final int MOST = 1_000;

    private final Function<Origin, T> create;
    private final Map<Origin, T> known;

    PerOrigin(int most, Function<Origin, T> create) {
        this.create = create;
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Origin, T> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * What is known of a request's origin.
     * @throws IllegalArgumentException if its target is no absolute URL
     */
    T of(Request request) {
        return known.computeIfAbsent(Target.of(request.target()).origin(), create);
    }

    /**
     * Forgets origins until what is known of the others takes no more bytes, first those that were not asked for the longest time. The last one
     * stays. Returns whether some are forgotten.
     */
    boolean limit(long bytes, ToLongFunction<T> size) {
        long sum = known.values().stream().mapToLong(size).sum();
        int before = known.size();
        Iterator<T> eldest = known.values().iterator();
        while (sum > bytes && known.size() > 1) {
            sum -= size.applyAsLong(eldest.next());
            eldest.remove();
        }
        return known.size() < before;
    }

    /** What is known of a URL's origin; null if it was not asked. */
    @Nullable
    T known(String url) {
        return known.get(Target.of(url).origin());
    }
}
