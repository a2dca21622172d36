// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being opened for one exchange: the look-up of the name, TCP, and TLS if the scheme says so.
 *
 * <p>One of two things happens, once: {@link ClientConnection#connected} is called and the connection carries the exchange
 * from then on, or the exchange fails.
 */
final class ConnectAttempt implements Carrier {
    private final OriginPool origin;
    private final Exchange exchange;
    private final Future<Transport> connecting;

    private ConnectAttempt(OriginPool origin, Exchange exchange) {
        this.origin = origin;
        this.exchange = exchange;
        exchange.carriedBy(this); // before connecting, which a local address may do at once
        this.connecting = connect();
    }

    /** Connects to the origin for this exchange. The callbacks of a failure run later, even if it fails at once. */
    static void start(OriginPool origin, Exchange exchange) {
        ConnectAttempt attempt = new ConnectAttempt(origin, exchange);
        attempt.connecting.onComplete((transport, error) -> {
            if (error != null) { // else connected() has been called
                attempt.failed(attempt.named(error));
            }
        });
    }

    private Future<Transport> connect() {
        ClientContext context = origin.pool().context();
        Connector connector = exchange.observer.connectingBy(context.options().connector());
        Duration limit = exchange.timeouts.connect();
        boolean tunneled = origin.route().tunneled();
        if (!origin.origin().isSecure()) {
            Protocol protocol = origin.policy() == HttpVersionPolicy.HTTP_2
                    ? new Http2ClientConnection(origin, exchange)
                    : new ClientConnection(origin, exchange);
            return tunneled
                    ? TunnelAttempt.start(origin, exchange, protocol, null)
                    : connector.connect(context.loop(), origin.address(), limit, protocol);
        }
        try {
            TlsLayer tls = secured(context, connector);
            return tunneled
                    ? TunnelAttempt.start(origin, exchange, tls.protocol(), tls.handshake())
                    : tls.connect(connector, origin.address(), limit);
        } catch (RuntimeException e) { // for example a JDK without certificates to trust
            return Future.<Transport>failed(e).on(context.loop());
        }
    }

    /** TLS, and above it the connection; if that may be one of HTTP/2, the handshake chooses it. */
    private TlsLayer secured(ClientContext context, Connector connector) {
        TlsConfig own = origin.route().tls();
        TlsConfig config = own != null ? own : usual(context.options().tls());
        if (origin.policy() == HttpVersionPolicy.HTTP_1_1) {
            return layer(context, config, connector, new ClientConnection(origin, exchange));
        }
        TlsConfig offering =
                config.toBuilder().applicationProtocols(origin.policy().alpn()).build();
        NegotiatedProtocol negotiated = new NegotiatedProtocol(origin, exchange);
        TlsLayer tls = layer(context, offering, connector, negotiated);
        negotiated.above(tls);
        return tls;
    }

    /** The default is not made for options that have none: reading the JDK's authorities takes long. */
    static TlsConfig usual(@Nullable TlsConfig set) {
        return set == null ? TlsConfig.client() : set;
    }

    private TlsLayer layer(ClientContext context, TlsConfig config, Connector connector, Protocol above) {
        Origin server = origin.origin();
        return TlsLayer.client(context.loop(), config, server.host(), server.port(), connector.marks(), above);
    }

    /** What refuses a connection is the proxy, if there is one; its address alone does not say so. */
    private Throwable named(Throwable error) {
        Proxy proxy = origin.route().proxy();
        return proxy != null && error instanceof ConnectException
                ? new ConnectException("the proxy " + proxy + " cannot be reached: " + error.getMessage())
                        .initCause(error)
                : error;
    }

    private void failed(Throwable error) {
        exchange.fail(error); // does nothing if it was abandoned
        boolean cancelled = error instanceof CancellationException;
        if (!cancelled) {
            origin.pool().context().metrics().connectFailed();
        }
        origin.pool().connectFailed(origin, cancelled ? null : error, exchange.timeouts.connect());
    }

    @Override
    public void abandon(Throwable reason) {
        exchange.fail(reason);
        connecting.cancel();
    }

    @Override
    public String toString() {
        return "ConnectAttempt[" + origin.route() + "]";
    }
}
