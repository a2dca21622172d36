package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.loop.EventLoop;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's connections come in and are counted: a socket that listens, in the first of its loops. All state
 * belongs to that loop; only {@link #left} is called by the others.
 */
final class Entrance {
    private final EventLoop loop;
    private final List<LoopServer> shares;
    private final int maxConnections;
    private final LimitLog limits = new LimitLog();
    private final Acceptor acceptor;

    /** Completes when it is closed and no connection is left. */
    private final Promise<@Nullable Void> deserted;

    /** How many there are, in all loops; one that is on its way to its loop counts. */
    private int connections;

    private int next;
    private boolean closed;

    private Entrance(
            List<EventLoop> loops,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            SocketAddress address)
            throws IOException {
        this.loop = loops.get(0);
        this.shares = loops.stream()
                .map(share -> new LoopServer(share, handler, options, tls, limits, this::left))
                .toList();
        this.maxConnections = options.maxConnections();
        this.deserted = loop.newPromise();
        this.acceptor = Acceptor.listen(loop, address, options.backlog(), this::accepted);
    }

    /** Listens, for a server that shares its connections out to these loops, each in turn. Any thread. */
    static Entrance open(
            List<EventLoop> loops,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            SocketAddress address)
            throws IOException {
        // On the loop, where no connection can come before the constructor has ended.
        return loops.get(0).reactor().call(() -> new Entrance(loops, handler, options, tls, address));
    }

    private void accepted(SocketChannel channel) {
        if (++connections == maxConnections) {
            acceptor.pause();
            limits.hit("maxConnections", maxConnections, "further connections wait in the backlog");
        }
        LoopServer share = shares.get(next);
        next = (next + 1) % shares.size();
        share.accept(channel);
    }

    /** A connection is over. From any loop. */
    private void left() {
        Server.on(loop, () -> {
            if (connections-- == maxConnections) {
                acceptor.resume();
            }
            checkDeserted();
        });
    }

    private void checkDeserted() {
        if (closed && connections == 0) {
            deserted.complete(null);
        }
    }

    /** Stops listening; connections that were accepted live on. */
    void close() {
        closed = true;
        acceptor.close();
        checkDeserted();
    }

    /** Stops listening; whoever waits until no connection is left need not wait any longer. */
    void abandon() {
        acceptor.close();
        deserted.complete(null);
    }

    Future<@Nullable Void> deserted() {
        return deserted;
    }

    /** The server's share in each loop. */
    List<LoopServer> shares() {
        return shares;
    }

    SocketAddress address() {
        return acceptor.address();
    }
}
