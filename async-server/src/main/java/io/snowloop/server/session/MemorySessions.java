// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import io.snowloop.future.Future;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Ticker;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in memory, the one that was not used for the longest time first. Loops share them, so each method has the monitor; none
 * does more than a few steps with it.
 */
final class MemorySessions implements SessionStore {
    /** @param expires in the ticker's nanoseconds */
    private record Entry(Map<String, String> values, long expires) {}

    /** A new session removes more than it adds, and does not wait until 100,000 that have ended at the same time are removed. */
    private static final int MOST_REMOVED = 64;

    private final int maxSessions;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final LimitLog limits = new LimitLog(SessionStore.class);

    MemorySessions(int maxSessions) {
        this.maxSessions = Bounds.atLeast("maxSessions", 1, maxSessions);
    }

    @Override
    public synchronized Future<@Nullable Map<String, String>> load(String id) {
        Entry entry = entries.get(id);
        return Future.completed(entry == null || isOver(entry) ? null : entry.values);
    }

    @Override
    public synchronized Future<@Nullable Void> create(String id, Map<String, String> values, Duration maxIdle) {
        put(id, values, maxIdle);
        removeOld();
        return Future.completed(null);
    }

    @Override
    public synchronized Future<@Nullable Void> update(
            String id, Map<String, String> set, Set<String> removed, Duration maxIdle) {
        Entry entry = entries.remove(id); // so that it is put at the end
        if (entry != null && !isOver(entry)) {
            Map<String, String> values = entry.values;
            if (!set.isEmpty() || !removed.isEmpty()) {
                values = new HashMap<>(values);
                values.keySet().removeAll(removed);
                values.putAll(set);
            }
            put(id, values, maxIdle);
        }
        return Future.completed(null);
    }

    @Override
    public synchronized Future<@Nullable Map<String, String>> delete(String id) {
        Entry entry = entries.remove(id);
        return Future.completed(entry == null || isOver(entry) ? null : entry.values);
    }

    synchronized int size() {
        return entries.size();
    }

    private void put(String id, Map<String, String> values, Duration maxIdle) {
        entries.put(id, new Entry(Map.copyOf(values), now() + maxIdle.toNanos()));
    }

    /** Those that are over, and then those that are too many. */
    private void removeOld() {
        Iterator<Entry> oldest = entries.values().iterator();
        for (int i = 0; i < MOST_REMOVED && oldest.hasNext(); i++) {
            boolean over = isOver(oldest.next());
            if (!over && entries.size() <= maxSessions) {
                return;
            }
            if (!over) {
                limits.hit(
                        "SessionStore.inMemory",
                        maxSessions,
                        "removed the session that was not used for the longest time, because there are more");
            }
            oldest.remove();
        }
    }

    private static boolean isOver(Entry entry) {
        return now() - entry.expires >= 0;
    }

    private static long now() {
        return Ticker.current().nanoTime();
    }
}
