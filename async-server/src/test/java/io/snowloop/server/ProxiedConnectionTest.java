// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A connection from a proxy that tells its client's address")
class ProxiedConnectionTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofDays(1);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);
    private static final String HEADER = "PROXY TCP4 192.0.2.7 192.0.2.8 4660 443\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String TOLD = "/192.0.2.7:4660 at /192.0.2.8:443";

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop proxy = simulation.loop("10.0.0.2");
    private final EventLoop stranger = simulation.loop("10.0.0.3");
    private final CapturedLog log = new CapturedLog(ServerOptions.class);
    private @Nullable Server server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        log.close();
        simulation.close();
    }

    private Server.Builder builder() {
        return Server.of(request -> Future.completed(Response.text(
                        request.remoteAddress() + " at " + request.context().localAddress())))
                .proxyProtocol(AddressRanges.of("10.0.0.2"))
                .on(loop);
    }

    private void listen() throws IOException {
        server = builder().listen(ADDRESS);
    }

    private RecordingProtocol send(EventLoop from, String... segments) {
        RecordingProtocol client = new RecordingProtocol();
        from.submit(() -> Connector.DEFAULT.connect(from, ADDRESS, LONG, client));
        simulation.runFor(MOMENT);
        for (String segment : segments) {
            client.outside(() -> {
                if (client.transport.isOpen()) {
                    client.write(segment);
                }
            });
            simulation.runFor(MOMENT);
        }
        return client;
    }

    private void assertRefused(RecordingProtocol client, String why) {
        assertThat(client.isClosed()).isTrue();
        assertThat(client.text()).isEmpty();
        assertThat(log.records())
                .singleElement()
                .extracting(LogRecord::getMessage)
                .asString()
                .contains("Server.Builder.proxyProtocol = 10.0.0.2", "/10.0.0.2:", why);
    }

    @Test
    void hasTheAddressesOfItsHeader() throws IOException {
        listen();
        assertThat(send(proxy, HEADER + GET).text()).endsWith(TOLD);
        assertThat(send(proxy, HEADER, GET).text()).endsWith(TOLD);
        assertThat(send(
                                proxy,
                                "PROXY TC",
                                "P4 192.0.2.7 192.0.2.8 4660 443\r",
                                "\nGET /",
                                " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .text())
                .endsWith(TOLD);
        assertThat(send(proxy, HEADER + GET + GET).text()).endsWith(TOLD);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void hasThoseOfItsSocketIfTheProxyTellsNone() throws IOException {
        listen();
        assertThat(send(proxy, "PROXY UNKNOWN\r\n" + GET).text())
                .contains("/10.0.0.2:")
                .endsWith(" at /10.0.0.1:80");
    }

    @Test
    void isOneFromATrustedAddressOnly() throws IOException {
        listen();
        assertThat(send(stranger, GET).text()).contains("/10.0.0.3:").endsWith(" at /10.0.0.1:80");
        assertThat(send(stranger, HEADER + GET).text()).startsWith("HTTP/1.1 400 ");
        assertThat(log.records()).isEmpty();
    }

    @Test
    void isOneIfThatIsSetOnly() throws IOException {
        server = builder().proxyProtocol(AddressRanges.of()).listen(ADDRESS);
        assertThat(send(proxy, HEADER + GET).text()).startsWith("HTTP/1.1 400 ");
        assertThat(send(proxy, GET).text()).contains("/10.0.0.2:");
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "PROXY TCP4 192.0.2.7\r\n", "PROXY UNKNOWN\n"})
    void isClosedWithoutAHeader(String bytes) throws IOException {
        listen();
        RecordingProtocol client = send(proxy, bytes);
        assertRefused(client, bytes.equals(GET) ? "it begins with \"G\"" : "PROXY");
        send(proxy, bytes);
        assertThat(log.records()).as("said once").hasSize(1);
    }

    @Test
    void isClosedIfItsHeaderDoesNotCome() throws IOException {
        listen();
        RecordingProtocol client = send(proxy, "PROXY TCP4");
        simulation.runFor(ServerTimeouts.DEFAULT.head().minus(MOMENT.multipliedBy(3)));
        assertThat(client.isClosed()).isFalse();
        simulation.runFor(MOMENT.multipliedBy(3));
        assertRefused(client, "within ServerTimeouts.head");
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void isClosedIfItEndsBeforeItsHeader() throws IOException {
        listen();
        RecordingProtocol client = send(proxy, "PROXY TCP4");
        client.outside(() -> client.transport.shutdownOutput());
        simulation.runFor(MOMENT);
        assertRefused(client, "it ended before its header did");
    }

    @Test
    void mayBeACheckThatSendsNothing() throws IOException {
        listen();
        RecordingProtocol client = send(proxy);
        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);
        assertThat(client.isClosed()).isTrue();
        assertThat(log.records()).isEmpty();
        assertDrained();
    }

    private void assertDrained() {
        Future<@Nullable Void> drained = server.drain(LONG);
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).as("no connection is left").isTrue();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void isResetWhenTheServerIsClosed() throws IOException {
        listen();
        RecordingProtocol client = send(proxy, "PROXY");
        server.close();
        simulation.runFor(MOMENT);
        assertThat(client.isClosed()).isTrue();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void countsAsOne() throws IOException {
        server = builder()
                .options(ServerOptions.builder().maxConnections(1).build())
                .listen(ADDRESS);
        RecordingProtocol waiting = send(proxy, "PROXY");
        RecordingProtocol second = send(stranger, GET);
        assertThat(second.text()).isEmpty();
        waiting.outside(() -> waiting.transport.abort());
        simulation.runFor(MOMENT);
        assertThat(second.text()).startsWith("HTTP/1.1 200 OK");
        second.outside(() -> second.transport.close());
        simulation.runFor(MOMENT);
        assertDrained();
    }

    @Test
    void hasItsHeaderInFrontOfTls() throws IOException {
        TestAuthority authority = new TestAuthority("Test Authority");
        TestAuthority.Issued issued = authority.issue("example.test");
        TlsConfig tls = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        server = builder().tls(tls).listen(ADDRESS);
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write(GET);
            }
        };
        TlsConfig trusting = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
        TlsLayer layer = TlsLayer.client(proxy, trusting, "example.test", 443, WaterMarks.DEFAULT, client);
        RecordingProtocol below = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                transport.write(ByteBuffer.wrap(HEADER.getBytes(StandardCharsets.US_ASCII)));
                transport.protocol(layer.protocol());
                layer.protocol().connected(transport);
            }
        };
        proxy.submit(() -> Connector.DEFAULT.connect(proxy, ADDRESS, LONG, below));
        simulation.runFor(MOMENT);
        assertThat(client.text()).startsWith("HTTP/1.1 200 OK").endsWith(TOLD);
    }
}
