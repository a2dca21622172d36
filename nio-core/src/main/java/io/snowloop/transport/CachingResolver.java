// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.options.Bounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what another resolver has found, for a time, and which names it does not know, for a shorter one (RFC 2308). Of names that are
 * asked for again and again, each is looked up once in that time. A failure that says nothing about the name, such as a name server that
 * does not answer, is not remembered. Of more than 64 addresses of a name, those are that a {@link Connector} tries.
 *
 * <p>The time is a setting: the JDK's look-up does not tell the one of the record. Several loops may share it; each look-up takes a lock for
 * the time of a look into a map.
 */
public final class CachingResolver implements Resolver {
    /** The most names that are remembered. Then the one that was asked for least recently is forgotten. */
    private static final int DEFAULT_MAX_NAMES = 1_000;

    private final Resolver source;
    private final Ticker ticker;
    private final long keepNanos;
    private final long keepUnknownNanos;
    private final Map<String, Known> entries;

    /** How often all was forgotten. */
    private long generation;

    /** @param outcome addresses, or that there are none */
    private record Known(Completed<List<InetAddress>> outcome, long expires) {
        /** With an exception of its own: it is mutable. */
        Completed<List<InetAddress>> forOne() {
            Throwable error = outcome.error();
            return error == null ? outcome : Future.failed(new UnknownHostException(error.getMessage()));
        }
    }

    private CachingResolver(Resolver source, Ticker ticker, Duration keep, Duration keepUnknown, int maxNames) {
        this.source = source;
        this.ticker = ticker;
        this.keepNanos = Deadline.nanos(keep);
        this.keepUnknownNanos = Deadline.nanos(keepUnknown);
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > maxNames;
            }
        };
    }

    /**
     * {@return a resolver that remembers up to 1,000 names: what it has found for {@code keep}, and what is unknown for a tenth of that}
     * @param source looks a name up
     * @param keep positive; 30 s is usual
     */
    public static CachingResolver of(Resolver source, Duration keep) {
        Duration time = Bounds.positive("keep", keep);
        return of(source, Ticker.system(), time, time.dividedBy(10), DEFAULT_MAX_NAMES);
    }

    /**
     * {@return a resolver that remembers}
     * @param source looks a name up
     * @param ticker the clock of what is remembered, that of the loops
     * @param keep for how long addresses are remembered; positive
     * @param keepUnknown for how long it is remembered that a name is unknown; not negative
     * @param maxNames at least 1
     * @throws IllegalArgumentException if a value is out of bounds
     */
    public static CachingResolver of(
            Resolver source, Ticker ticker, Duration keep, Duration keepUnknown, int maxNames) {
        return new CachingResolver(
                Objects.requireNonNull(source, "source"),
                Objects.requireNonNull(ticker, "ticker"),
                Bounds.positive("keep", keep),
                Bounds.notNegative("keepUnknown", keepUnknown),
                Bounds.atLeast("maxNames", 1, maxNames));
    }

    @Override
    public Future<List<InetAddress>> resolve(Scheduler loop, String host) {
        Objects.requireNonNull(loop, "loop");
        String name = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT); // RFC 4343
        Completed<List<InetAddress>> known = known(name);
        if (known != null) {
            return known;
        }
        long asked = generation();
        Future<List<InetAddress>> found = source.resolve(loop, host);
        found.onComplete((addresses, error) -> remember(name, addresses, error, asked));
        return found;
    }

    private long generation() {
        synchronized (entries) {
            return generation;
        }
    }

    private @Nullable Completed<List<InetAddress>> known(String name) {
        synchronized (entries) {
            Known entry = entries.get(name);
            return entry == null || entry.expires - ticker.nanoTime() <= 0 ? null : entry.forOne();
        }
    }

    private void remember(String name, @Nullable List<InetAddress> addresses, @Nullable Throwable error, long asked) {
        if (addresses != null) {
            put(name, Future.completed(Connector.worthKeeping(addresses)), keepNanos, asked);
        } else if (error instanceof UnknownHostException) {
            put(name, Future.failed(error), keepUnknownNanos, asked);
        }
    }

    private void put(String name, Completed<List<InetAddress>> outcome, long nanos, long asked) {
        synchronized (entries) {
            if (asked == generation) { // else the network may have been another one
                entries.put(name, new Known(outcome, ticker.nanoTime() + nanos));
            }
        }
    }

    /** Forgets all names: the network is another one now. What look-ups find that have begun is not remembered. Any thread. */
    public void clear() {
        synchronized (entries) {
            entries.clear();
            generation++;
        }
    }
}
