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

    /** How many bytes it keeps, as it was counted in the {@link MemoryBudget} last. */
    private long kept;

    /** Those of them that waited in the transport then. */
    private int queued;

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
        takeOver(transport, ahead);
        if (server.isDraining()) {
            drain();
        }
    }

    /** See {@link io.snowloop.http.RequestContext#keeps}. One that keeps more than before, although there is no room, ends. */
    void keeps(long bytes) {
        if (count(bytes)) {
            abort();
            count(0);
        }
    }

    /** Counts no longer what has left the transport's queue: below the water marks, no one is told of that. Returns at how much it has looked. */
    int recount() {
        int looks = 1;
        if (protocol instanceof Http2Connection http2) { // it counts for itself
            looks += http2.streams().size();
            http2.memory().recount();
        }
        int left = queued - transport.queued();
        if (left > 0) {
            count(kept - left);
        }
        return looks;
    }

    /** Returns whether there are more than before, and too many. After a close it keeps what its client has not read; after a reset nothing. */
    private boolean count(long bytes) {
        queued = transport.queued();
        long more = (transport.isOpen() || queued > 0 ? bytes : 0) - kept;
        kept += more;
        return more != 0 && server.context().memory().add(more);
    }

    @Override
    public void connected(Transport transport) {
        protocol.connected(transport);
    }

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
            keeps(0);
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
