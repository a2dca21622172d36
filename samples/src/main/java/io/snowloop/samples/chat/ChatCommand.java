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
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** {@code chat [PORT] [--host HOST] [--redis URL] [--reuse-port] [--inherited]}. */
final class ChatCommand {
    private static final String USAGE = "[PORT] [--host HOST] [--redis URL] [--reuse-port] [--inherited]";

    /** With others behind a balancer: how long it goes on when it is to end, until the balancer has noticed. */
    private static final Duration NOTICE = Duration.ofSeconds(3);

    private int port = 8015;
    private String host = "127.0.0.1";
    private @Nullable String redis;

    /** Whether other processes may listen on the port. */
    private boolean reusePort;

    /** Whether it listens with the socket that is its standard input, whatever host and port are. */
    private boolean inherited;

    private ChatCommand(String... args) {
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        try {
            if (!rest.isEmpty() && !rest.element().startsWith("--")) {
                port = Integer.parseInt(rest.remove());
            }
            while (!rest.isEmpty()) {
                read(rest.remove(), rest);
            }
            if (inherited && args.length > (redis == null ? 1 : 3)) {
                throw new NoSuchElementException("the socket has a host and a port already");
            }
        } catch (NoSuchElementException | NumberFormatException e) {
            throw new IllegalArgumentException("it takes " + USAGE + ", not " + wrong(args), e);
        }
    }

    /** Without what may have a password. */
    private static String wrong(String... args) {
        return String.join(" ", args).replaceAll("(?i)(rediss?://)\\S+@", "$1...@");
    }

    private void read(String option, Deque<String> rest) {
        switch (option) {
            case "--host" -> host = rest.remove();
            case "--redis" -> redis = rest.remove();
            case "--reuse-port" -> reusePort = true;
            case "--inherited" -> inherited = true;
            default -> throw new NoSuchElementException(option);
        }
    }

    static void run(String... args) throws Exception {
        new ChatCommand(args).run();
    }

    private void run() throws Exception {
        JsonMapper json = new Jackson(new ObjectMapper());
        try (EventLoop loop = EventLoop.open()) {
            Snow app = redis == null ? new Chat(json, new OneServer()).app() : sharing(loop, redis, json);
            ServerTimeouts timeouts = ServerTimeouts.builder()
                    .notice(redis == null ? Duration.ZERO : NOTICE)
                    .build();
            Server.Builder server = Server.of(app)
                    .options(ServerOptions.builder().timeouts(timeouts).build())
                    .on(loop);
            if (inherited) {
                server.run(standardInput());
            } else {
                server.reusePort(reusePort).run(host, port);
            }
        }
    }

    // region inherited
    /** What systemd has bound, and listens on while no process serves. */
    private static ServerSocketChannel standardInput() throws IOException {
        if (System.inheritedChannel() instanceof ServerSocketChannel socket) {
            return socket;
        }
        throw new IllegalArgumentException(
                "standard input is no socket that listens, which --inherited needs:" + " see docs/how-to/deploy.md");
    }
    // endregion

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
