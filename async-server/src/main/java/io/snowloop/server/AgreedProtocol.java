// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Upgrade;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is above TLS until its handshake is done. Then the protocol that both sides have agreed on by ALPN (RFC 7301) takes over:
 * HTTP/2, or HTTP/1.1 with a client that has no ALPN.
 */
final class AgreedProtocol implements Protocol {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LoopServer server;
    private final ProxyHeader addresses;
    private final BudgetShare kept;
    private @Nullable TlsLayer layer;

    AgreedProtocol(LoopServer server, ProxyHeader addresses) {
        this.server = server;
        this.addresses = addresses;
        this.kept = new BudgetShare(server);
    }

    /** It is above this layer. */
    void over(TlsLayer below) {
        layer = below;
    }

    /** TLS keeps so many bytes of the client, also when another protocol has taken over. One that keeps more, although there is no room, ends. */
    void keeps(long bytes) {
        if (kept.received(bytes) && bytes > MemoryBudget.FEW) {
            Objects.requireNonNull(layer, "layer").transport().abort();
            kept.release();
        }
    }

    @Override
    public void connected(Transport transport) {
        String agreed = Objects.requireNonNull(layer, "layer").session().applicationProtocol();
        Upgrade http2 = "h2".equals(agreed) ? server.http2(addresses) : null;
        if (http2 == null) {
            new ServerConnection(server, addresses).takeOver(transport, NOTHING);
        } else {
            server.begun(transport, http2).begin(NOTHING);
        }
    }

    // Nothing else is called: the next protocol has the transport before anything can come.

    @Override
    public void received(ByteBuffer bytes) {
        throw new IllegalStateException("no protocol has taken over");
    }

    @Override
    public void ended() {
        throw new IllegalStateException("no protocol has taken over");
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        throw new IllegalStateException("no protocol has taken over");
    }
}
