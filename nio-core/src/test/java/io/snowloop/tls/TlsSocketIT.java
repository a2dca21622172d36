// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer over real sockets, on two loops with one thread each: one for servers, one for clients. */
class TlsSocketIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private EventLoopGroup loops;
    private EventLoop serverLoop;
    private EventLoop clientLoop;

    @BeforeEach
    void start() throws IOException {
        loops = EventLoopGroup.start(2);
        serverLoop = loops.loops().get(0);
        clientLoop = loops.loops().get(1);
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    private SocketAddress listen(TlsConfig config, Supplier<Protocol> protocols) throws Exception {
        return serverLoop
                .submit(() -> {
                    try {
                        Acceptor acceptor =
                                Acceptor.listen(serverLoop, new InetSocketAddress("127.0.0.1", 0), 100, channel -> {
                                    try {
                                        TlsLayer layer = TlsLayer.server(
                                                serverLoop, config, WaterMarks.DEFAULT, protocols.get());
                                        SocketTransport.open(serverLoop, channel, layer.protocol(), WaterMarks.DEFAULT);
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
                        return Future.completed(acceptor.address());
                    } catch (IOException e) {
                        return Future.failed(e);
                    }
                })
                .await(LIMIT);
    }

    private Future<Transport> connect(SocketAddress address, TlsConfig config, Protocol protocol) {
        return clientLoop.submit(() -> TlsLayer.client(
                        clientLoop,
                        config,
                        "127.0.0.1",
                        ((InetSocketAddress) address).getPort(),
                        WaterMarks.DEFAULT,
                        protocol)
                .connect(Connector.DEFAULT, address, LIMIT));
    }

    /** Sends back what it receives, with back-pressure; closes after the peer's end. */
    private static final class Echo extends RecordingProtocol {
        @Override
        protected void onReceived(byte[] piece) {
            transport.write(ByteBuffer.wrap(piece));
            if (!transport.isWritable()) {
                transport.pauseReading();
            }
        }

        @Override
        protected void onWritable(boolean writable) {
            if (writable) {
                transport.resumeReading();
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    /** Sends a number of bytes, with back-pressure, and compares the digest of the bytes that come back. */
    private static class Flood extends RecordingProtocol {
        final io.snowloop.future.Promise<String> done;
        private final MessageDigest sent = sha256();
        private final MessageDigest back = sha256();
        private final byte[] piece = new byte[50_000];
        private long left;
        private long awaited;

        Flood(EventLoop loop, long bytes) {
            done = loop.newPromise();
            left = bytes;
            awaited = bytes;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void onConnected() {
            pump();
        }

        @Override
        protected void onWritable(boolean writable) {
            if (writable) {
                pump();
            }
        }

        private void pump() {
            while (left > 0 && transport.isWritable()) {
                int size = (int) Math.min(left, piece.length);
                piece[0]++;
                sent.update(piece, 0, size);
                transport.write(ByteBuffer.wrap(piece, 0, size));
                left -= size;
            }
        }

        @Override
        protected void onReceived(byte[] bytes) {
            back.update(bytes);
            awaited -= bytes.length;
            if (awaited == 0) {
                transport.close();
            }
        }

        @Override
        protected void onClosed() {
            HexFormat hex = HexFormat.of();
            String expected = hex.formatHex(sent.digest());
            String actual = hex.formatHex(back.digest());
            if (awaited == 0 && expected.equals(actual) && violations.isEmpty()) {
                done.complete("same");
            } else {
                done.fail(new AssertionError(awaited + " bytes missing, " + violations, cause));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void largeDataBothWaysAtOnce(String protocol) throws Exception {
        SocketAddress address = listen(TlsFixtures.server(), Echo::new);
        Flood flood = new Flood(clientLoop, 30_000_000);
        connect(address, TlsFixtures.client().toBuilder().protocols(protocol).build(), flood)
                .await(LIMIT);

        assertThat(flood.done.await(LIMIT)).isEqualTo("same");
    }

    @Test
    void manyConnectionsAtOnce() throws Exception {
        SocketAddress address =
                listen(TlsFixtures.server().toBuilder().handshakeTimeout(LIMIT).build(), Echo::new);
        TlsConfig client =
                TlsFixtures.client().toBuilder().handshakeTimeout(LIMIT).build();
        List<Flood> floods = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Flood flood = new Flood(clientLoop, 20_000 + i);
            floods.add(flood);
            connect(address, client, flood).onComplete((transport, error) -> {
                if (error != null) {
                    flood.done.fail(error);
                }
            });
        }
        for (Flood flood : floods) {
            assertThat(flood.done.await(LIMIT)).isEqualTo("same");
        }
    }

    @Test
    void theConnectFailsAsTheHandshakeDoes() throws Exception {
        SocketAddress address = listen(TlsFixtures.server(), Echo::new);
        RecordingProtocol above = new RecordingProtocol();

        assertThat(failure(connect(address, TlsConfig.client(TlsFixtures.trust(TlsFixtures.OTHER_AUTHORITY)), above)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("TLS handshake with 127.0.0.1:")
                .hasMessageContaining("unable to find valid certification path");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void theConnectFailsAsTheConnectDoes() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }

        assertThat(failure(connect(
                        new InetSocketAddress("127.0.0.1", port), TlsFixtures.client(), new RecordingProtocol())))
                .isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void aServerThatAcceptsAndSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            assertThat(failure(connect(
                            new InetSocketAddress("127.0.0.1", silent.getLocalPort()),
                            TlsFixtures.client().toBuilder()
                                    .handshakeTimeout(Duration.ofMillis(200))
                                    .build(),
                            new RecordingProtocol())))
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessageContaining("within 200 ms");
        }
    }

    @Test
    void aServerThatIsCalledOff() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Future<Transport> connecting = connect(
                    new InetSocketAddress("127.0.0.1", silent.getLocalPort()),
                    TlsFixtures.client(),
                    new RecordingProtocol());
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout((int) LIMIT.toMillis());
                byte[] hello = new byte[1];
                assertThat(accepted.getInputStream().read(hello)).isEqualTo(1);
                connecting.cancel();
                assertThat(endOf(accepted)).isTrue();
            }
        }
    }

    @Test
    void aServerThatResets() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Future<Transport> connecting = connect(
                    new InetSocketAddress("127.0.0.1", server.getLocalPort()),
                    TlsFixtures.client(),
                    new RecordingProtocol());
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
                accepted.setSoLinger(true, 0);
            }
            assertThat(failure(connecting)).isInstanceOf(SSLException.class).hasMessageContaining("127.0.0.1:");
        }
    }

    @Test
    void plainHttpToATlsPortGetsAnAlertAndAnEnd() throws Exception {
        SocketAddress address = listen(TlsFixtures.server(), Echo::new);
        try (Socket socket = new Socket("127.0.0.1", ((InetSocketAddress) address).getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000).getBytes("US-ASCII"));

            assertThat(socket.getInputStream().readAllBytes()).hasSize(7).endsWith(0, 2, 2, 10);
        }
    }

    @Test
    void aClientThatSaysNothing() throws Exception {
        SocketAddress address = listen(
                TlsFixtures.server().toBuilder()
                        .handshakeTimeout(Duration.ofMillis(200))
                        .build(),
                Echo::new);
        try (Socket socket = new Socket("127.0.0.1", ((InetSocketAddress) address).getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());

            assertThat(endOf(socket)).isTrue();
        }
    }

    @Test
    void aCloseThatNobodyReads() throws Exception {
        io.snowloop.future.Promise<Throwable> closed = serverLoop.newPromise();
        SocketAddress address = listen(
                TlsFixtures.server().toBuilder()
                        .closeTimeout(Duration.ofMillis(200))
                        .build(),
                () -> new RecordingProtocol() {
                    @Override
                    protected void onConnected() {
                        transport.write(ByteBuffer.allocate(20_000_000));
                        transport.close();
                    }

                    @Override
                    protected void onClosed() {
                        closed.complete(cause);
                    }
                });
        RecordingProtocol deaf = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                transport.pauseReading();
            }
        };
        connect(address, TlsFixtures.client(), deaf).await(LIMIT);

        assertThat(closed.await(LIMIT)).hasMessageMatching(".*did not take the last \\d+ bytes within 200 ms");
    }

    private static Throwable failure(Future<?> future) throws Exception {
        try {
            throw new AssertionError("came to " + future.await(LIMIT));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Waits until the other side has ended the connection, with an end of stream or a reset. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
            // a reset
        }
        return true;
    }
}
