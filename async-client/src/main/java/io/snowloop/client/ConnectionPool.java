package io.snowloop.client;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.loop.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a connection for every request: one that is idle, else a new one, else a place in the line.
 *
 * <p>There are at most {@code maxPerOrigin} connections to one origin and {@code maxConnections} in all. A request beyond
 * that waits, in order, and never fails for it. Of several origins with requests waiting, the one whose request has
 * waited longest is next. All of it belongs to the loop's thread.
 */
final class ConnectionPool {
    private final EventLoop loop;
    private final FetcherOptions options;
    private final ByteQueue out = new ByteQueue();
    private final Map<Origin, OriginPool> origins = new HashMap<>();
    private int open;

    ConnectionPool(EventLoop loop, FetcherOptions options) {
        this.loop = loop;
        this.options = options;
    }

    private OriginPool origin(Exchange exchange) {
        return origins.computeIfAbsent(exchange.target.origin(), origin -> new OriginPool(origin, options.via()));
    }

    // region submit
    /** Sends it now, or as soon as there is a connection for it. */
    void submit(Exchange exchange) {
        OriginPool origin = origin(exchange);
        ClientConnection idle = origin.firstWaiting() == null ? origin.takeIdle() : null;
        if (idle != null) {
            idle.start(exchange);
        } else {
            origin.enqueue(exchange);
            connectWaiting();
        }
    }

    /** A connection has nothing to do: it takes the next request of its origin, or waits for one. */
    void released(ClientConnection connection) {
        Exchange next = connection.origin().takeWaiting();
        if (next != null) {
            connection.start(next);
            return;
        }
        connection.origin().addIdle(connection);
        connectWaiting(); // of another origin, in its place
    }
    // endregion

    /** A connection is gone, or could not be made. */
    void closed(ClientConnection connection) {
        OriginPool origin = connection.origin();
        origin.removeIdle(connection);
        origin.open--;
        open--;
        if (origin.isUnused()) {
            origins.remove(origin.origin, origin);
        }
        connectWaiting();
    }

    /** Makes connections for requests that wait, as many as there may be. */
    private void connectWaiting() {
        for (OriginPool origin = nextInLine(); origin != null && hasRoom(origin); origin = nextInLine()) {
            Exchange exchange = origin.takeWaiting();
            if (exchange != null) {
                origin.open++;
                open++;
                new ClientConnection(this, origin, out).connect(exchange);
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

    /** Whether there may be one more connection; if only an idle one to another origin stands in the way, it goes. */
    private boolean hasRoom(OriginPool wanted) {
        if (open < options.maxConnections()) {
            return true;
        }
        for (OriginPool origin : origins.values()) {
            ClientConnection idle = origin == wanted ? null : origin.takeIdle();
            if (idle != null) {
                idle.close(); // its end makes room, and calls connectWaiting
                return false;
            }
        }
        return false;
    }

    /** Ends a request, wherever it is: its connection is closed, or its place in the line is free. */
    void giveUp(Exchange exchange, Throwable reason) {
        if (exchange.isOver()) {
            return;
        }
        ClientConnection connection = exchange.connection();
        if (connection == null) {
            origin(exchange).forget(exchange);
            exchange.fail(reason);
        } else {
            connection.abandon(reason);
        }
    }

    /** Closes all connections; what is under way fails with {@code cause}. */
    void close(Throwable cause, List<Exchange> underWay) {
        underWay.forEach(exchange -> giveUp(exchange, cause));
        for (OriginPool origin : List.copyOf(origins.values())) {
            for (ClientConnection idle = origin.takeIdle(); idle != null; idle = origin.takeIdle()) {
                idle.close();
            }
        }
    }

    EventLoop loop() {
        return loop;
    }

    FetcherOptions options() {
        return options;
    }

    int open() {
        return open;
    }
}
