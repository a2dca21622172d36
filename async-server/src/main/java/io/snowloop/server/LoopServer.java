// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.http.Upgrade;
import io.snowloop.logging.LazyLogger;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The part of a server that is in one loop: makes connections of accepted channels, and ends them. */
final class LoopServer {
    private static final LazyLogger LOG = new LazyLogger(LoopServer.class);

    private enum State {
        /** Connections are served. */
        SERVING,
        /** Each connection is closed when its current request is answered. */
        DRAINING,
        /** All connections were ended at once. */
        ABORTED
    }

    private final EventLoop loop;
    private final ServerContext context;
    private final @Nullable TlsConfig tls;
    private final Runnable whenClosed;
    private final Connections connections;
    private final ExchangePool exchanges;

    /** TLS handshakes under way. They are no connections yet. */
    private final Set<TlsLayer> handshakes = new LinkedHashSet<>();

    /** The connections that speak another protocol than HTTP. */
    private final Set<UpgradedConnection> upgraded = new LinkedHashSet<>();

    private State state = State.SERVING;

    /**
     * A part without connections.
     *
     * @param tls secures all connections; null for plain HTTP
     * @param memory bounds what the connections in this loop keep in memory
     * @param whenClosed run on the loop, once for each channel given to {@link #accept}, when its connection is over
     */
    LoopServer(
            EventLoop loop,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            MemoryBudget memory,
            LimitLog limits,
            Runnable whenClosed) {
        this.loop = loop;
        this.context = ServerContext.of(loop.reactor(), handler, options, memory, limits);
        this.tls = tls;
        this.whenClosed = whenClosed;
        this.connections = new Connections(loop, options.timeouts());
        this.exchanges = new ExchangePool(context);
    }

    /** Makes an accepted channel a connection. Any thread. */
    void accept(SocketChannel channel) {
        if (loop().inEventLoop()) {
            open(channel);
            return;
        }
        try {
            loop().execute(() -> open(channel));
        } catch (RejectedExecutionException e) {
            giveUp(channel, e);
        }
    }

    private void open(SocketChannel channel) {
        if (state == State.ABORTED) { // while the channel was on its way to this loop
            giveUp(channel, new ConnectionClosedException("the server was closed"));
            return;
        }
        try {
            ServerConnection connection = new ServerConnection(this);
            Protocol protocol =
                    tls == null ? connection : secured(connection, tls).protocol();
            SocketTransport.open(loop, channel, protocol, context.options().writeMarks());
        } catch (IOException e) {
            giveUp(channel, e);
        }
    }

    boolean isSecure() {
        return tls != null;
    }

    private TlsLayer secured(ServerConnection connection, TlsConfig config) {
        TlsLayer layer = TlsLayer.server(loop, config, context.options().writeMarks(), connection);
        handshakes.add(layer);
        layer.handshake().onComplete((transport, error) -> {
            handshakes.remove(layer);
            if (error != null) { // else the connection will say when it is over
                LOG.log(Level.DEBUG, "the TLS handshake failed", error);
                whenClosed.run();
            }
        });
        return layer;
    }

    private void giveUp(SocketChannel channel, Exception why) {
        LOG.log(Level.DEBUG, "a connection ended before it began", why);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "and could not be closed", e);
        }
        whenClosed.run();
    }

    /** Closes each connection when its current request is answered, an idle one at once. On the loop. */
    void drain() {
        if (state == State.SERVING) {
            state = State.DRAINING;
        }
        connections.copy().forEach(ServerConnection::drain);
        List.copyOf(upgraded).forEach(UpgradedConnection::drain);
    }

    /** Ends all connections at once, and any that is on its way to this loop. On the loop. */
    void abort() {
        state = State.ABORTED;
        connections.copy().forEach(ServerConnection::abort);
        List.copyOf(upgraded).forEach(UpgradedConnection::abort);
        List.copyOf(handshakes).forEach(layer -> layer.transport().abort());
    }

    // --------------------------------------------------------------------------------- called by the connections

    void opened(ServerConnection connection) {
        connections.add(connection);
        if (isDraining()) {
            connection.drain();
        }
    }

    void closed(ServerConnection connection) {
        connections.remove(connection);
        if (connections.isEmpty()) {
            exchanges.cancelTimers();
        }
        whenClosed.run();
    }

    /** A connection has left HTTP for another protocol. */
    void switched(ServerConnection connection, Upgrade next, ByteBuffer ahead) {
        connections.remove(connection);
        UpgradedConnection other = new UpgradedConnection(this, next, connection.transport());
        upgraded.add(other);
        other.begin(ahead);
        if (isDraining()) {
            other.drain();
        }
    }

    void closed(UpgradedConnection connection) {
        upgraded.remove(connection);
        whenClosed.run();
    }

    /** An exchange for a connection, until it is {@link #idle}. */
    ServerExchange borrow(ServerConnection connection) {
        ServerExchange exchange = exchanges.borrow();
        exchange.begin(connection);
        return exchange;
    }

    /** A connection has become idle, and its exchange is free. */
    void idle(ServerConnection connection, ServerExchange exchange) {
        connections.idle(connection);
        exchanges.giveBack(exchange);
    }

    /** Whether no request may follow the current ones. */
    boolean isDraining() {
        return state != State.SERVING;
    }

    ServerContext context() {
        return context;
    }

    EventLoop loop() {
        return loop;
    }

    /** The number of exchanges that serve no connection. */
    int spareExchanges() {
        return exchanges.size();
    }
}
