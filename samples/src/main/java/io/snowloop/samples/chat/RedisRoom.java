// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisBroadcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The room of several servers. What is said is kept in Redis. Who is there is not: each server tells the others who is at it, when that changes and
 * every five seconds. One that says nothing for some time is gone, and so are its members. So nothing is left over of a server that has crashed.
 * It ends with its loop.
 */
final class RedisRoom implements Room {
    private static final int KEPT = 1_000; // messages
    private static final String SAID = "chat:said";
    private static final String HERE = "chat:here";
    private static final Duration BEAT = ofSeconds(5);
    private static final Duration GONE = ofSeconds(16);

    /** @param asks whether the others are to answer with theirs: this server does not know them yet */
    record Beat(String server, boolean asks, List<String> here) {
        Beat {
            requireNonNull(server); // what others send must not be kept in parts
            here = List.copyOf(here);
        }
    }

    private record Heard(List<String> here, long at) {}

    private final String server = UUID.randomUUID().toString();
    private final Redis redis;
    private final JsonMapper json;
    private final List<String> own = new ArrayList<>();
    private final Map<String, Heard> others = new LinkedHashMap<>();

    /** Null until it is opened, as is the next one. */
    private @Nullable Listener listener;

    private @Nullable RedisBroadcast said;
    private boolean telling;

    RedisRoom(Redis redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    @Override
    public void open(Listener told) {
        listener = told;
        said = new RedisBroadcast(redis, SAID, KEPT, told::said);
        redis.subscribe(List.of(HERE), (channel, beat) -> heard(json.read(beat, Beat.class)), () -> tell(true));
        redis.loop().scheduleAtFixedRate(BEAT, BEAT, this::beat);
    }

    @Override
    public Future<?> say(String message) {
        return requireNonNull(said).publish(message);
    }

    @Override
    public void came(String name) {
        own.add(name);
        requireNonNull(listener).came(name);
        tellSoon();
    }

    @Override
    public void left(String name) {
        own.remove(name);
        requireNonNull(listener).left(name);
        tellSoon();
    }

    /** Once in a turn of the loop, however many come and leave in it. */
    private void tellSoon() {
        if (!telling) {
            telling = true;
            redis.loop().execute(() -> {
                telling = false;
                tell(false);
            });
        }
    }

    private void tell(boolean asks) {
        redis.publish(HERE, json.write(new Beat(server, asks, own)));
    }

    private void heard(Beat beat) {
        if (beat.server.equals(server)) {
            return;
        }
        Heard before = others.put(beat.server, new Heard(beat.here, now()));
        change(before == null ? List.of() : before.here, beat.here);
        if (beat.asks) {
            tell(false);
        }
    }

    private void beat() {
        tell(false);
        others.values().removeIf(each -> {
            boolean gone = now() - each.at > GONE.toNanos();
            if (gone) {
                change(each.here, List.of());
            }
            return gone;
        });
    }

    private void change(List<String> before, List<String> after) {
        without(before, after).forEach(requireNonNull(listener)::left);
        without(after, before).forEach(requireNonNull(listener)::came);
    }

    /** Two members may have the same name. */
    private static List<String> without(List<String> names, List<String> others) {
        List<String> left = new ArrayList<>(names);
        others.forEach(left::remove);
        return left;
    }

    private long now() {
        return redis.loop().ticker().nanoTime();
    }
}
