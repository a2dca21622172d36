package io.snowloop.server;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Handler;
import io.snowloop.http.h1.Scratch;
import io.snowloop.loop.EventLoop;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A server's share in one loop: its connections there, and what they have in common. */
final class LoopServer {
    private static final System.Logger LOG = System.getLogger(LoopServer.class.getName());

    private final EventLoop loop;
    private final Handler handler;
    private final ServerOptions options;
    private final @Nullable TlsConfig tls;
    private final LimitLog limits;
    private final Runnable whenClosed;
    private final DateHeader date;
    private final ByteQueue out = new ByteQueue();
    private final Scratch scratch = new Scratch();
    private final Set<ServerConnection> connections = new LinkedHashSet<>();

    /** Those that are no connections of ours yet. */
    private final Set<TlsLayer> handshakes = new LinkedHashSet<>();

    private boolean draining;
    private boolean aborted;

    /**
     * A share without connections.
     *
     * @param tls what they are to be secured with; null for plain HTTP
     * @param whenClosed run, on the loop, each time when a connection is over
     */
    LoopServer(
            EventLoop loop,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            LimitLog limits,
            Runnable whenClosed) {
        this.loop = loop;
        this.handler = handler;
        this.options = options;
        this.tls = tls;
        this.limits = limits;
        this.whenClosed = whenClosed;
        this.date = new DateHeader(options.clock(), loop);
    }

    /** Makes an accepted channel a connection. Any thread. */
    void accept(SocketChannel channel) {
        if (loop.inEventLoop()) {
            open(channel);
            return;
        }
        try {
            loop.execute(() -> open(channel));
        } catch (RejectedExecutionException e) {
            giveUp(channel, e);
        }
    }

    private void open(SocketChannel channel) {
        if (aborted) { // while the channel was on its way here
            giveUp(channel, new ConnectionClosedException("the server was closed"));
            return;
        }
        try {
            ServerConnection connection = new ServerConnection(this);
            Protocol protocol = tls == null ? connection : secured(connection, tls);
            SocketTransport.open(loop, channel, protocol, options.writeMarks());
        } catch (IOException e) {
            giveUp(channel, e);
        }
    }

    private TlsLayer secured(ServerConnection connection, TlsConfig config) {
        TlsLayer layer = TlsLayer.server(loop, config, connection);
        handshakes.add(layer);
        layer.handshake().onComplete((transport, error) -> {
            handshakes.remove(layer);
            if (error != null) { // else the connection will say when it is over
                LOG.log(Level.DEBUG, "no TLS, no connection", error);
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

    /** Closes each connection as soon as its request, if it has one, is answered. On the loop. */
    void drain() {
        draining = true;
        List.copyOf(connections).forEach(ServerConnection::drain);
    }

    /** Closes all connections at once, and any that is still on its way here. On the loop. */
    void abort() {
        aborted = true;
        List.copyOf(connections).forEach(ServerConnection::abort);
        List.copyOf(handshakes).forEach(TlsLayer::abort);
    }

    void opened(ServerConnection connection) {
        connections.add(connection);
        if (draining) {
            connection.drain();
        }
    }

    void closed(ServerConnection connection) {
        connections.remove(connection);
        whenClosed.run();
    }

    boolean isDraining() {
        return draining;
    }

    EventLoop loop() {
        return loop;
    }

    Handler handler() {
        return handler;
    }

    ServerOptions options() {
        return options;
    }

    LimitLog limits() {
        return limits;
    }

    DateHeader date() {
        return date;
    }

    /** What all connections of this loop encode into, one after the other. */
    ByteQueue out() {
        return out;
    }

    /** What they decode in. */
    Scratch scratch() {
        return scratch;
    }
}
