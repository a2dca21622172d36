// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.future.Completed;
import io.snowloop.loop.channel.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What names have been found to be, for the time that their records hold. All loops of a resolver share it; each use takes a lock for the
 * time of a look into a map.
 */
final class AddressCache {
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** How often all was forgotten. */
    private long generation;

    private record Entry(Known known, long expires) {}

    @Nullable
    Completed<List<InetAddress>> get(String host, long now) {
        synchronized (entries) {
            Entry entry = entries.get(host);
            if (entry != null && entry.expires - now <= 0) {
                entries.remove(host);
                return null;
            }
            return entry == null ? null : entry.known.forOne();
        }
    }

    /** For {@link #put}: to be taken before the settings of the look-up are read. */
    long generation() {
        synchronized (entries) {
            return generation;
        }
    }

    /** Remembers it, but not if all was forgotten since: other servers may know other addresses. */
    void put(String host, Known known, DnsOptions options, long now, long generation) {
        long nanos = nanos(known, options);
        if (nanos <= 0) {
            return;
        }
        synchronized (entries) {
            if (generation != this.generation) {
                return;
            }
            entries.put(host, new Entry(known, now + nanos));
            while (entries.size() > options.maxNames()) {
                entries.remove(entries.keySet().iterator().next()); // the one that was asked for least recently
            }
        }
    }

    private static long nanos(Known known, DnsOptions options) {
        if (known.ttl() == Known.NOT_REMEMBERED) {
            return 0;
        }
        long ttl = TimeUnit.SECONDS.toNanos(known.ttl());
        if (known.outcome().error() != null) {
            return Math.min(ttl, nanos(options.maxUnknownTtl()));
        }
        return Math.max(nanos(options.minTtl()), Math.min(ttl, nanos(options.maxTtl())));
    }

    private static long nanos(Duration time) {
        return Deadline.nanos(time);
    }

    void clear() {
        synchronized (entries) {
            entries.clear();
            generation++;
        }
    }
}
