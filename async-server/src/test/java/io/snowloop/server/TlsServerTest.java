// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.tls.Trust;
import io.snowloop.transport.Connector;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that are secured by TLS, and handshakes that come to nothing. */
class TlsServerTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofDays(1);
    private static final String HOST = "example.test";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 443);
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued ISSUED = AUTHORITY.issue(HOST);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private final LogCapture log = new LogCapture(LoopServer.class);
    private Server server;

    @BeforeEach
    void listen() throws IOException {
        server = Server.of(request -> Future.completed(
                        Response.text("secure: " + request.context().isSecure())))
                .tls(TlsConfig.server(Identity.of(ISSUED.key(), ISSUED.chain())))
                .on(loop)
                .listen(ADDRESS);
    }

    @AfterEach
    void close() {
        server.close();
        log.close();
        simulation.close();
    }

    private RecordingProtocol get() {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        };
        TlsConfig config = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));
        TlsLayer layer = TlsLayer.client(clients, config, HOST, 443, WaterMarks.DEFAULT, client);
        clients.execute(() -> layer.connect(Connector.DEFAULT, ADDRESS, LONG));
        simulation.runFor(MOMENT);
        return client;
    }

    /** A client that knows nothing of TLS, and says this. */
    private RecordingProtocol plain(String text) {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write(text);
            }
        };
        clients.execute(() -> Connector.DEFAULT.connect(clients, ADDRESS, LONG, client));
        simulation.runFor(MOMENT);
        return client;
    }

    @Test
    void aHandlerIsToldThatItsClientIsSecure() {
        assertThat(get().text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("secure: true");
        assertThat(server.url("/")).isEqualTo("https://10.0.0.1:443/");
        assertThat(log.records()).isEmpty();
    }

    @Test
    void aDrainWaitsForItsConnections() {
        RecordingProtocol client = get();
        Future<@Nullable Void> drained = server.drain(LONG);
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).as("the client has not closed").isFalse();

        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).isTrue();
    }

    @Test
    void aHandshakeThatFailsIsTheEndOfItsConnection() {
        RecordingProtocol client = plain("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.calls).contains("ended");
        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage()).isEqualTo("the TLS handshake failed"));

        Future<@Nullable Void> drained = server.drain(LONG);
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).as("no connection is left").isTrue();
    }

    /** A record of 16 KiB whose end is missing: its client has shown nothing yet, not even that it speaks TLS. */
    @Test
    void recordsThatDoNotEndAreBounded() throws IOException {
        assertBounded("\26\3\1\100\0" + "x".repeat(14_000));
    }

    /** A record that is whole, with a part of a ClientHello of 32,000 bytes. */
    @Test
    void handshakeMessagesThatDoNotEndAreBounded() throws IOException {
        assertBounded("\26\3\1\66\160" + "\1\0\175\0" + "x".repeat(0x3670 - 4));
    }

    private void assertBounded(String part) throws IOException {
        server.close();
        simulation.runFor(MOMENT);
        server = Server.of(request -> Future.completed(Response.text("")))
                .options(ServerOptions.builder().maxMemory(30_000).build())
                .tls(TlsConfig.server(Identity.of(ISSUED.key(), ISSUED.chain())))
                .on(loop)
                .listen(ADDRESS);
        RecordingProtocol first = plain(part);
        RecordingProtocol second = plain(part);
        RecordingProtocol third = plain(part);
        assertThat(third.isClosed()).isTrue();
        assertThat(first.isClosed()).isFalse();
        assertThat(get().text()).as("a usual handshake").startsWith("HTTP/1.1 200 OK");

        second.outside(() -> second.transport.abort());
        simulation.runFor(MOMENT);
        assertThat(plain(part).isClosed()).as("there is room again").isFalse();
    }

    @Test
    void aHandshakeThatIsUnderWayEndsWithTheServer() {
        RecordingProtocol client = plain("");
        assertThat(client.isClosed()).isFalse();
        server.close();
        simulation.runFor(MOMENT);
        assertThat(client.isClosed()).isTrue();
    }
}
