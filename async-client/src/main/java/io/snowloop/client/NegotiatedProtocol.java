// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is above TLS until the handshake has chosen the protocol (ALPN, RFC 7301). A connection of that protocol takes over then. */
final class NegotiatedProtocol implements Protocol {
    private final OriginPool origin;
    private final Exchange exchange;
    private @Nullable TlsLayer tls;

    /** Why the connection is of no use. */
    private @Nullable RemoteProtocolException refusal;

    NegotiatedProtocol(OriginPool origin, Exchange exchange) {
        this.origin = origin;
        this.exchange = exchange;
    }

    /** It is above this layer, which has not begun. */
    void above(TlsLayer layer) {
        tls = layer;
    }

    @Override
    public void connected(Transport transport) {
        String chosen = Objects.requireNonNull(tls).session().applicationProtocol();
        ByteBuffer nothing = ByteBuffer.allocate(0);
        if (HttpVersionPolicy.H2.equals(chosen)) {
            new Http2ClientConnection(origin, exchange).takeOver(transport, nothing);
        } else if (origin.policy() == HttpVersionPolicy.NEGOTIATE) { // "http/1.1", or a server that knows no ALPN
            new ClientConnection(origin, exchange).takeOver(transport, nothing);
            origin.pool().excludeSharing(origin);
        } else {
            refusal = new RemoteProtocolException(
                    Status.BAD_GATEWAY,
                    origin.origin() + " has not chosen HTTP/2 in the TLS handshake, but "
                            + (chosen == null ? "no protocol" : chosen)
                            + ": allow HTTP/1.1, by HttpVersionPolicy.NEGOTIATE");
            exchange.fail(refusal);
            transport.abort();
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        throw new IllegalStateException("the connection was refused, and is being closed");
    }

    @Override
    public void ended() {}

    /** Only a connection that was refused ends here. */
    @Override
    public void closed(@Nullable Throwable cause) {
        origin.pool().connectFailed(origin, refusal, exchange.timeouts.connect());
    }

    @Override
    public String toString() {
        return "NegotiatedProtocol[" + origin.route() + "]";
    }
}
