// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.samples.docs.OwnProtocolPageTest.LineProtocol;
import io.snowloop.samples.docs.OwnProtocolPageTest.StoreClient;
import io.snowloop.samples.docs.OwnProtocolPageTest.StoreProtocol;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.tls.Trust;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/own-protocol.md} shows of TLS. */
class OwnTlsPageTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 7000);

    private static final Faults IN_PIECES =
            Faults.NONE.segments(50).shortWrites(0.5).jitter(ofMillis(2));

    private final TestAuthority authority = new TestAuthority("Test Authority");
    private final TestAuthority.Issued issued = authority.issue("store.test");
    private final TlsConfig serverTls = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
    private final TlsConfig clientTls = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
    private final Map<String, String> values = new ConcurrentHashMap<>(Map.of("a", "snow"));

    @Test
    void fromTheFirstByteOn() {
        Seeds.check(20, simulation -> {
            simulation.network().faults(IN_PIECES);
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");

            // region tls
            Acceptor acceptor = Acceptor.listen(
                    server,
                    ADDRESS,
                    128,
                    () -> TlsLayer.server(server, serverTls, WaterMarks.DEFAULT, new StoreProtocol(values))
                            .protocol());
            StoreClient store = new StoreClient();
            Future<Transport> connected = TlsLayer.client(
                            client, clientTls, "store.test", ADDRESS.getPort(), WaterMarks.DEFAULT, store)
                    .connect(Connector.DEFAULT, ADDRESS, ofSeconds(5));
            // endregion

            Future<String> answer =
                    connected.flatMap(secure -> store.ask("GET a").onDone(secure::close));
            assertThat(simulation.runUntil(answer)).isEqualTo("snow");
            acceptor.close();
            simulation.run();
            assertThat(simulation.leftovers()).isEmpty();
        });
    }

    // region server
    /** Takes {@code STARTTLS} and nothing else. All that follows is encrypted, and for the store. */
    static final class StartTls extends LineProtocol {
        private final TlsConfig tls;
        private final Map<String, String> values;
        private Timer silence;

        StartTls(TlsConfig tls, Map<String, String> values) {
            this.tls = tls;
            this.values = values;
        }

        @Override
        public void connected(Transport transport) {
            super.connected(transport);
            silence = transport.loop().schedule(StoreProtocol.LONGEST_SILENCE, transport::abort);
        }

        @Override
        void line(String line) {
            if (!line.equals("STARTTLS") || isAhead()) { // what comes in clear behind it would count as encrypted
                transport.abort();
                return;
            }
            silence.cancel();
            pause(); // no more lines for this protocol
            send("OK");
            TlsLayer.server(transport.loop(), tls, WaterMarks.DEFAULT, new StoreProtocol(values))
                    .protocol()
                    .takeOver(transport, ByteBuffer.allocate(0));
        }

        @Override
        public void closed(Throwable cause) { // not after takeOver: the new protocol gets it
            silence.cancel();
        }
    }
    // endregion

    // region client
    /** Asks for TLS, and waits for the answer. */
    static final class AskForTls extends LineProtocol {
        private final Promise<Transport> agreed;

        AskForTls(Promise<Transport> agreed) {
            this.agreed = agreed;
        }

        @Override
        public void connected(Transport transport) {
            super.connected(transport);
            send("STARTTLS");
        }

        @Override
        void line(String line) {
            pause();
            if (line.equals("OK") && !isAhead()) {
                agreed.complete(transport);
            } else {
                transport.abort(); // it must not go on in clear, for an attacker may have changed the answer
            }
        }

        @Override
        public void closed(Throwable cause) {
            agreed.fail(new ConnectionClosedException("the store does not begin TLS", cause));
        }
    }

    static Future<StoreClient> connect(Scheduler loop, InetSocketAddress address, String host, TlsConfig tls) {
        StoreClient store = new StoreClient();
        TlsLayer layer = TlsLayer.client(loop, tls, host, address.getPort(), WaterMarks.DEFAULT, store);
        Promise<Transport> agreed = loop.newPromise();
        return Connector.DEFAULT
                .connect(loop, address, ofSeconds(5), new AskForTls(agreed))
                .flatMap(opened -> agreed)
                .flatMap(clear -> {
                    layer.protocol().takeOver(clear, ByteBuffer.allocate(0));
                    return layer.handshake(); // fails if the certificate is not for this host
                })
                .map(secure -> store);
    }
    // endregion

    @Test
    void fromACommandOn() {
        Seeds.check(20, simulation -> {
            simulation.network().faults(IN_PIECES);
            Acceptor acceptor = serve(simulation);
            EventLoop client = simulation.loop("10.0.0.2");

            Future<String> answer = connect(client, ADDRESS, "store.test", clientTls)
                    .flatMap(store -> store.ask("GET a").onDone(store.transport::close));

            assertThat(simulation.runUntil(answer)).isEqualTo("snow");
            acceptor.close();
            simulation.run();
            assertThat(simulation.leftovers()).isEmpty();
        });
    }

    @Test
    void aCertificateOfAnotherHostEndsIt() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            serve(simulation);
            EventLoop client = simulation.loop("10.0.0.2");

            Future<StoreClient> store = client.submit(() -> connect(client, ADDRESS, "other.test", clientTls));

            assertThatThrownBy(() -> simulation.runUntil(store))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("other.test");
        }
    }

    /** The command came in clear, so it must not be done as one that was encrypted. */
    @Test
    void aCommandBehindStartTlsIsNotDone() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            serve(simulation);
            EventLoop client = simulation.loop("10.0.0.2");
            StoreClient attacker = simulation.runUntil(StoreClient.connect(client, ADDRESS));

            client.execute(() -> attacker.transport.write(UTF_8.encode("STARTTLS\nSET a rain\n")));
            simulation.run();

            assertThat(attacker.transport.isOpen()).isFalse();
            assertThat(values).containsEntry("a", "snow");
        }
    }

    private Acceptor serve(Simulation simulation) throws Exception {
        return Acceptor.listen(simulation.loop("10.0.0.1"), ADDRESS, 128, () -> new StartTls(serverTls, values));
    }
}
