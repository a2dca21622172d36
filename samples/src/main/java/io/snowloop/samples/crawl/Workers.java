// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.loop.Scheduler;
import io.snowloop.process.ChildProcess;
import io.snowloop.process.Command;
import io.snowloop.samples.Jdk;
import io.snowloop.samples.Snowloop;
import io.snowloop.samples.redis.RedisOptions;
import java.io.ByteArrayOutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other workers of {@code --workers}. Each is a process, so it has a heap and a thread of its own, and one that is killed, or has no memory
 * left, takes no other down. The end of the loop ends them; if this process is killed, they go on. What they say is said here.
 */
final class Workers {
    /** That a link is broken is in the report of this process. */
    private static final int BROKEN_LINK = 1;

    /** Bytes of a line that are kept. What is longer is said in parts. */
    private static final int LONGEST_LINE = 8 << 10;

    private final Scheduler loop;
    private final RedisOptions redis;
    private final Bar bar;
    private final List<Future<ChildProcess>> started = new ArrayList<>();
    private boolean stopped;

    Workers(Scheduler loop, RedisOptions redis, Bar bar) {
        this.loop = loop;
        this.redis = redis;
        this.bar = bar;
    }

    /**
     * Starts one. Any thread.
     *
     * @param arguments of the command, without the server of Redis
     */
    void start(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                Jdk.tool("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Snowloop.class.getName(),
                "crawl",
                "--shared",
                url(redis)));
        words.addAll(arguments);
        Command command = Command.of(words).output(Redirect.DISCARD);
        // not as an argument: all users of this machine see those
        Command secret = redis.password().isEmpty() ? command : command.with("REDISCLI_AUTH", redis.password());
        loop.execute(() -> started.add(secret.start(loop).onComplete((child, error) -> {
            if (child != null) {
                watch(child);
            } else if (!stopped) {
                bar.say("A worker could not run: " + error);
            }
        })));
    }

    private void watch(ChildProcess child) {
        say(child, child.errors(), new ByteArrayOutputStream())
                .flatMap(read -> child.exit())
                .onComplete((code, error) -> {
                    if (code != null && code > BROKEN_LINK && !stopped) {
                        bar.say("A worker has ended with the exit code " + code + ", the others go on.");
                    }
                });
    }

    /** Says the lines of a worker as they come. */
    private Future<@Nullable Void> say(ChildProcess child, BodyStream from, ByteArrayOutputStream line) {
        return from.read().flatMap(piece -> {
            while (piece != null && piece.hasRemaining()) {
                byte next = piece.get();
                if (next != '\n') {
                    line.write(next);
                }
                if (next == '\n' || line.size() == LONGEST_LINE) {
                    say(child, line);
                }
            }
            if (piece == null) {
                say(child, line);
                return Future.completed(null);
            }
            return say(child, from, line);
        });
    }

    private void say(ChildProcess child, ByteArrayOutputStream line) {
        if (line.size() > 0 && !stopped) {
            bar.say("Worker " + child.pid() + ": " + line.toString(UTF_8));
        }
        line.reset();
    }

    /**
     * Asks all to end (SIGTERM): each gives back what it has taken. On the loop's thread.
     *
     * @return completes when they have ended
     */
    Future<?> stop() {
        stopped = true;
        started.stream()
                .filter(each -> !each.isDone())
                .forEach(Future::cancel); // those are killed, and have taken nothing
        return Future.allSettled(
                loop,
                started.stream().map(each -> each.flatMap(ChildProcess::stop)).toList());
    }

    private static String url(RedisOptions redis) {
        InetSocketAddress address = (InetSocketAddress) redis.address();
        String host = address.getHostString();
        return (redis.tls() == null ? "redis://" : "rediss://")
                + (redis.user().isEmpty() ? "" : redis.user() + ":@")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + address.getPort() + "/" + redis.database();
    }
}
