// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.loop.channel.TurnQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a fetcher. A request leases one that has room for it, else a new one is opened for it, else the request
 * waits in the queue of its origin. A connection of HTTP/1.1 has room while it is idle; one of HTTP/2 has it for as many requests
 * as the server allows.
 *
 * <p>There are at most {@code maxPerOrigin} connections to one origin and {@code maxConnections} in all. A request beyond
 * that waits, in order, and does not fail because of it. If requests to several origins wait, the one that has waited
 * longest is next. All methods belong to the loop's thread.
 */
final class ConnectionPool {
    /**
     * How many requests a connection serves before it is closed in favour of an older request to another origin: the
     * quantum of round-robin scheduling. With 1, every request could need a connection of its own; without a bound, a long
     * queue for one origin would starve the others.
     */
    private static final int QUANTUM = 16;

    private final ClientContext context;
    private final Map<Route, OriginPool> origins = new HashMap<>();

    /** Those whose requests wait, by the arrival of their first: to look for the next one is not as much work as there are origins. */
    private final SortedMap<Long, OriginPool> waiting = new TreeMap<>();

    /** The idle connections to all origins. The one that has been idle for longest is the first. */
    private final Set<PooledConnection> idle = new LinkedHashSet<>();

    /** How many connections there are to all origins: busy, idle, or being opened. */
    private int open;

    private long arrivals;

    /** Requests that fail together: as many as the program has, by one thing that a server does. */
    private final TurnQueue ends;

    /** No connection is opened any more, and none is used again. */
    private boolean closed;

    ConnectionPool(ClientContext context) {
        this.context = context;
        this.ends = new TurnQueue(context.reactor());
    }

    // -------------------------------------------------------------------------------------------------- requests

    // region submit
    /** Sends a request now, or as soon as there is a connection for it. */
    void submit(Exchange exchange) {
        exchange.sequence = ++arrivals;
        OriginPool origin = origins.computeIfAbsent(exchange.target.route(), added -> new OriginPool(this, added));
        PooledConnection connection = origin.lease();
        if (connection == null) {
            origin.enqueue(exchange);
            connectPending();
            limitWait(exchange, origin);
            return;
        }
        busy(connection);
        if (!connection.start(exchange)) {
            release(connection);
        }
    }
    // endregion

    private void limitWait(Exchange exchange, OriginPool origin) {
        Timeouts timeouts = exchange.timeouts;
        if (timeouts.pool().compareTo(timeouts.total()) < 0) { // else the total ends it, with one timer for all
            origin.limitWait(exchange, () -> {
                String limit = timeouts.pool().toMillis() + " ms";
                cancel(
                        exchange,
                        new PoolTimeoutException("no connection was free for it within " + limit
                                + " (FetcherOptions.maxPerOrigin, maxConnections): " + exchange));
            });
        }
    }

    /** Ends a request, wherever it is: its connection is closed, or it leaves the queue. */
    void cancel(Exchange exchange, Throwable reason) {
        if (exchange.isOver()) {
            return;
        }
        Carrier carrier = exchange.carrier();
        if (carrier == null) {
            removePending(exchange);
            exchange.fail(reason);
        } else {
            carrier.abandon(reason);
        }
    }

    private void removePending(Exchange exchange) {
        OriginPool origin = origins.get(exchange.target.route());
        if (origin != null) {
            origin.removePending(exchange);
            removeIfUnused(origin);
        }
    }

    /** Whether there is a connection of HTTP/2 whose server has said that it opens WebSockets on it. */
    boolean takesTunnels(Route route) {
        OriginPool origin = origins.get(route);
        Http2ClientConnection shared = origin == null ? null : origin.sharing.lease();
        return shared != null && shared.codec.peerTakesExtendedConnect();
    }

    // ----------------------------------------------------------------------------------------------- connections

    /** A connection has room: it takes the next requests of its origin, or is idle. */
    void release(PooledConnection connection) {
        OriginPool origin = connection.origin();
        if (closed || mustYield(connection)) {
            connection.close(); // when that is done, there is room for another one
            return;
        }
        while (connection.hasRoom()) {
            Exchange next = origin.takePending();
            if (next == null) {
                break;
            }
            busy(connection);
            connection.start(next);
        }
        if (connection.isIdle() && idle.add(connection)) {
            connection.awaitRequest();
            origin.addIdle(connection);
            context.metrics().idle(1);
            connectPending(); // to another origin, in its place
        }
    }

    private boolean mustYield(PooledConnection connection) {
        Exchange ownNext = connection.origin().firstPending();
        if (ownNext == null || open < context.options().maxConnections() || connection.served() < QUANTUM) {
            return false;
        }
        OriginPool first = nextOrigin();
        Exchange next = first == null ? null : first.firstPending();
        return next != null && next.sequence < ownNext.sequence;
    }

    /** A connection is idle no longer, if it was. */
    private void busy(PooledConnection connection) {
        if (idle.remove(connection)) {
            context.metrics().idle(-1);
        }
    }

    /** The server has chosen HTTP/1.1 for a connection of its origin: the others need connections of their own. */
    void excludeSharing(OriginPool origin) {
        origin.sharing.exclude();
        connectPending();
    }

    /**
     * A connection of HTTP/2 takes no more requests, and is not closed yet: another one may be opened. One that has no requests is closed
     * now: that makes room, and no idle one need be evicted for it.
     */
    void retired(Http2ClientConnection connection) {
        busy(connection);
        connection.origin().sharing.end(connection);
        if (connection.hasRequests()) {
            connectPending();
        }
    }

    /** A connection is closed. */
    void closed(PooledConnection connection) {
        busy(connection);
        notConnected(connection.origin());
    }

    /**
     * A connection could not be opened. Requests that wait for this attempt, in the place of one of their own, fail as it does, unless they
     * would have waited longer.
     *
     * @param error null if it was cancelled: then the next of them has an attempt of its own
     */
    void connectFailed(OriginPool origin, @Nullable Throwable error, Duration limit) {
        if (error != null) {
            origin.takeThoseAwaiting(limit).forEach(waiting -> ends.add(() -> waiting.fail(error)));
        }
        origin.sharing.connectFailed();
        notConnected(origin);
    }

    /** There is one connection less to this origin: it was closed, or could not be opened. */
    private void notConnected(OriginPool origin) {
        origin.open--;
        open--;
        context.metrics().ended();
        removeIfUnused(origin);
        connectPending();
    }

    private void removeIfUnused(OriginPool origin) {
        if (origin.isUnused()) {
            origins.remove(origin.route(), origin);
        }
    }

    /** Opens connections for requests that wait, as many as the limits allow. */
    private void connectPending() {
        boolean full = idle.isEmpty() && open >= context.options().maxConnections();
        if (closed || full) { // the usual case under load: the search for the next origin would be for nothing
            return;
        }
        for (OriginPool origin = nextOrigin(); origin != null && hasRoom(); origin = nextOrigin()) {
            Exchange exchange = origin.takePending();
            if (exchange != null) {
                origin.open++;
                open++;
                origin.sharing.connecting();
                context.metrics().connecting();
                ConnectAttempt.start(origin, exchange);
            }
        }
    }

    /** Of the origins that may have one more connection, the one whose first request has waited longest. Those that may not have some. */
    private @Nullable OriginPool nextOrigin() {
        for (OriginPool origin : waiting.values()) {
            if (origin.mayOpen()) {
                return origin;
            }
        }
        return null;
    }

    /** The first request that waits for an origin is another one. */
    void waits(OriginPool origin, @Nullable Exchange before, @Nullable Exchange now) {
        if (before != null) {
            waiting.remove(before.sequence);
        }
        if (now != null) {
            waiting.put(now.sequence, origin);
        }
    }

    /**
     * Whether one more connection may be opened now. If not, the connection that has been idle for longest is evicted, and
     * there is room when it is closed. It is to another origin: where requests wait, no connection is idle.
     */
    private boolean hasRoom() {
        if (open < context.options().maxConnections()) {
            return true;
        }
        if (!idle.isEmpty()) {
            evict(idle.iterator().next()); // its closed() calls connectPending again
        }
        return false;
    }

    private void evict(PooledConnection connection) {
        busy(connection);
        connection.close();
    }

    /**
     * No request comes any more, and these fail. Closes the connections that have none, and those that only WebSockets use when these are
     * closed.
     */
    void close(List<Exchange> unfinished, Throwable reason) {
        closed = true; // first: in the place of one that fails, another would begin
        unfinished.forEach(exchange -> ends.add(() -> cancel(exchange, reason)));
        List.copyOf(idle).forEach(this::evict);
        List.copyOf(origins.values()).forEach(origin -> origin.sharing.close());
    }

    ClientContext context() {
        return context;
    }

    int open() {
        return open;
    }
}
