package io.snowloop.client;

import io.snowloop.http.connection.SharedQueue;
import io.snowloop.http.h1.DecoderContext;
import io.snowloop.loop.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a connection for every request: one that is idle, else a new one, else a place in the line.
 *
 * <p>There are at most {@code maxPerOrigin} connections to one origin and {@code maxConnections} in all. A request beyond
 * that waits, in order, and never fails for it. Of several origins with requests waiting, the one whose request has
 * waited longest is next. All of it belongs to the loop's thread.
 */
final class ConnectionPool {
    /**
     * How many requests a connection serves before it makes room for an earlier request to another origin. In strict order
     * of arrival every request would need a connection of its own; with none of this, a long line would shut out others.
     */
    private static final int TENURE = 16;

    private final EventLoop loop;
    private final FetcherOptions options;
    private final SharedQueue out = new SharedQueue();
    private final DecoderContext decoder = new DecoderContext();
    private final Map<Origin, OriginPool> origins = new HashMap<>();

    /** The connections without work, of all origins; the one that has been so for longest is the first. */
    private final Set<ClientConnection> idle = new LinkedHashSet<>();

    private int open;

    ConnectionPool(EventLoop loop, FetcherOptions options) {
        this.loop = loop;
        this.options = options;
    }

    // ------------------------------------------------------------------------------------------------- requests

    // region submit
    /** Sends it now, or as soon as there is a connection for it. */
    void submit(Exchange exchange) {
        OriginPool origin = origins.computeIfAbsent(
                exchange.target.origin(), wanted -> new OriginPool(wanted, options.connectTo()));
        ClientConnection connection = origin.takeIdle();
        if (connection == null) {
            origin.enqueue(exchange);
            connectWaiting();
            return;
        }
        idle.remove(connection);
        if (!connection.start(exchange)) {
            released(connection);
        }
    }
    // endregion

    /** Ends a request, wherever it is: its connection is closed, or its place in the line is free. */
    void giveUp(Exchange exchange, Throwable reason) {
        if (exchange.isOver()) {
            return;
        }
        ClientConnection connection = exchange.connection();
        if (connection == null) {
            forget(exchange);
            exchange.fail(reason);
        } else {
            connection.abandon(reason);
        }
    }

    private void forget(Exchange exchange) {
        OriginPool origin = origins.get(exchange.target.origin());
        if (origin != null) {
            origin.forget(exchange);
            removeIfUnused(origin);
        }
    }

    // ---------------------------------------------------------------------------------------------- connections

    /** A connection has nothing to do: it takes the next request of its origin, or waits for one. */
    void released(ClientConnection connection) {
        OriginPool origin = connection.origin();
        if (mustYield(connection)) {
            connection.close(); // its end makes room
            return;
        }
        for (Exchange next = origin.takeWaiting(); next != null; next = origin.takeWaiting()) {
            if (connection.start(next)) {
                return;
            }
        }
        connection.awaitRequest();
        origin.addIdle(connection);
        idle.add(connection);
        connectWaiting(); // of another origin, in its place
    }

    private boolean mustYield(ClientConnection connection) {
        Exchange ownNext = connection.origin().firstWaiting();
        if (ownNext == null || open < options.maxConnections() || connection.served() < TENURE) {
            return false;
        }
        OriginPool first = nextInLine();
        Exchange next = first == null ? null : first.firstWaiting();
        return next != null && next.sequence < ownNext.sequence;
    }

    /** A connection is gone, or could not be made. */
    void closed(ClientConnection connection) {
        OriginPool origin = connection.origin();
        removeIdle(connection);
        origin.open--;
        open--;
        removeIfUnused(origin);
        connectWaiting();
    }

    /** A connection is gone, and a new one takes its place, for the sake of the same request. */
    void replace(ClientConnection gone, Exchange exchange) {
        new ClientConnection(this, gone.origin()).connect(exchange);
    }

    private void removeIdle(ClientConnection connection) {
        connection.origin().removeIdle(connection);
        idle.remove(connection);
    }

    private void removeIfUnused(OriginPool origin) {
        if (origin.isUnused()) {
            origins.remove(origin.origin, origin);
        }
    }

    /** Makes connections for requests that wait, as many as there may be. */
    private void connectWaiting() {
        if (open >= options.maxConnections() && idle.isEmpty()) {
            return; // as mostly under load: then there is no need to look who is next
        }
        for (OriginPool origin = nextInLine(); origin != null && hasRoom(); origin = nextInLine()) {
            Exchange exchange = origin.takeWaiting();
            if (exchange != null) {
                origin.open++;
                open++;
                new ClientConnection(this, origin).connect(exchange);
            }
        }
    }

    /** Of all origins that may have one more connection, the one whose first request has waited longest. */
    private @Nullable OriginPool nextInLine() {
        OriginPool best = null;
        long earliest = Long.MAX_VALUE;
        for (OriginPool origin : origins.values()) {
            Exchange first = origin.firstWaiting();
            if (first != null && origin.open < options.maxPerOrigin() && first.sequence < earliest) {
                best = origin;
                earliest = first.sequence;
            }
        }
        return best;
    }

    /**
     * Whether there may be one more connection. If only an idle one stands in the way, it goes; that one is to another
     * origin, as there are no idle ones where requests wait.
     */
    private boolean hasRoom() {
        if (open < options.maxConnections()) {
            return true;
        }
        if (!idle.isEmpty()) {
            ClientConnection oldest = idle.iterator().next();
            removeIdle(oldest);
            oldest.close(); // its end makes room, and calls connectWaiting
        }
        return false;
    }

    /** Closes all connections; what is under way fails with {@code cause}. */
    void close(Throwable cause, List<Exchange> underWay) {
        underWay.forEach(exchange -> giveUp(exchange, cause));
        for (ClientConnection connection : List.copyOf(idle)) {
            removeIdle(connection);
            connection.close();
        }
    }

    EventLoop loop() {
        return loop;
    }

    FetcherOptions options() {
        return options;
    }

    /** What all connections encode into, one after the other. */
    SharedQueue out() {
        return out;
    }

    /** What they decode in. */
    DecoderContext decoder() {
        return decoder;
    }

    int open() {
        return open;
    }
}
