// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of a server, in the first of its loops. It gives each accepted connection to one of the loops, and
 * counts the connections of all loops. All state belongs to the first loop; other loops call only {@link #left}.
 */
final class ServerListener {
    private final EventLoop loop;
    private final List<LoopServer> parts;
    private final int maxConnections;
    private final LimitLog limits = new LimitLog(ServerOptions.class);
    private final Acceptor acceptor;

    /** Completes when it is closed and the last connection is over. */
    private final Promise<@Nullable Void> terminated;

    /** The number of connections in all loops, those included that are on the way to their loop. */
    private int connections;

    private int next;
    private boolean closed;

    private ServerListener(
            List<EventLoop> loops,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            SocketAddress address,
            boolean takeOver)
            throws IOException {
        this.loop = loops.get(0);
        this.parts = loops.stream()
                .map(part -> new LoopServer(
                        part,
                        handler,
                        options,
                        tls,
                        new MemoryBudget(options.maxMemory(), loops.size(), limits),
                        limits,
                        this::left))
                .toList();
        this.maxConnections = options.maxConnections();
        this.terminated = loop.newPromise();
        this.acceptor = Acceptor.listen(loop, address, options.backlog(), takeOver, this::accepted);
    }

    /** Listens, for a server that gives its connections to these loops in turn. Any thread. */
    static ServerListener open(
            List<EventLoop> loops,
            Handler handler,
            ServerOptions options,
            @Nullable TlsConfig tls,
            SocketAddress address,
            boolean takeOver)
            throws IOException {
        // On the loop, so that no connection is accepted before the constructor has returned.
        return loops.get(0).reactor().call(() -> new ServerListener(loops, handler, options, tls, address, takeOver));
    }

    private void accepted(SocketChannel channel) {
        if (++connections == maxConnections) {
            acceptor.pause();
            limits.hit("ServerOptions.maxConnections", maxConnections, "further connections wait in the backlog");
        }
        nextPart().accept(channel);
    }

    /** The next part whose loop runs. The loop that runs this is one. */
    private LoopServer nextPart() {
        LoopServer part;
        do {
            part = parts.get(next);
            next = (next + 1) % parts.size();
        } while (part.loop().isClosed());
        return part;
    }

    /** A connection is over. From any loop. */
    private void left() {
        Server.on(loop, () -> {
            if (connections-- == maxConnections) {
                acceptor.resume();
            }
            checkTerminated();
        });
    }

    private void checkTerminated() {
        if (closed && connections == 0) {
            terminated.complete(null);
        }
    }

    /** Stops listening. Connections that were accepted stay open. */
    void close() {
        closed = true;
        acceptor.close();
        checkTerminated();
    }

    /** Stops listening, and completes {@link #terminated} without waiting for the connections. */
    void abandon() {
        acceptor.close();
        terminated.complete(null);
    }

    Future<@Nullable Void> terminated() {
        return terminated;
    }

    /** The part of the server in each loop. */
    List<LoopServer> parts() {
        return parts;
    }

    SocketAddress address() {
        return acceptor.address();
    }

    /** Whether connections are accepted, or wait in the backlog. Any thread. */
    boolean isOpen() {
        return acceptor.isOpen();
    }
}
