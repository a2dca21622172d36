package io.snowloop.server;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Handler;
import io.snowloop.http.h1.Scratch;
import io.snowloop.loop.Deadline;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LateLogger;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A server's share in one loop: its connections there, and what they have in common. */
final class LoopServer {
    private static final LateLogger LOG = new LateLogger(LoopServer.class);

    private static final int SPARE = 256;

    private final EventLoop loop;
    private final Handler handler;
    private final ServerOptions options;
    private final @Nullable TlsConfig tls;
    private final LimitLog limits;
    private final Runnable whenClosed;
    private final DateHeader date;
    private final ByteQueue out = new ByteQueue();
    private final Scratch scratch = new Scratch();
    private final Connections connections = new Connections();

    /** Workers without work, at most {@value #SPARE}: a kilobyte each. */
    private final ArrayDeque<ServerConnection> spare = new ArrayDeque<>();

    /** When the connection that has rested longest has had its time: one timer for all, as their times are equal. */
    private final Deadline keepAlive;

    private final long keepAliveNanos;

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
        this.keepAlive = new Deadline(loop, this::closeResting);
        this.keepAliveNanos = Deadline.nanos(options.timeouts().keepAlive());
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
            PersistentConnection connection = new PersistentConnection(this);
            Protocol protocol =
                    tls == null ? connection : secured(connection, tls).protocol();
            SocketTransport.open(loop, channel, protocol, options.writeMarks());
        } catch (IOException e) {
            giveUp(channel, e);
        }
    }

    private TlsLayer secured(PersistentConnection connection, TlsConfig config) {
        TlsLayer layer = TlsLayer.server(loop, config, options.writeMarks(), connection);
        handshakes.add(layer);
        layer.handshake().onComplete((transport, error) -> {
            handshakes.remove(layer);
            if (error != null) { // else the connection will say when it is over
                LOG.get().log(Level.DEBUG, "no TLS, no connection", error);
                whenClosed.run();
            }
        });
        return layer;
    }

    private void giveUp(SocketChannel channel, Exception why) {
        LOG.get().log(Level.DEBUG, "a connection ended before it began", why);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.get().log(Level.DEBUG, "and could not be closed", e);
        }
        whenClosed.run();
    }

    /** Closes each connection as soon as its request, if it has one, is answered. On the loop. */
    void drain() {
        draining = true;
        connections.copy().forEach(PersistentConnection::drain);
    }

    /** Closes all connections at once, and any that is still on its way here. On the loop. */
    void abort() {
        aborted = true;
        connections.copy().forEach(PersistentConnection::abort);
        List.copyOf(handshakes).forEach(layer -> layer.transport().abort());
    }

    void opened(PersistentConnection connection) {
        connection.restingSince = loop.turnTime();
        connections.add(connection);
        if (draining) {
            connection.drain();
        }
    }

    void closed(PersistentConnection connection) {
        connections.remove(connection);
        if (connections.first() == null) { // then no timer is left either
            keepAlive.cancel();
            spare.forEach(ServerConnection::stopClocks);
        }
        whenClosed.run();
    }

    /** Somebody to work for a connection. */
    ServerConnection borrow() {
        ServerConnection last = spare.pollLast();
        return last != null ? last : new ServerConnection(this);
    }

    /** A connection has nothing to do, and whoever worked for it is free. */
    void rests(PersistentConnection connection, ServerConnection worker) {
        connection.restingSince = loop.turnTime();
        connections.touch(connection);
        if (!keepAlive.isArmed()) {
            keepAlive.arm(keepAliveNanos);
        }
        if (spare.size() < SPARE) {
            spare.addLast(worker);
        }
    }

    /** How many workers have no work. */
    int spare() {
        return spare.size();
    }

    /** Closes those that have rested long enough. */
    private void closeResting() {
        long now = loop.turnTime();
        for (PersistentConnection oldest = connections.first(); oldest != null; oldest = connections.first()) {
            long left = keepAliveNanos - (now - oldest.restingSince);
            if (left > 0) {
                keepAlive.arm(left);
                return;
            }
            oldest.restingSince = now;
            connections.touch(oldest);
            oldest.closeResting();
        }
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
