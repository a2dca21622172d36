// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Upgrade;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks another protocol than HTTP, after a 101 (RFC 9110 §7.8). The server keeps it to tell it of a drain, and
 * to end it; all else is its protocol's.
 */
final class UpgradedConnection implements Protocol {
    private final LoopServer server;
    private final Upgrade protocol;
    private final Transport transport;

    UpgradedConnection(LoopServer server, Upgrade protocol, Transport transport) {
        this.server = server;
        this.protocol = protocol;
        this.transport = transport;
    }

    /**
     * Takes over from HTTP.
     *
     * @param ahead what the client has sent behind its request, without waiting for the answer
     */
    void begin(ByteBuffer ahead) {
        transport.protocol(this);
        transport.resumeReading();
        protocol.connected(transport);
        if (ahead.hasRemaining()) {
            protocol.received(ahead);
        }
    }

    @Override
    public void connected(Transport transport) {} // it was, before it spoke this protocol

    @Override
    public void received(ByteBuffer bytes) {
        protocol.received(bytes);
    }

    @Override
    public void writable(boolean writable) {
        protocol.writable(writable);
    }

    @Override
    public void ended() {
        protocol.ended();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        try {
            protocol.closed(cause);
        } finally {
            server.closed(this);
        }
    }

    /** The server drains. */
    void drain() {
        protocol.drain();
    }

    /** Closes it at once, with a reset. */
    void abort() {
        transport.abort();
    }

    @Override
    public String toString() {
        return "UpgradedConnection[" + protocol + "]";
    }
}
