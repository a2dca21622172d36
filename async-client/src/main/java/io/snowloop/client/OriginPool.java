package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.loop.EventLoop;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Resolver;
import io.snowloop.transport.Transport;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections to one origin, and the requests that wait for one. */
final class OriginPool {
    final Origin origin;
    final SocketAddress address;

    /** What every request has to say: the Host field. */
    final Headers host;

    /** Open and without work; the one that was used last is used first, so that the others can time out. */
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

    /** In the order in which they came. A set, as any of them may be called off and there may be thousands. */
    private final Set<Exchange> waiting = new LinkedHashSet<>();

    /** How many connections there are: busy, idle, or being made. */
    int open;

    OriginPool(Origin origin, @Nullable SocketAddress connectTo) {
        this.origin = origin;
        this.host = Headers.of("Host", origin.authority());
        this.address = connectTo != null ? connectTo : Resolver.address(origin.host(), origin.port());
    }

    /** Connects, with TLS where the scheme says so. The future's callbacks run later, even if this fails at once. */
    Future<Transport> connect(EventLoop loop, FetcherOptions options, Protocol protocol) {
        Duration limit = options.timeouts().connect();
        if (!origin.isSecure()) {
            return options.connector().connect(loop, address, limit, protocol);
        }
        try {
            Connector connector = options.connector();
            return TlsLayer.client(
                            loop, options.tlsOrDefault(), origin.host(), origin.port(), connector.marks(), protocol)
                    .connect(connector, address, limit);
        } catch (RuntimeException e) { // a JDK without certificates to trust, say
            return Future.<Transport>failed(e).on(loop);
        }
    }

    /** One that has been closed in this turn is passed over: its end is on the way here. */
    @Nullable
    ClientConnection takeIdle() {
        ClientConnection last = idle.pollLast();
        while (last != null && !last.isUsable()) {
            last = idle.pollLast();
        }
        return last;
    }

    void addIdle(ClientConnection connection) {
        idle.addLast(connection);
    }

    void removeIdle(ClientConnection connection) {
        idle.remove(connection);
    }

    void enqueue(Exchange exchange) {
        waiting.add(exchange);
    }

    /** Whoever has waited longest; stays in the queue. */
    @Nullable
    Exchange firstWaiting() {
        return waiting.isEmpty() ? null : waiting.iterator().next();
    }

    @Nullable
    Exchange takeWaiting() {
        Exchange first = firstWaiting();
        waiting.remove(first);
        return first;
    }

    /** Takes a request that was called off out of the queue. */
    void forget(Exchange exchange) {
        waiting.remove(exchange);
    }

    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }

    @Override
    public String toString() {
        return origin + " (" + open + " open, " + waiting.size() + " waiting)";
    }
}
