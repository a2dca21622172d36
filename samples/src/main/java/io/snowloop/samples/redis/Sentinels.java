// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;

/**
 * Sentinels: servers that watch a master and its replicas, and agree on another master when it is gone. A client asks them for the address of the
 * master before each connection ("Guidelines for Redis clients with support for Redis Sentinel").
 */
public final class Sentinels implements RedisServers, AutoCloseable {
    private final String name;

    /** The one that has answered last is asked first. */
    private List<Redis> sentinels;

    /**
     * Names a master.
     * @param loop of the connections to the sentinels
     * @param options of a sentinel, all but the address; its time-out is for each of them
     * @param addresses of the sentinels
     * @param name of the master, as in their configuration
     */
    public Sentinels(Scheduler loop, RedisOptions options, Collection<SocketAddress> addresses, String name) {
        this.name = requireNonNull(name, "name");
        this.sentinels = addresses.stream()
                .map(address -> new Redis(loop, options.at(address), () -> Future.completed(address), false))
                .toList();
    }

    @Override
    public Future<SocketAddress> master() {
        return ask(sentinels, new IOException("no sentinel knows a master " + name));
    }

    private Future<SocketAddress> ask(List<Redis> left, IOException failure) {
        if (left.isEmpty()) {
            return Future.failed(failure);
        }
        Redis sentinel = left.get(0);
        return sentinel.call(Command.of("SENTINEL", "get-master-addr-by-name", name))
                .flatMap(answer -> address(sentinel, answer))
                .recoverWith(error -> {
                    failure.addSuppressed(error);
                    return ask(left.subList(1, left.size()), failure);
                });
    }

    private Future<SocketAddress> address(Redis sentinel, RespValue answer) throws RedisException {
        List<RespValue> address = answer.items();
        if (address.size() != 2) {
            return Future.failed(new IOException("a sentinel knows no master " + name));
        }
        sentinels = sentinels.stream()
                .sorted((a, b) -> Boolean.compare(b == sentinel, a == sentinel))
                .toList();
        return Future.completed(Resolver.address(
                requireNonNull(address.get(0).text()), (int) address.get(1).number()));
    }

    /** Ends the connections to the sentinels. */
    @Override
    public void close() {
        sentinels.forEach(Redis::close);
    }
}
