// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisException;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.ObjectMapper;

/** {@code chat [PORT] [--host H] [--redis URL]}. */
final class ChatCommand {
    private static final int PORT = 8015;

    /** With others behind a balancer: how long it goes on when it is to end, until the balancer has noticed. */
    private static final Duration NOTICE = Duration.ofSeconds(3);

    private ChatCommand() {}

    static void run(String... args) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        int port = rest.isEmpty() || rest.element().startsWith("--") ? PORT : Integer.parseInt(rest.remove());
        Map<String, String> options = new HashMap<>();
        while (rest.size() > 1 && List.of("--host", "--redis").contains(rest.element())) {
            options.put(rest.remove(), rest.remove());
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "it takes [PORT] [--host H] [--redis URL], not " + String.join(" ", args));
        }
        String redis = options.get("--redis");
        JsonMapper json = new Jackson(new ObjectMapper());
        try (EventLoop loop = EventLoop.open()) {
            Snow app = redis == null ? new Chat(json, new OneServer()).app() : sharing(loop, redis, json);
            ServerTimeouts timeouts = ServerTimeouts.builder()
                    .notice(redis == null ? Duration.ZERO : NOTICE)
                    .build();
            Server.of(app)
                    .options(ServerOptions.builder().timeouts(timeouts).build())
                    .on(loop)
                    .run(options.getOrDefault("--host", "127.0.0.1"), port);
        }
    }

    /** Says at once if there is no Redis, which the client would wait for. */
    private static Snow sharing(EventLoop loop, String url, JsonMapper json) throws Exception {
        RedisOptions options = RedisOptions.of(url);
        try (Redis probe = Redis.on(loop, options.withTimeout(Duration.ofSeconds(2)))) {
            loop.runUntil(loop.submit(probe::ping));
        } catch (ExecutionException e) {
            throw new IllegalArgumentException(
                    e.getCause() instanceof RedisException refusal
                            ? options + " says: " + refusal.getMessage()
                            : "no Redis at " + options
                                    + ": install redis-server (Debian), or: docker run -p 6379:6379 redis",
                    e);
        }
        return loop.runUntil(loop.submit(() -> Future.completed(Chat.sharing(Redis.on(loop, options), json))));
    }
}
