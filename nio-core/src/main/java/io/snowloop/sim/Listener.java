// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A listening socket in the kernel, with its backlog: the connections that the program has not accepted yet. */
final class Listener {
    private static final int DEFAULT_BACKLOG = 50;

    private final SimHost host;
    private final InetSocketAddress address;
    private final Options options;
    private final int backlog;
    private final Queue<Endpoint> waiting = new ArrayDeque<>();
    private boolean closed;

    Listener(SimHost host, InetSocketAddress address, Options options, int backlog) {
        this.host = host;
        this.address = address;
        this.options = options;
        this.backlog = backlog < 1 ? DEFAULT_BACKLOG : backlog;
        host.ports().listen(address, this);
        host.network().opened(this);
    }

    InetSocketAddress address() {
        return address;
    }

    Options options() {
        return options;
    }

    /** Whether a SYN gets no answer now. Linux holds one connection more than {@code listen} asked for. */
    boolean isFull() {
        return waiting.size() > backlog;
    }

    void add(Endpoint connection) {
        waiting.add(connection);
    }

    boolean isReady() {
        return !waiting.isEmpty();
    }

    @Nullable
    Endpoint accept() {
        return waiting.poll();
    }

    /** Stops listening. Connections in the backlog are reset. Idempotent. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        host.ports().release(this);
        host.network().closed(this);
        waiting.forEach(Endpoint::abort);
    }

    @Override
    public String toString() {
        return "listening on " + Segment.text(address)
                + (waiting.isEmpty() ? "" : " (" + waiting.size() + " not accepted)");
    }
}
