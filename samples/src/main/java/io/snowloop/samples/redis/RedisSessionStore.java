// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.server.session.SessionStore;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in Redis, which several servers share, and which a restart of a server does not end. A session is a key with a time to live, and its
 * value is JSON.
 *
 * <p>A session that another request has removed does not come back: SET with XX sets what is there, and nothing else.
 */
public final class RedisSessionStore implements SessionStore {
    private final RedisCommands redis;
    private final JsonMapper json;

    /** In an object, so that the mapper knows the types of keys and values. */
    record Values(Map<String, String> values) {}

    /**
     * Keeps sessions in keys that begin with {@code session:}.
     * @param redis {@link Redis#forAllLoops} if the server has several loops
     * @param json writes and reads the values
     */
    public RedisSessionStore(RedisCommands redis, JsonMapper json) {
        this.redis = requireNonNull(redis, "redis");
        this.json = requireNonNull(json, "json");
    }

    @Override
    public Future<@Nullable Map<String, String>> load(String id) {
        return redis.call(Command.of("GET", key(id)).on(key(id))).map(answer -> {
            byte[] value = answer.bytes();
            return value == null ? null : json.read(value, Values.class).values;
        });
    }

    @Override
    public Future<@Nullable Void> create(String id, Map<String, String> values, Duration maxIdle) {
        return done(Command.of("SET", key(id), json.write(new Values(values)), "PX", millis(maxIdle)), id);
    }

    @Override
    public Future<@Nullable Void> update(String id, Map<String, String> values, Duration maxIdle) {
        return done(Command.of("SET", key(id), json.write(new Values(values)), "PX", millis(maxIdle), "XX"), id);
    }

    @Override
    public Future<@Nullable Void> delete(String id) {
        return done(Command.of("DEL", key(id)), id);
    }

    private Future<@Nullable Void> done(Command command, String id) {
        return redis.call(command.on(key(id))).map(answer -> null);
    }

    private static String key(String id) {
        return "session:" + id;
    }

    /** Redis refuses 0. */
    private static long millis(Duration maxIdle) {
        return Math.max(1, maxIdle.toMillis());
    }
}
