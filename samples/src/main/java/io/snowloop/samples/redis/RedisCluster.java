// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, in which each key has its server. A command goes to the server of its {@link Command#on key}. A server that does not have it says
 * which one does: {@code MOVED} from now on, {@code ASK} for this time, while its keys are on their way to another one.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class RedisCluster implements RedisCommands, AutoCloseable {
    /** A command that is sent from server to server more often goes round in a circle. */
    private static final int MOST_REDIRECTS = 5;

    /** Each is a connection. A cluster has up to 1,000 (its specification); one that names more would fill the memory. */
    private static final int MOST_SERVERS = 1_000;

    private static final Pattern REDIRECT = Pattern.compile("(MOVED|ASK) (\\d{1,5}) (\\S*):(\\d{1,5})");

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Scheduler loop;
    private final RedisOptions options;
    private final Map<InetSocketAddress, Redis> servers = new LinkedHashMap<>(); // the seeds are the first
    private final int seeds;
    private final Slots slots = new Slots();

    /** The question for all slots, so that many commands ask it once; null if nothing is asked. */
    private @Nullable Future<@Nullable Void> refresh;

    private boolean known;

    /**
     * Names a cluster by some of its servers.
     * @param loop of the connections
     * @param options of each server, all but the address
     * @param seeds the servers that are asked first, at least one; the cluster tells of the others
     */
    public RedisCluster(Scheduler loop, RedisOptions options, List<InetSocketAddress> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("no address of a cluster");
        }
        this.loop = Objects.requireNonNull(loop, "loop");
        this.options = Objects.requireNonNull(options, "options");
        seeds.forEach(this::server);
        this.seeds = servers.size();
    }

    private Redis server(InetSocketAddress address) {
        Redis known = servers.get(address);
        if (known != null) {
            return known;
        }
        if (servers.size() == seeds + MOST_SERVERS) {
            InetSocketAddress first = new ArrayList<>(servers.keySet()).get(seeds);
            Objects.requireNonNull(servers.remove(first)).close();
        }
        Redis added = new Redis(loop, options.at(address), () -> Future.completed(address), false);
        servers.put(address, added);
        return added;
    }

    int servers() {
        return servers.size();
    }

    @Override
    public Future<RespValue> call(Command command) {
        long deadline = loop.ticker().nanoTime() + options.timeout().toNanos();
        return known ? call(command, deadline, 0) : refresh().flatMap(done -> call(command, deadline, 0));
    }

    private Future<RespValue> call(Command command, long deadline, int redirects) {
        InetSocketAddress address = address(command);
        return server(address).call(command).recoverWith(error -> {
            if (error instanceof IOException) { // another server may have taken over: at least for the next caller
                refresh();
            }
            if (deadline - loop.ticker().nanoTime() <= 0) {
                return Future.failed(error);
            }
            if (error instanceof NotSentException) {
                return refresh()
                        .flatMap(done -> loop.sleep(PAUSE))
                        .flatMap(slept -> call(command, deadline, redirects));
            }
            return (error instanceof RedisException refusal && redirects < MOST_REDIRECTS)
                    ? redirected(command, address, refusal, deadline, redirects + 1)
                    : Future.failed(error);
        });
    }

    /** The message is {@code MOVED slot host:port}, or {@code ASK} with the same. */
    private Future<RespValue> redirected(
            Command command, InetSocketAddress asked, RedisException refusal, long deadline, int redirects) {
        Matcher redirect = REDIRECT.matcher(String.valueOf(refusal.getMessage()));
        int slot = redirect.matches() ? Integer.parseInt(redirect.group(2)) : Slots.COUNT;
        int port = slot < Slots.COUNT ? Integer.parseInt(redirect.group(4)) : 0;
        if (port < 1 || port > 65_535) { // another refusal, or what no server of Redis says
            return Future.failed(refusal);
        }
        InetSocketAddress next = Slots.address(redirect.group(3), port, asked);
        if (refusal.code().equals("MOVED")) {
            slots.moved(slot, next);
            return call(command, deadline, redirects);
        }
        Redis server = server(next);
        server.once(Command.of("ASKING")); // holds for the command after it; both leave together
        return server.once(command)
                .recoverWith(error ->
                        isPassing(error) && deadline - loop.ticker().nanoTime() > 0
                                ? loop.sleep(PAUSE)
                                        .flatMap(slept ->
                                                call(command, deadline, redirects - 1)) // from the begin, to ask again
                                : Future.failed(error));
    }

    private static boolean isPassing(Throwable error) {
        return error instanceof NotSentException || (error instanceof RedisException refusal && refusal.isPassing());
    }

    private InetSocketAddress address(Command command) {
        String key = command.key();
        InetSocketAddress known = key == null ? null : slots.server(Slots.of(key));
        return known != null ? known : servers.keySet().iterator().next();
    }

    /** Asks one server after the other which slots it knows, until one of them answers. */
    private Future<@Nullable Void> refresh() {
        if (refresh == null) {
            List<InetSocketAddress> all = new ArrayList<>(servers.keySet());
            Collections.rotate(all, options.random().nextInt(all.size()));
            refresh = ask(all).onDone(() -> refresh = null);
        }
        return refresh.shield(); // one who has lost patience must not end it for all
    }

    private Future<@Nullable Void> ask(List<InetSocketAddress> left) {
        if (left.isEmpty()) {
            return Future.completed(null);
        }
        InetSocketAddress asked = left.get(0);
        return server(asked)
                .call(Command.of("CLUSTER", "SLOTS"))
                .<@Nullable Void>map(answer -> {
                    slots.update(answer, asked);
                    known = true;
                    return null;
                })
                .recoverWith(error -> ask(left.subList(1, left.size())));
    }

    /** Ends all connections. */
    @Override
    public void close() {
        servers.values().forEach(Redis::close);
    }
}
