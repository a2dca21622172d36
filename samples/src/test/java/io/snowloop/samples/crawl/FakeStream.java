// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A stream of Redis with one group, whose entries have one value each. The commands are its methods. */
final class FakeStream {
    private final TreeMap<Long, String> entries = new TreeMap<>();
    private final Map<Long, String> pending = new HashMap<>();
    private final Map<String, TreeSet<Long>> consumers = new HashMap<>();
    private long last;
    private long delivered;

    /** An entry, with its id as Redis writes it. */
    record Entry(String id, String value) {}

    void xadd(String value) {
        entries.put(++last, value);
    }

    int xlen() {
        return entries.size();
    }

    /** How many entries are pending in the group, of all consumers. */
    int pending() {
        return pending.size();
    }

    List<Entry> xreadgroup(String consumer, int count) {
        List<Entry> read = new ArrayList<>();
        for (Map.Entry<Long, String> next = entries.higherEntry(delivered);
                next != null && read.size() < count;
                next = entries.higherEntry(delivered)) {
            delivered = next.getKey();
            own(delivered, consumer);
            read.add(entry(delivered));
        }
        return read;
    }

    /** The ids that are pending at a consumer. */
    List<String> xpending(String consumer, int count) {
        return consumers.getOrDefault(consumer, new TreeSet<>()).stream()
                .limit(count)
                .map(FakeStream::text)
                .toList();
    }

    Entry xclaim(String consumer, String id) {
        long number = number(id);
        Objects.requireNonNull(consumers.get(Objects.requireNonNull(pending.get(number))))
                .remove(number);
        own(number, consumer);
        return entry(number);
    }

    boolean xack(String id) {
        String consumer = pending.remove(number(id));
        if (consumer != null) {
            Objects.requireNonNull(consumers.get(consumer)).remove(number(id));
        }
        return consumer != null;
    }

    void xdel(String id) {
        entries.remove(number(id));
    }

    /** As Redis does, with all that is pending there. */
    void delconsumer(String consumer) {
        TreeSet<Long> left = consumers.remove(consumer);
        if (left != null) {
            left.forEach(pending::remove);
        }
    }

    /** From {@code -}, an id, or {@code (} and the id before. */
    List<Entry> xrange(String from, int count) {
        long first = from.equals("-") ? 0 : from.startsWith("(") ? number(from.substring(1)) + 1 : number(from);
        return entries.tailMap(first).keySet().stream()
                .limit(count)
                .map(this::entry)
                .toList();
    }

    private void own(long id, String consumer) {
        pending.put(id, consumer);
        consumers.computeIfAbsent(consumer, none -> new TreeSet<>()).add(id);
    }

    private Entry entry(long id) {
        return new Entry(text(id), Objects.requireNonNull(entries.get(id)));
    }

    private static String text(long id) {
        return id + "-0";
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    /** A value in RESP: a list, a number, or text. */
    static String resp(@Nullable Object value) {
        if (value instanceof List<?> list) {
            StringBuilder all = new StringBuilder("*" + list.size() + "\r\n");
            list.forEach(each -> all.append(resp(each)));
            return all.toString();
        }
        if (value instanceof Number number) {
            return ":" + number + "\r\n";
        }
        String text = String.valueOf(value);
        return "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
    }
}
