// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.server.session.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in Redis, which several servers share, and which a restart of a server does not end. A session is a key with a time to live, and its
 * value is JSON.
 *
 * <p>Redis runs a script in one step. So of two servers that change a session at the same time, none undoes what the other does, and a
 * session that another request has removed does not come back.
 */
public final class RedisSessionStore implements SessionStore {
    /** KEYS: the session. ARGV: its time to live; JSON of what is set; the names that are removed. */
    static final String UPDATE = """
            local found = redis.call('GET', KEYS[1])
            if not found then
                return 0
            end
            local session = cjson.decode(found)
            for name, value in pairs(cjson.decode(ARGV[2]).values) do
                session.values[name] = value
            end
            for i = 3, #ARGV do
                session.values[ARGV[i]] = nil
            end
            redis.call('SET', KEYS[1], cjson.encode(session), 'PX', ARGV[1])
            return 1
            """;

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
        return values(Command.of("GET", key(id)), id);
    }

    @Override
    public Future<@Nullable Void> create(String id, Map<String, String> values, Duration maxIdle) {
        return done(Command.of("SET", key(id), json.write(new Values(values)), "PX", millis(maxIdle)), id);
    }

    @Override
    public Future<@Nullable Void> update(String id, Map<String, String> set, Set<String> removed, Duration maxIdle) {
        if (set.isEmpty() && removed.isEmpty()) {
            return done(Command.of("PEXPIRE", key(id), millis(maxIdle)), id);
        }
        List<Object> arguments = new ArrayList<>(List.of(millis(maxIdle), json.write(new Values(set))));
        arguments.addAll(removed);
        return redis.eval(UPDATE, List.of(key(id)), arguments.toArray()).map(answer -> null);
    }

    /** GETDEL came with Redis 6.2. */
    @Override
    public Future<@Nullable Map<String, String>> delete(String id) {
        return values(Command.of("GETDEL", key(id)), id);
    }

    private Future<@Nullable Map<String, String>> values(Command command, String id) {
        return redis.call(command.on(key(id))).map(answer -> {
            byte[] value = answer.bytes();
            return value == null ? null : json.read(value, Values.class).values;
        });
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
