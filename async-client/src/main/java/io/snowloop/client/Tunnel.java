// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.client.tunnel.TunnelHandshake;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to a proxy, until it is one to the origin: then the protocol above takes it over. */
final class Tunnel implements Protocol {
    private final TunnelHandshake handshake;
    private final Runnable onOpen;
    private final Protocol above;
    private final Promise<Transport> opened;
    private final ByteQueue out = new ByteQueue();
    private @Nullable Transport transport;

    /**
     * A connection that is not open yet.
     *
     * @param onOpen called before the protocol above takes the connection over
     * @throws IllegalArgumentException if the name of the origin is not valid in the protocol of the proxy
     */
    Tunnel(Scheduler loop, TunnelHandshake handshake, Runnable onOpen, Protocol above) {
        this.handshake = handshake;
        this.onOpen = onOpen;
        this.above = above;
        this.opened = loop.newPromise();
        opened.onCancel(this::abort);
        handshake.start(out);
    }

    /**
     * Completes after {@link Protocol#connected} above. Fails with what the handshake threw, or with {@link ConnectionClosedException}.
     * Cancelling it closes the connection.
     */
    Future<Transport> opened() {
        return opened;
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        if (opened.isDone()) { // cancelled, and its callback is still queued
            abort();
            return;
        }
        transport.write(out.takeAll());
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (opened.isDone()) {
            return;
        }
        try {
            handshake.receive(bytes, out);
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        Transport below = Objects.requireNonNull(transport);
        if (!out.isEmpty()) {
            below.write(out.takeAll());
        }
        if (handshake.isOpen()) {
            onOpen.run();
            above.takeOver(below, ByteBuffer.allocate(0));
            opened.complete(below);
        }
    }

    @Override
    public void ended() {
        fail(new ConnectionClosedException("it has closed the connection"));
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        opened.fail(ConnectionClosedException.of(cause));
    }

    private void fail(Exception error) {
        opened.fail(error);
        abort();
    }

    private void abort() {
        if (transport != null) {
            transport.abort();
        }
    }

    @Override
    public String toString() {
        return "Tunnel[" + above + "]";
    }
}
