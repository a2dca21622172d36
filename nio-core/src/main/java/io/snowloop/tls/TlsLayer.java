// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;

/**
 * TLS between a transport and a protocol. It has two halves: {@link #protocol} is called by the transport below, and
 * {@link #transport} is what the protocol above calls.
 *
 * <pre>
 *   protocol above                         for example an HTTP connection
 *      |  calls           ^ is called
 *   layer.transport()     |
 *      TlsEngine                           encrypts, decrypts
 *   layer.protocol()      |
 *      ^ is called        v calls
 *   transport below                        for example a SocketTransport
 * </pre>
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#tls-layer -->
 * <pre>{@code
 * TlsLayer layer =
 *         TlsLayer.client(loop, config, "127.0.0.1", address.getPort(), WaterMarks.DEFAULT, protocol);
 * Future<Transport> connected = layer.connect(Connector.DEFAULT, address, ofSeconds(5));
 * }</pre>
 *
 * <p>{@link Protocol#connected} above is called when the handshake is done. If the handshake fails, the protocol above is
 * not called at all, as if a {@link Connector} could not connect: {@link #handshake} fails with the reason.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class TlsLayer {
    private final TlsEngine engine;
    private final TlsConnection connection;

    private TlsLayer(TlsEngine engine, TlsConnection connection) {
        this.engine = engine;
        this.connection = connection;
    }

    /**
     * {@return the client's side of a connection}
     * @param loop of the connection
     * @param config of a client
     * @param host the name that the certificate has to be for; an IPv6 address without brackets
     * @param port of the server
     * @param marks of the bytes that cannot be encrypted yet; those of the transport below fit
     * @param above is connected when the handshake is done
     */
    public static TlsLayer client(
            Scheduler loop, TlsConfig config, String host, int port, WaterMarks marks, Protocol above) {
        requireAll(loop, config, marks, above);
        TlsEngine engine = TlsEngine.client(config, Objects.requireNonNull(host, "host"), port);
        return new TlsLayer(
                engine, new TlsConnection(loop, config, engine, Peer.of(host, port), marks, above, bytes -> {}));
    }

    /**
     * {@return the server's side of a connection}
     * @param loop of the connection
     * @param config of a server
     * @param marks of the bytes that cannot be encrypted yet; those of the transport below fit
     * @param above is connected when the handshake is done
     */
    public static TlsLayer server(Scheduler loop, TlsConfig config, WaterMarks marks, Protocol above) {
        return server(loop, config, marks, above, bytes -> {});
    }

    /**
     * {@return the server's side of a connection}
     * @param loop of the connection
     * @param config of a server
     * @param marks of the bytes that cannot be encrypted yet; those of the transport below fit
     * @param above is connected when the handshake is done
     * @param keeps is told how many bytes of the client are kept in memory: of a record or a handshake message that has not come as a whole,
     *     and what the protocol above does not take; at last 0. It may abort the connection.
     */
    public static TlsLayer server(
            Scheduler loop, TlsConfig config, WaterMarks marks, Protocol above, LongConsumer keeps) {
        requireAll(loop, config, marks, above);
        Objects.requireNonNull(keeps, "keeps");
        TlsEngine engine = TlsEngine.server(config);
        return new TlsLayer(engine, new TlsConnection(loop, config, engine, Peer.CLIENT, marks, above, keeps));
    }

    private static void requireAll(Scheduler loop, TlsConfig config, WaterMarks marks, Protocol above) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(marks, "marks");
        Objects.requireNonNull(above, "above");
    }

    /**
     * Connects the transport below, then performs the handshake.
     * @param connector opens the transport below
     * @param address a Unix-domain address or a TCP one; an unresolved one is looked up
     * @param timeout of the connection below and the handshake together; the handshake also has its own,
     *     {@link TlsConfig#handshakeTimeout}
     * @return {@link #handshake}. It also fails as {@link Connector#connect} does. Cancelling it closes the connection.
     */
    public Future<Transport> connect(Connector connector, SocketAddress address, Duration timeout) {
        connection.connecting(Objects.requireNonNull(timeout, "timeout"));
        Promise<Transport> handshake = connection.above().handshake();
        Future<Transport> socket = Objects.requireNonNull(connector, "connector")
                .connect(transport().loop(), address, timeout, protocol());
        socket.onComplete((transport, error) -> {
            if (error != null) {
                handshake.fail(error);
            }
        });
        handshake.onCancel(socket::cancel);
        return handshake;
    }

    /** {@return the lower half: what the transport below calls} */
    public Protocol protocol() {
        return connection.lower();
    }

    /**
     * {@return the upper half: what the protocol above calls} What is written to it before the handshake is done is kept
     * until then.
     */
    public Transport transport() {
        return connection.upper();
    }

    /**
     * {@return completes with {@link #transport} when the handshake is done, after {@link Protocol#connected} above} Fails
     * if the connection is closed before that, with an {@link SSLException}, a {@link ConnectTimeoutException} or a
     * {@link ConnectionClosedException}. Cancelling it ends the connection.
     */
    public Future<Transport> handshake() {
        return connection.above().handshake();
    }

    /**
     * {@return what the handshake has negotiated}
     * @throws IllegalStateException before the handshake is done
     */
    public TlsSession session() {
        return engine.session();
    }

    @Override
    public String toString() {
        return "TlsLayer[" + connection + "]";
    }
}
