// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.loop.Scheduler;
import io.snowloop.process.Command;
import io.snowloop.samples.Snowloop;
import io.snowloop.samples.redis.RedisOptions;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The other workers of {@code --workers}. Each is a process, so it has a heap and a thread of its own, and one that is killed, or has no memory
 * left, takes no other down. The end of the loop ends them; if this process is killed, they go on.
 */
final class Workers {
    /** That a link is broken is in the report of this process. */
    private static final int BROKEN_LINK = 1;

    private Workers() {}

    /**
     * Starts one.
     *
     * @param arguments of the command, without the server of Redis
     */
    static void start(Scheduler loop, RedisOptions redis, List<String> arguments, Bar bar) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
        loop.execute(() -> secret.run(loop).onComplete((result, error) -> {
            if (result == null) {
                bar.say("A worker could not run: " + error);
            } else if (result.exit() > BROKEN_LINK) {
                String said = result.errors().text().strip();
                bar.say("A worker has ended with the exit code " + result.exit() + ", the others go on. " + said);
            }
        }));
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
