package io.snowloop.server;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Handler;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.SocketTransport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A server's share in one loop: its connections there, and what they have in common. */
final class LoopServer {
    private static final System.Logger LOG = System.getLogger(LoopServer.class.getName());

    private final Runnable whenClosed;
    private final EventLoop loop;
    private final Handler handler;
    private final ServerOptions options;
    private final DateHeader date;
    private final ByteQueue out = new ByteQueue();
    private final Set<ServerConnection> connections = new LinkedHashSet<>();
    private final Set<String> limitsHit = new HashSet<>();
    private boolean draining;

    /**
     * A share without connections.
     *
     * @param whenClosed run each time when a connection is over
     */
    LoopServer(EventLoop loop, Handler handler, ServerOptions options, Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.loop = loop;
        this.handler = handler;
        this.options = options;
        this.date = new DateHeader(options.clock());
    }

    /** Makes an accepted channel a connection. Any thread. */
    void accept(SocketChannel channel) {
        if (loop.inEventLoop()) {
            open(channel);
        } else {
            loop.execute(() -> open(channel));
        }
    }

    private void open(SocketChannel channel) {
        try {
            SocketTransport.open(loop, channel, new ServerConnection(this), options.writeMarks());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection ended before it began", e);
            whenClosed.run();
        }
    }

    /** Closes each connection as soon as its request, if it has one, is answered. On the loop. */
    void drain() {
        draining = true;
        List.copyOf(connections).forEach(ServerConnection::drain);
    }

    /** Closes all connections at once. On the loop. */
    void abort() {
        List.copyOf(connections).forEach(ServerConnection::abort);
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

    /** A limit was hit: says so, with the name of its setting, the first time. */
    void limitHit(String setting, Object value, String what) {
        if (limitsHit.add(setting)) {
            LOG.log(Level.WARNING, "ServerOptions." + setting + " = " + value + ": " + what + " (said once)");
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

    DateHeader date() {
        return date;
    }

    ByteQueue out() {
        return out;
    }
}
