// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.logging.LimitLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The cookies of a jar by their domains, and which of them go when there are too many. Loops share it, so each method has the
 * monitor; those for one request look at the domains of its host only.
 */
final class CookieStore {
    private static final class Entry {
        final StoredCookie cookie;

        /** Counts up: cookies with paths of one length are sent in the order in which they were set first. */
        final long created;

        /** Counts up: the one with the least was not sent for the longest time. */
        long used;

        Entry(StoredCookie cookie, long created) {
            this.cookie = cookie;
            this.created = created;
        }
    }

    /** Those with longer paths are sent first (§5.8.3). */
    private static final Comparator<Entry> AS_SENT = Comparator.comparingInt(
                    (Entry entry) -> -entry.cookie.path().length())
            .thenComparingLong(entry -> entry.created);

    /** Of those that are valid, first those that are sent without TLS, which anyone on the way may have set (§5.7). */
    private static final Comparator<Entry> AS_REMOVED =
            Comparator.comparing((Entry entry) -> entry.cookie.secure()).thenComparingLong(entry -> entry.used);

    private final int most;
    private final int mostOfADomain;
    final LimitLog limits = new LimitLog(CookieJar.class);
    private final Map<String, List<Entry>> domains = new HashMap<>();
    private long steps;

    /** How many there are: to count them for each that comes would be as much work as there are. */
    private int count;

    CookieStore(int most, int mostOfADomain) {
        this.most = most;
        this.mostOfADomain = mostOfADomain;
    }

    /** Those that are sent with a request, in their order. */
    synchronized List<StoredCookie> matching(Origin origin, String path, Instant now) {
        List<Entry> matching = new ArrayList<>();
        String domain = origin.host();
        while (true) {
            for (Entry entry : domains.getOrDefault(domain, List.of())) {
                if (!entry.cookie.isOver(now) && entry.cookie.matches(origin, path)) {
                    matching.add(entry);
                }
            }
            int dot = domain.indexOf('.');
            if (dot < 0) {
                break;
            }
            domain = domain.substring(dot + 1);
        }
        matching.sort(AS_SENT);
        matching.forEach(entry -> entry.used = ++steps);
        return matching.stream().map(entry -> entry.cookie).toList();
    }

    /** Whether a cookie that came without TLS would hide one that is sent over TLS only, or be taken for it (§5.7). */
    synchronized boolean hidesASecureOne(StoredCookie cookie, Instant now) {
        return entries()
                .map(entry -> entry.cookie)
                .anyMatch(other -> other.secure()
                        && !other.isOver(now)
                        && other.name().equals(cookie.name())
                        && (StoredCookie.domainMatches(other.domain(), cookie.domain())
                                || StoredCookie.domainMatches(cookie.domain(), other.domain()))
                        && StoredCookie.pathMatches(cookie.path(), other.path()));
    }

    /** Puts a cookie into the place of the one that it replaces. One that is over only removes that. */
    synchronized void set(StoredCookie cookie, Instant now) {
        List<Entry> ofDomain = domains.computeIfAbsent(cookie.domain(), domain -> new ArrayList<>());
        count -= ofDomain.size();
        Entry entry = new Entry(cookie, ++steps);
        for (Entry before : ofDomain) {
            if (replaces(cookie, before.cookie)) {
                entry = new Entry(cookie, before.created);
            }
        }
        ofDomain.removeIf(before -> replaces(cookie, before.cookie) || before.cookie.isOver(now));
        entry.used = steps;
        if (!cookie.isOver(now)) {
            ofDomain.add(entry);
        }
        count += ofDomain.size();
        makeRoom(ofDomain, now);
        if (ofDomain.isEmpty()) {
            domains.remove(cookie.domain());
        }
    }

    private static boolean replaces(StoredCookie cookie, StoredCookie before) {
        return before.name().equals(cookie.name())
                && before.hostOnly() == cookie.hostOnly()
                && before.path().equals(cookie.path());
    }

    /** One cookie has come, so at most one goes for each bound. */
    private void makeRoom(List<Entry> ofDomain, Instant now) {
        if (ofDomain.size() > mostOfADomain) {
            remove(ofDomain.stream(), "maxPerDomain", mostOfADomain);
        }
        if (count > most) {
            domains.values().forEach(entries -> entries.removeIf(entry -> entry.cookie.isOver(now)));
            domains.values().removeIf(entries -> entries.isEmpty());
            count = (int) entries().count();
        }
        if (count > most) {
            remove(entries(), "maxCookies", most);
        }
    }

    private void remove(Stream<Entry> entries, String setting, int bound) {
        Entry first = entries.min(AS_REMOVED).orElseThrow();
        limits.hit(
                "CookieJar." + setting,
                bound,
                "removed the cookie that was not sent for the longest time, because there are more");
        Objects.requireNonNull(domains.get(first.cookie.domain())).remove(first);
        count--;
    }

    private Stream<Entry> entries() {
        return domains.values().stream().flatMap(List::stream);
    }

    /** All that are valid, in the order in which they were set first. */
    synchronized List<StoredCookie> all(Instant now) {
        return entries()
                .filter(entry -> !entry.cookie.isOver(now))
                .sorted(Comparator.comparingLong(entry -> entry.created))
                .map(entry -> entry.cookie)
                .toList();
    }

    synchronized void clear() {
        domains.clear();
        count = 0;
    }
}
