// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Headers;
import io.snowloop.loop.Timer;
import io.snowloop.transport.Resolver;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections to one origin by one way, and the requests that wait for one. */
final class OriginPool {
    private final ConnectionPool pool;
    private final Route route;
    private final SocketAddress address;
    private final Headers host;

    /** The one that was used last is used first, so that the others can time out. Some may be closed. */
    private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>();

    /** Of connections of HTTP/2. */
    final Sharing sharing;

    /** In the order of arrival. A set, because any of them may be cancelled, and there may be thousands. */
    private final Set<Exchange> pending = new LinkedHashSet<>();

    /** Of those that may not wait for as long as all of them may take. */
    private final Map<Exchange, Timer> limits = new HashMap<>();

    /** How many connections there are: busy, idle, or being opened. */
    int open;

    OriginPool(ConnectionPool pool, Route route) {
        SocketAddress connectTo = pool.context().options().connectTo();
        this.pool = pool;
        this.route = route;
        this.address = connectTo != null ? connectTo : address(route);
        this.host = Headers.of("Host", route.origin().authority());
        this.sharing = new Sharing(policy().mayBeHttp2(origin()));
    }

    private static SocketAddress address(Route route) {
        Proxy proxy = route.proxy();
        return proxy == null
                ? Resolver.address(route.origin().host(), route.origin().port())
                : Resolver.address(proxy.host(), proxy.port());
    }

    ConnectionPool pool() {
        return pool;
    }

    Route route() {
        return route;
    }

    Origin origin() {
        return route.origin();
    }

    /** The versions of HTTP that its requests may be sent with. */
    HttpVersionPolicy policy() {
        HttpVersionPolicy own = route.policy();
        return own != null ? own : pool.context().options().httpVersion();
    }

    /** Where to connect. */
    SocketAddress address() {
        return address;
    }

    /** The {@code Host} field of all requests. */
    Headers host() {
        return host;
    }

    // ------------------------------------------------------------------------------------------------ connections

    /** A connection that has room for a request; null if there is none. */
    @Nullable
    PooledConnection lease() {
        PooledConnection shared = sharing.lease();
        if (shared != null) {
            return shared;
        }
        PooledConnection last = idle.pollLast();
        while (last != null && !last.hasRoom()) {
            last = idle.pollLast();
        }
        return last;
    }

    /** A connection is idle. The shared one need not be remembered once more. */
    void addIdle(PooledConnection connection) {
        if (!sharing.is(connection)) {
            idle.addLast(connection);
        }
    }

    /** Whether one more connection may be opened. */
    boolean mayOpen() {
        return sharing.mayOpen() && open < pool.context().options().maxPerOrigin();
    }

    // --------------------------------------------------------------------------------------------------- requests

    void enqueue(Exchange exchange) {
        if (pending.isEmpty()) {
            pool.waits(this, null, exchange);
        }
        if (pending.add(exchange)) {
            pool.context().metrics().waiting(1);
        }
    }

    /** Runs this if a request still waits after {@link Timeouts#pool}. */
    void limitWait(Exchange exchange, Runnable expired) {
        if (pending.contains(exchange)) {
            limits.put(exchange, pool.context().loop().schedule(exchange.timeouts.pool(), expired));
        }
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
        if (first != null) {
            removePending(first);
        }
        return first;
    }

    /** Takes a request out of the queue, wherever in it it is. */
    void removePending(Exchange exchange) {
        boolean first = exchange.equals(firstPending());
        if (pending.remove(exchange)) {
            if (first) {
                pool.waits(this, exchange, firstPending());
            }
            pool.context().metrics().waiting(-1);
            Timer limit = limits.remove(exchange);
            if (limit != null) {
                limit.cancel();
            }
        }
    }

    /** Takes those out of the queue that wait for an attempt to connect, and would not do so for longer than this. */
    List<Exchange> takeThoseAwaiting(Duration limit) {
        if (!sharing.isAwaited()) {
            return List.of();
        }
        List<Exchange> all = pending.stream()
                .filter(each -> each.timeouts.connect().compareTo(limit) <= 0)
                .toList();
        all.forEach(this::removePending);
        return all;
    }

    boolean isUnused() {
        return open == 0 && pending.isEmpty();
    }

    @Override
    public String toString() {
        return route + " (" + open + " open, " + pending.size() + " pending)";
    }
}
