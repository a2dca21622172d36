// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link TlsLayer#connect} to a server on a simulated network. */
class TlsConnectTest {
    private static final SocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 443);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop server = simulation.loop("10.0.0.1");
    private final EventLoop client = simulation.loop("10.0.0.2");
    private final RecordingProtocol atServer = new RecordingProtocol();
    private final RecordingProtocol atClient = new RecordingProtocol();
    private final TlsLayer layer =
            TlsLayer.client(client, TlsFixtures.client(), HOST, 443, WaterMarks.DEFAULT, atClient);

    @AfterEach
    void close() {
        simulation.close();
    }

    private void listen() {
        server.execute(() -> {
            try {
                Acceptor.listen(server, ADDRESS, 1, this::accept);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void accept(SocketChannel channel) {
        TlsConfig config = TlsFixtures.server();
        try {
            SocketTransport.open(
                    server,
                    channel,
                    TlsLayer.server(server, config, WaterMarks.DEFAULT, atServer)
                            .protocol(),
                    WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<Transport> connect() {
        return connect(layer, Duration.ofSeconds(10));
    }

    @Test
    void theUpperHalfComesWhenTheHandshakeIsDone() throws Exception {
        listen();
        assertThat(simulation.runUntil(connect())).isSameAs(layer.transport());
        assertThat(atClient.calls).containsExactly("connected");
        assertThat(layer.handshake().outcome().value()).isSameAs(layer.transport());
    }

    @Test
    void aConnectionThatIsRefusedFailsTheHandshake() {
        assertThatThrownBy(() -> simulation.runUntil(connect()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConnectException.class);
        assertThat(layer.handshake().outcome().error()).isInstanceOf(ConnectException.class);
    }

    @Test
    void cancellingEndsTheConnection() {
        listen();
        client.execute(() -> layer.connect(Connector.DEFAULT, ADDRESS, Duration.ofSeconds(10))
                .cancel());
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(atClient.calls).doesNotContain("connected");
        assertThat(atServer.calls).doesNotContain("connected");
        assertThat(simulation.leftovers()).noneMatch(left -> left.text().contains("10.0.0.2"));
    }

    @Test
    void ofTheTimeForConnectingTheHandshakeHasWhatIsLeft() {
        listenInSilence();
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(500))); // the connection alone takes a second
        assertThatThrownBy(() -> simulation.runUntil(connect(layer, Duration.ofSeconds(3))))
                .hasCauseInstanceOf(ConnectTimeoutException.class)
                .hasMessageContaining("no TLS handshake with " + HOST)
                .hasMessageContaining("within 3000 ms");
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theHandshakeHasALimitOfItsOwn() {
        listenInSilence();
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(500)));
        TlsConfig config = TlsFixtures.client().toBuilder()
                .handshakeTimeout(Duration.ofSeconds(1))
                .build();
        TlsLayer hasty = TlsLayer.client(client, config, HOST, 443, WaterMarks.DEFAULT, atClient);
        assertThatThrownBy(() -> simulation.runUntil(connect(hasty, Duration.ofSeconds(10))))
                .hasCauseInstanceOf(ConnectTimeoutException.class)
                .hasMessageContaining("within 1000 ms");
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aHandshakeThatIsDoneLeavesNoTimer() throws Exception {
        listen();
        simulation.runUntil(connect());
        simulation.runFor(Duration.ZERO);
        assertThat(client.pendingTimers()).isZero();
        assertThat(server.pendingTimers()).isZero();
    }

    private void listenInSilence() {
        server.execute(() -> {
            try {
                Acceptor.listen(server, ADDRESS, 1, channel -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Future<Transport> connect(TlsLayer by, Duration limit) {
        return client.submit(() -> by.connect(Connector.DEFAULT, ADDRESS, limit));
    }

    @Test
    void aNullArgumentIsRefusedByItsName() throws Exception {
        NullArguments arguments = new NullArguments()
                .sample(int.class, () -> 1)
                .sample(String.class, () -> HOST)
                .sample(Duration.class, () -> Duration.ofSeconds(1))
                .sample(Scheduler.class, () -> client)
                .sample(SocketAddress.class, () -> ADDRESS)
                .sample(Protocol.class, RecordingProtocol::new)
                .sample(WaterMarks.class, () -> WaterMarks.DEFAULT)
                .sample(Connector.class, () -> Connector.DEFAULT)
                .sample(TlsConfig.class, TlsFixtures::client)
                .sample(LongConsumer.class, () -> bytes -> {})
                .sample(TlsLayer.class, () -> layer);
        assertThat(arguments.unchecked(TlsLayer.class)).isEmpty();
    }
}
