// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.RedisCommands;
import io.snowloop.samples.redis.RedisException;
import io.snowloop.samples.redis.RespException;
import io.snowloop.samples.redis.RespValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Redis for those who can wait: a command that gets no answer is called again until it gets one, so it may be run more than once. All methods
 * belong to the loop's thread.
 */
final class PatientRedis {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Scheduler loop;
    private final RedisCommands redis;
    private final Listener listener;
    private boolean away;

    /** Is told when Redis does not answer, and when it does again: once for each time. */
    interface Listener {
        void away(String reason);

        void back();
    }

    PatientRedis(Scheduler loop, RedisCommands redis, Listener listener) {
        this.loop = loop;
        this.redis = redis;
        this.listener = listener;
    }

    Scheduler loop() {
        return loop;
    }

    /** Fails with a SharedCrawlException if Redis refuses it, or its answer cannot be read. */
    Future<RespValue> eval(String script, List<String> keys, Object... arguments) {
        return call(Command.of("EVAL", script, keys.size(), keys, List.of(arguments))
                .on(keys.get(0)));
    }

    /** Fails with a SharedCrawlException if Redis refuses it, or its answer cannot be read. */
    Future<RespValue> call(Command command) {
        return redis.call(command)
                .map(answer -> {
                    if (away) {
                        away = false;
                        listener.back();
                    }
                    return answer;
                })
                .recoverWith(error -> again(command, error));
    }

    private Future<RespValue> again(Command command, Throwable error) {
        if (error instanceof RedisException refusal) {
            return Future.failed(new SharedCrawlException("Redis says: " + refusal.getMessage(), refusal));
        }
        if (error.getCause() instanceof RespException unread) { // so would be the next answer
            return Future.failed(
                    new SharedCrawlException("an answer of Redis cannot be read: " + unread.getMessage(), unread));
        }
        if (!(error instanceof IOException)) {
            return Future.failed(error);
        }
        if (!away) {
            away = true;
            listener.away(String.valueOf(error.getMessage()));
        }
        return loop.sleep(PAUSE).flatMap(slept -> call(command));
    }
}
