// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys and the scripts of crawls, for {@link FakeRedis#script}: each script by its text, step by step as it is there. {@link
 * RedisFrontierContract} tests them and Redis in the same way. What it has is there after the server was stopped, as with an append-only file.
 */
final class FakeFrontier implements Function<List<String>, @Nullable String> {
    private static final Set<String> NEED_A_CRAWL =
            Set.of(FrontierScripts.TAKE, FrontierScripts.BEAT, FrontierScripts.LEAVE);

    private final Scheduler loop;
    private final long begin;

    /** By the first part of their keys. */
    private final Map<String, Keys> crawls = new HashMap<>();

    private final Map<String, BiFunction<Keys, List<String>, Object>> scripts = Map.of(
            FrontierScripts.BEGIN, this::begin,
            FrontierScripts.TAKE, this::take,
            FrontierScripts.SAVE, this::save,
            FrontierScripts.BEAT, this::beat,
            FrontierScripts.LEAVE, this::leave);

    /** What a crawl has. */
    static final class Keys {
        final Map<String, String> crawl = new LinkedHashMap<>();
        final FakeStream urls = new FakeStream();
        final Set<String> seen = new HashSet<>();
        final FakeStream results = new FakeStream();
        final Map<String, Long> workers = new TreeMap<>();
        final Set<String> gone = new TreeSet<>();
        final List<String> again = new ArrayList<>();
        final Map<String, Set<String>> turns = new HashMap<>();
        final Map<String, Long> next = new HashMap<>();

        private void discover(String url) {
            if (seen.add(url)) {
                urls.xadd(url);
            }
        }
    }

    FakeFrontier(Scheduler loop) {
        this.loop = loop;
        this.begin = loop.ticker().nanoTime();
    }

    /** What is there of a crawl. */
    Keys of(String crawl) {
        return crawls.computeIfAbsent("{crawl:" + crawl + "}", none -> new Keys());
    }

    private Keys ofKey(String key) {
        return crawls.computeIfAbsent(key.substring(0, key.indexOf('}') + 1), none -> new Keys());
    }

    @Override
    public @Nullable String apply(List<String> words) {
        switch (words.get(0)) {
            case "EVAL" -> {
                BiFunction<Keys, List<String>, Object> script = scripts.get(words.get(1));
                int keys = Integer.parseInt(words.get(2));
                if (words.get(1).equals(RedisTurns.TAKE)) {
                    return FakeStream.resp(takeTurn(words.subList(3, words.size())));
                }
                if (words.get(1).equals(RedisTurns.GIVE_BACK)) {
                    return FakeStream.resp(giveBackTurn(words.subList(3, words.size())));
                }
                if (NEED_A_CRAWL.contains(words.get(1))
                        && ofKey(words.get(3)).crawl.isEmpty()) {
                    return "-NOCRAWL the crawl was deleted\r\n";
                }
                return script == null
                        ? null
                        : FakeStream.resp(script.apply(ofKey(words.get(3)), words.subList(3 + keys, words.size())));
            }
            case "XLEN" -> {
                return FakeStream.resp(ofKey(words.get(1)).results.xlen());
            }
            case "EXISTS" -> {
                return FakeStream.resp(ofKey(words.get(1)).crawl.isEmpty() ? 0 : 1);
            }
            case "LLEN" -> {
                return FakeStream.resp(ofKey(words.get(1)).again.size());
            }
            case "XRANGE" -> {
                return !words.get(1).endsWith(":results")
                        ? null
                        : FakeStream.resp(
                                ofKey(words.get(1))
                                        .results
                                        .xrange(words.get(2), Integer.parseInt(words.get(5)))
                                        .stream()
                                        .map(entry -> List.of(entry.id(), List.of("page", entry.value())))
                                        .toList());
            }
            case "ZADD" -> {
                ofKey(words.get(1)).workers.put(words.get(3), Long.parseLong(words.get(2)));
                return FakeStream.resp(1);
            }
            case "ZREM" -> {
                return FakeStream.resp(ofKey(words.get(1)).workers.remove(words.get(2)) == null ? 0 : 1);
            }
            case "HSET" -> {
                ofKey(words.get(1)).crawl.put(words.get(2), words.get(3));
                return FakeStream.resp(0);
            }
            case "DEL" -> {
                crawls.remove(words.get(1).substring(0, words.get(1).indexOf('}') + 1));
                return FakeStream.resp(1);
            }
            default -> {
                return null;
            }
        }
    }

    /** TIME, in milliseconds. */
    private long now() {
        return 1_800_000_000_000L + (loop.ticker().nanoTime() - begin) / 1_000_000;
    }

    private Object begin(Keys keys, List<String> arguments) {
        if (keys.crawl.isEmpty()) {
            int urls = Integer.parseInt(arguments.get(0));
            for (int i = urls + 1; i < arguments.size(); i += 2) {
                keys.crawl.put(arguments.get(i), arguments.get(i + 1));
            }
            arguments.subList(1, urls + 1).forEach(keys::discover);
        }
        List<String> fields = new ArrayList<>();
        keys.crawl.forEach((field, value) -> fields.addAll(List.of(field, value)));
        return fields;
    }

    private Object take(Keys keys, List<String> arguments) {
        String worker = arguments.get(0);
        keys.workers.put(worker, now());
        keys.gone.remove(worker);
        int most = Integer.parseInt(arguments.get(1));
        List<Object> taken = new ArrayList<>(List.of(keys.urls.xlen()));
        for (String gone : List.copyOf(keys.gone)) {
            if (most == 0) {
                break;
            }
            List<String> left = keys.urls.xpending(gone, most);
            for (String id : left) {
                FakeStream.Entry entry = keys.urls.xclaim(worker, id);
                keys.again.add(gone + " " + entry.value());
                taken.addAll(List.of(id, entry.value(), gone));
                most--;
            }
            if (left.isEmpty()) {
                keys.urls.delconsumer(gone);
                keys.gone.remove(gone);
            }
        }
        if (most > 0) {
            keys.urls.xreadgroup(worker, most).forEach(entry -> taken.addAll(List.of(entry.id(), entry.value(), "")));
        }
        if (taken.size() == 1) {
            for (String id : keys.urls.xpending(worker, 1_000)) {
                taken.addAll(List.of(id, keys.urls.xrange(id, 1).get(0).value(), ""));
            }
        }
        return taken;
    }

    private Object save(Keys keys, List<String> arguments) {
        if (!keys.urls.xack(arguments.get(1))) {
            return 0;
        }
        keys.urls.xdel(arguments.get(1));
        keys.results.xadd(arguments.get(2));
        arguments.subList(3, arguments.size()).forEach(keys::discover);
        return 1;
    }

    private Object beat(Keys keys, List<String> arguments) {
        long lease = Long.parseLong(arguments.get(1));
        String last = keys.crawl.get("beat");
        if (last == null || now() - Long.parseLong(last) > lease / 3.0) {
            keys.crawl.put("quiet", "" + now());
        }
        keys.crawl.put("beat", "" + now());
        keys.workers.put(arguments.get(0), now());
        keys.gone.remove(arguments.get(0));
        if (now() - Long.parseLong(keys.crawl.get("quiet")) >= lease) {
            keys.workers.forEach((worker, said) -> {
                if (said <= now() - lease) {
                    keys.gone.add(worker);
                }
            });
            keys.workers.keySet().removeAll(keys.gone);
        }
        return List.of(
                keys.results.xlen(), keys.urls.xlen(), keys.urls.pending(), keys.workers.size(), keys.again.size());
    }

    /** {@link RedisTurns#TAKE}. */
    private Object takeTurn(List<String> words) {
        Keys keys = ofKey(words.get(0));
        Set<String> turns = keys.turns.computeIfAbsent(words.get(1), none -> new TreeSet<>());
        if (turns.contains(words.get(3))) {
            return 0;
        }
        int most = Integer.parseInt(words.get(4));
        if (turns.size() >= most) {
            turns.removeIf(turn -> !keys.workers.containsKey(turn.substring(0, turn.indexOf(' '))));
            if (turns.size() >= most) {
                return -1;
            }
        }
        long now = loop.ticker().nanoTime() - begin;
        long wait = keys.next.getOrDefault(words.get(2), 0L) - now;
        if (wait > 0) {
            return (wait + 999) / 1_000;
        }
        turns.add(words.get(3));
        keys.next.put(words.get(2), now + Long.parseLong(words.get(5)) * 1_000);
        return 0;
    }

    /** {@link RedisTurns#GIVE_BACK}. */
    private Object giveBackTurn(List<String> words) {
        return ofKey(words.get(0))
                        .turns
                        .getOrDefault(words.get(1), new TreeSet<>())
                        .remove(words.get(3))
                ? 1
                : 0;
    }

    private Object leave(Keys keys, List<String> arguments) {
        keys.workers.remove(arguments.get(0));
        keys.gone.add(arguments.get(0));
        return 1;
    }
}
