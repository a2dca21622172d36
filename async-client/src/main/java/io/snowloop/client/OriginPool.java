// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Headers;
import io.snowloop.transport.Resolver;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections to one origin, and the requests that wait for one. */
final class OriginPool {
    private final ConnectionPool pool;
    private final Origin origin;
    private final SocketAddress address;
    private final Headers host;

    /** The one that was used last is used first, so that the others can time out. Some may be closed. */
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

    /** In the order of arrival. A set, because any of them may be cancelled, and there may be thousands. */
    private final Set<Exchange> pending = new LinkedHashSet<>();

    /** How many connections there are: busy, idle, or being opened. */
    int open;

    OriginPool(ConnectionPool pool, Origin origin) {
        SocketAddress connectTo = pool.context().options().connectTo();
        this.pool = pool;
        this.origin = origin;
        this.address = connectTo != null ? connectTo : Resolver.address(origin.host(), origin.port());
        this.host = Headers.of("Host", origin.authority());
    }

    ConnectionPool pool() {
        return pool;
    }

    Origin origin() {
        return origin;
    }

    /** Where to connect. */
    SocketAddress address() {
        return address;
    }

    /** The {@code Host} field of all requests. */
    Headers host() {
        return host;
    }

    /** An idle connection for a request; null if there is none. */
    @Nullable
    ClientConnection leaseIdle() {
        ClientConnection last = idle.pollLast();
        while (last != null && !last.isUsable()) {
            last = idle.pollLast();
        }
        return last;
    }

    void addIdle(ClientConnection connection) {
        idle.addLast(connection);
    }

    void enqueue(Exchange exchange) {
        pending.add(exchange);
    }

    /** The request that has waited longest; it stays in the queue. Null if none waits. */
    @Nullable
    Exchange firstPending() {
        return pending.isEmpty() ? null : pending.iterator().next();
    }

    /** Takes the request that has waited longest out of the queue. Null if none waits. */
    @Nullable
    Exchange takePending() {
        Exchange first = firstPending();
        pending.remove(first);
        return first;
    }

    /** Takes a request that was cancelled out of the queue. */
    void removePending(Exchange exchange) {
        pending.remove(exchange);
    }

    boolean isUnused() {
        return open == 0 && pending.isEmpty();
    }

    @Override
    public String toString() {
        return origin + " (" + open + " open, " + pending.size() + " pending)";
    }
}
