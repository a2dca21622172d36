// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Readiness;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.LoopCall;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of a server, and the number of its connections. The first loop has one socket for each address, and
 * gives each accepted connection to one of the loops. With {@link ListenOptions#reusePort}, each loop has sockets of its own for TCP, and
 * keeps what they accept.
 *
 * <p>The state belongs to the first loop, but for the number of connections, which all loops change.
 */
final class ServerListener {
    private final EventLoop loop;
    private final List<LoopServer> parts;

    /** One for each part. */
    private final List<LoopListener> listeners;

    private final int maxConnections;
    private final LimitLog limits = new LimitLog(ServerOptions.class);

    /** Completes when it is closed and the last connection is over. */
    private final Promise<@Nullable Void> terminated;

    /** In all loops, those included that are on the way to their loop. */
    private final AtomicInteger connections = new AtomicInteger();

    private int next;
    private boolean leaving;
    private volatile boolean closed;

    private ServerListener(List<EventLoop> loops, ServerSetup setup) {
        this.loop = loops.get(0);
        ServerOptions options = setup.options();
        FailureLog failures = new FailureLog(options.failureInterval());
        this.parts = loops.stream()
                .map(part -> new LoopServer(
                        part,
                        setup,
                        new MemoryBudget(options.maxMemory(), loops.size(), limits),
                        limits,
                        failures,
                        this::left))
                .toList();
        this.listeners = loops.stream().map(LoopListener::new).toList();
        this.maxConnections = options.maxConnections();
        this.terminated = loop.newPromise();
    }

    /**
     * Listens on these addresses, for a server with these loops. If it cannot listen on one of them, it listens on none. Any
     * thread.
     */
    static ServerListener open(
            List<EventLoop> loops, ServerSetup setup, ListenOptions options, List<SocketAddress> addresses)
            throws IOException {
        ServerListener listener = new ServerListener(loops, setup);
        try {
            listener.listen(0, options, addresses);
            List<SocketAddress> shared = listener.addresses().stream()
                    .filter(address -> isShared(address, options))
                    .toList();
            for (int i = 1; i < loops.size() && !shared.isEmpty(); i++) {
                listener.listen(i, options, shared);
            }
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.closeSockets();
            throw e;
        }
    }

    /** Accepts from a channel of the caller's, for a server with these loops. Any thread. */
    static ServerListener open(List<EventLoop> loops, ServerSetup setup, ServerSocketChannel channel)
            throws IOException {
        if (channel.getLocalAddress() == null) { // said here: what fails on the loop is an IOException
            throw new IllegalArgumentException("channel is not bound: bind(address) comes first");
        }
        ServerListener listener = new ServerListener(loops, setup);
        LoopListener first = listener.listeners.get(0);
        LoopCall.on(first.loop().reactor(), () -> {
            first.listen(channel, connection -> listener.accepted(first, listener::nextPart, connection));
            return channel;
        });
        return listener;
    }

    /** Whether each loop has a socket of its own for this address. */
    private static boolean isShared(SocketAddress address, ListenOptions options) {
        return options.reusePort() && address instanceof InetSocketAddress;
    }

    /** In one call on the loop, so that no connection is accepted before all its sockets are there. */
    private void listen(int index, ListenOptions options, List<SocketAddress> addresses) throws IOException {
        LoopListener listener = listeners.get(index);
        LoopServer own = parts.get(index);
        LoopCall.on(listener.loop().reactor(), () -> {
            for (SocketAddress address : addresses) {
                Supplier<LoopServer> part = isShared(address, options) ? () -> own : this::nextPart;
                listener.listen(address, options, channel -> accepted(listener, part, channel));
            }
            return addresses;
        });
    }

    /**
     * A connection was accepted by a loop, which runs this. It pauses at the limit. Another loop, which does not know that yet, may
     * accept one more before it does the same.
     */
    private void accepted(LoopListener by, Supplier<LoopServer> part, SocketChannel channel) {
        if (connections.incrementAndGet() >= maxConnections) {
            by.pause();
            ServerEnding.on(loop, this::tell);
            limits.hit("ServerOptions.maxConnections", maxConnections, "further connections wait in the backlog");
        }
        part.get().accept(channel);
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
        int rest = connections.decrementAndGet();
        if (rest == maxConnections - 1) {
            listeners.forEach(each -> ServerEnding.on(each.loop(), () -> resume(each)));
            ServerEnding.on(loop, this::tell);
        }
        if (rest == 0 && closed) {
            ServerEnding.on(loop, this::checkTerminated);
        }
    }

    private void resume(LoopListener listener) {
        if (connections.get() < maxConnections) { // else it has been reached again meanwhile
            listener.resume();
        }
    }

    /** Tells the parts what they cannot see: the number of all connections, and the end that is near. */
    private void tell() {
        Readiness full = connections.get() >= maxConnections ? Readiness.OVERLOADED : Readiness.READY;
        Readiness now = leaving ? Readiness.DRAINING : full;
        parts.forEach(part -> part.tell(now));
    }

    private void checkTerminated() {
        if (closed && listeners.stream().allMatch(LoopListener::isClosed) && connections.get() == 0) {
            terminated.complete(null);
        }
    }

    /** It will end soon. Connections are accepted as before. */
    void leave() {
        leaving = true;
        tell();
    }

    /**
     * Stops listening. Connections that were accepted stay open.
     * @param then runs once the kernel refuses connections on all addresses, on the loop of the socket that was the last
     */
    void close(Runnable then) {
        leave();
        closed = true;
        closeSockets();
        List<LoopListener> listening =
                listeners.stream().filter(LoopListener::hasSockets).toList();
        AtomicInteger open = new AtomicInteger(listening.size());
        listening.forEach(each -> each.afterSelect(() -> {
            if (open.decrementAndGet() == 0) {
                then.run();
            }
        }));
        checkTerminated();
    }

    private void closeSockets() {
        listeners.forEach(each -> ServerEnding.on(each.loop(), () -> {
            each.close();
            ServerEnding.on(loop, this::checkTerminated);
        }));
    }

    /** Stops listening, and completes {@link #terminated} without waiting for the connections. */
    void abandon() {
        leave();
        closeSockets();
        terminated.complete(null);
    }

    Future<@Nullable Void> terminated() {
        return terminated;
    }

    /** The number of those that are not over. */
    int connections() {
        return connections.get();
    }

    /** The part of the server in each loop. */
    List<LoopServer> parts() {
        return parts;
    }

    /** Whether the server should be given more requests. Any thread. */
    Readiness readiness() {
        Readiness worst = isOpen() ? Readiness.READY : Readiness.DRAINING;
        for (LoopServer part : parts) {
            Readiness its = part.readiness();
            worst = its.compareTo(worst) > 0 ? its : worst;
        }
        return worst;
    }

    /** With the real ports. Any thread. */
    List<SocketAddress> addresses() {
        return listeners.get(0).addresses();
    }

    /** Whether connections are accepted on all addresses, or wait in the backlog. Any thread. */
    boolean isOpen() {
        return listeners.get(0).isOpen();
    }
}
