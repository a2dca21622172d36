// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.future.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that the samples use, as methods. {@link #call} is for all the others. */
public interface RedisCommands {
    /**
     * Runs a command.
     * @param command any, but those that turn the connection into something else, such as SUBSCRIBE and MONITOR
     * @return fails with a {@link RedisException} if the server refuses it, and with an {@link java.io.IOException} if the connection is lost
     */
    Future<RespValue> call(Command command);

    /** {@return the value of a key; null if there is none} GET. */
    default Future<@Nullable String> get(String key) {
        return call(Command.of("GET", key).on(key)).map(RespValue::text);
    }

    /** {@return completes when the value is kept} SET. */
    default Future<RespValue> set(String key, Object value) {
        return call(Command.of("SET", key, value).on(key));
    }

    /** {@return completes when the value is kept, which is gone after a time} SET with PX. */
    default Future<RespValue> set(String key, Object value, Duration life) {
        return call(Command.of("SET", key, value, "PX", life.toMillis()).on(key));
    }

    /** {@return whether there was the key} DEL. */
    default Future<Boolean> delete(String key) {
        return call(Command.of("DEL", key).on(key)).map(count -> count.number() > 0);
    }

    /** {@return the number after it was changed} INCRBY. */
    default Future<Long> add(String key, long number) {
        return call(Command.of("INCRBY", key, number).on(key)).map(RespValue::number);
    }

    /** {@return how many members were not in the set before} SADD. */
    default Future<Long> addToSet(String key, Collection<String> members) {
        return call(Command.of("SADD", key, members).on(key)).map(RespValue::number);
    }

    /** {@return how many clients have got it} PUBLISH. */
    default Future<Long> publish(String channel, Object message) {
        return call(Command.of("PUBLISH", channel, message)).map(RespValue::number);
    }

    /** {@return what the script returns} EVAL. All keys have to be of one server of a cluster. */
    default Future<RespValue> eval(String script, List<String> keys, Object... arguments) {
        Command command = Command.of("EVAL", script, keys.size(), keys, List.of(arguments));
        return call(keys.isEmpty() ? command : command.on(keys.get(0)));
    }

    /** {@return PONG} PING. */
    default Future<@Nullable String> ping() {
        return call(Command.of("PING")).map(RespValue::text);
    }
}
