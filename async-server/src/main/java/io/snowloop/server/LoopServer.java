// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Readiness;
import io.snowloop.http.Upgrade;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.logging.LazyLogger;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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

    /** At so many connections and streams of them is looked in a turn for what they keep no longer: it takes some milliseconds. */
    private static final int MOST_LOOKS = 16_384;

    private final ServerContext context;
    private final ServerSetup setup;
    private final Runnable whenClosed;
    private final Connections connections;
    private final ExchangePool exchanges;

    /** Those whose PROXY header or TLS handshake is under way. They are no connections yet. */
    private final Set<Transport> beginnings = new LinkedHashSet<>();

    /** The connections that speak another protocol than HTTP/1.1, in the order in which they are recounted. */
    private final Set<UpgradedConnection> upgraded = new LinkedHashSet<>();

    private State state = State.SERVING;

    private final FilePlaces files;

    /** What the listener says, which sees all loops. */
    private volatile Readiness told = Readiness.READY;

    /**
     * A part without connections.
     *
     * @param memory bounds what the connections in this loop keep in memory
     * @param whenClosed run on the loop, once for each channel given to {@link #accept}, when its connection is over
     */
    LoopServer(
            EventLoop loop,
            ServerSetup setup,
            MemoryBudget memory,
            LimitLog limits,
            FailureLog failures,
            Runnable whenClosed) {
        this.context = ServerContext.of(loop.reactor(), setup, memory, limits, failures);
        this.setup = setup;
        this.whenClosed = whenClosed;
        this.connections = new Connections(loop, setup.options().timeouts());
        this.exchanges = new ExchangePool(context);
        this.files = new FilePlaces(setup.options().maxHttp2Files());
        memory.recountBy(loop.reactor()::turn, this::recount);
    }

    /** Makes an accepted channel a connection. Any thread. */
    void accept(SocketChannel channel) {
        try {
            context.metrics().accepted();
            if (!loop().inEventLoop()) {
                loop().execute(() -> open(channel));
                return;
            }
        } catch (Throwable e) { // the loop is closed, or the application's metrics have a bug
            giveUp(channel, e);
            return;
        }
        open(channel);
    }

    private void open(SocketChannel channel) {
        if (state == State.ABORTED) { // while the channel was on its way to this loop
            giveUp(channel, new ConnectionClosedException("the server was closed"));
            return;
        }
        try {
            SocketTransport.open(
                    loop(), channel, new Beginning(), context.options().writeMarks());
        } catch (Throwable e) { // whatever it is: a place that is not given back is lost until the server ends
            giveUp(channel, e);
        }
    }

    /** The protocol of a connection, behind the header of its proxy. */
    private Protocol behind(ProxyHeader header) {
        TlsConfig tls = setup.tls();
        return tls == null
                ? new ServerConnection(this, header)
                : secured(header, tls).protocol();
    }

    /** HTTP/2 for a connection; null if the server doesn't speak it. */
    @Nullable
    Upgrade http2(ProxyHeader header) {
        Http2Limits limits = setup.http2();
        return limits == null ? null : new Http2Connection(this, header, limits);
    }

    boolean isSecure() {
        return setup.tls() != null;
    }

    private TlsLayer secured(ProxyHeader header, TlsConfig config) {
        AgreedProtocol agreed = new AgreedProtocol(this, header);
        TlsLayer layer = TlsLayer.server(loop(), config, context.options().writeMarks(), agreed, agreed::keeps);
        agreed.over(layer);
        beginnings.add(layer.transport());
        layer.handshake().onComplete((transport, error) -> {
            beginnings.remove(layer.transport());
            if (error != null) { // else the connection will say when it is over
                LOG.log(Level.DEBUG, "the TLS handshake failed", error);
                over();
            }
        });
        return layer;
    }

    private void giveUp(SocketChannel channel, Throwable why) {
        boolean usual = why instanceof IOException || why instanceof RejectedExecutionException;
        LOG.log(usual ? Level.DEBUG : Level.WARNING, "a connection ended before it began", why);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "and could not be closed", e);
        }
        over();
    }

    /** Closes each connection when its current request is answered, an idle one at once. On the loop. */
    void drain() {
        if (state == State.SERVING) {
            state = State.DRAINING;
        }
        connections.forEach(ServerConnection::drain);
        forEachUpgraded(UpgradedConnection::drain);
    }

    /** There is no room in memory: as many connections as a turn has time for count no longer what has been sent, and then the next ones. */
    private void recount() {
        connections.recount(MOST_LOOKS);
        int looks = 0;
        for (int left = upgraded.size(); left > 0 && looks < MOST_LOOKS; left--) {
            UpgradedConnection first = upgraded.iterator().next();
            upgraded.remove(first);
            upgraded.add(first);
            looks += first.recount();
        }
    }

    /** Ends all connections at once, and any that is on its way to this loop. On the loop. */
    void abort() {
        state = State.ABORTED;
        connections.forEach(ServerConnection::abort);
        forEachUpgraded(UpgradedConnection::abort);
        List.copyOf(beginnings).forEach(each -> connections.ends.add(each::abort));
        context.failures().end(loop());
    }

    private void forEachUpgraded(Consumer<UpgradedConnection> action) {
        for (UpgradedConnection each : List.copyOf(upgraded)) {
            connections.ends.add(() -> {
                if (upgraded.contains(each)) { // else it was closed meanwhile
                    action.accept(each);
                }
            });
        }
    }

    /** An accepted channel is a connection no longer. */
    private void over() {
        try {
            context.metrics().closed();
        } finally { // its place is free, also if the application's metrics have a bug
            whenClosed.run();
        }
    }

    // --------------------------------------------------------------------------------- called by the connections

    /** The header of a proxy is awaited. */
    void begins(Transport transport) {
        beginnings.add(transport);
    }

    /** It is not awaited any longer. */
    void hasBegun(Transport transport) {
        beginnings.remove(transport);
    }

    /** A connection of a proxy has no header. */
    void refused(@Nullable SocketAddress proxy, String why) {
        String closed = "a connection from " + proxy + " was closed: " + why;
        LOG.log(Level.DEBUG, closed);
        context.limits().hit("Server.Builder.proxyProtocol", setup.proxies(), closed);
    }

    /** A connection has ended before its header. */
    void endedEarly(ConnectionClosedException why) {
        LOG.log(Level.DEBUG, "a connection ended before it began", why);
        over();
    }

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
        over();
    }

    /** A connection has left HTTP for another protocol. */
    UpgradedConnection switched(ServerConnection connection, Upgrade next) {
        connections.remove(connection);
        return begun(connection.transport(), next);
    }

    /** A connection speaks another protocol than HTTP/1.1. */
    UpgradedConnection begun(Transport transport, Upgrade next) {
        UpgradedConnection other = new UpgradedConnection(this, next, transport);
        upgraded.add(other);
        return other;
    }

    void closed(UpgradedConnection connection) {
        upgraded.remove(connection);
        over();
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

    /** Takes what the listener says of the whole server. Any thread. */
    void tell(Readiness ofAll) {
        told = ofAll;
    }

    /** Whether this part should be given more requests. Any thread. */
    Readiness readiness() {
        Readiness ofAll = told;
        boolean full = loop().inEventLoop()
                ? context.memory().isStillFull()
                : context.memory().isFull();
        return ofAll == Readiness.READY && full ? Readiness.OVERLOADED : ofAll;
    }

    /** Looks at what is kept: without requests, a part that was full would not see that its clients have read all. On the loop. */
    Future<@Nullable Void> looked() {
        context.memory().isStillFull();
        return Future.completed(null);
    }

    ServerContext context() {
        return context;
    }

    FilePlaces files() {
        return files;
    }

    EventLoop loop() {
        return (EventLoop) context.loop(); // there is no other kind
    }

    /** The number of exchanges that serve no connection. */
    int spareExchanges() {
        return exchanges.size();
    }

    /** Makes the protocol of a connection, once its channel is in the loop: a channel that cannot be put there leaves nothing behind. */
    private final class Beginning implements Protocol {
        @Override
        public void connected(Transport transport) {
            Protocol protocol = setup.proxies().contains(transport.remoteAddress())
                    ? new ProxiedConnection(LoopServer.this, LoopServer.this::behind)
                    : behind(ProxyHeader.NO_ADDRESSES);
            transport.protocol(protocol);
            protocol.connected(transport);
        }

        @Override
        public void received(ByteBuffer bytes) {
            throw new IllegalStateException("no protocol has taken over");
        }

        @Override
        public void ended() {
            throw new IllegalStateException("no protocol has taken over");
        }

        /** Its protocol could not be made: the exception is reported already. */
        @Override
        public void closed(@Nullable Throwable cause) {
            over();
        }
    }
}
