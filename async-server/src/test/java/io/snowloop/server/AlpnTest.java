// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version a client of TLS speaks is what both have agreed on (RFC 7301), and not what its first bytes are. */
class AlpnTest {
    private static final String HOST = "example.test";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 443);
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued ISSUED = AUTHORITY.issue(HOST);
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

    /** The header of the server's SETTINGS: their length, and their type. */
    private static final String SETTINGS = "(?s)\0\0.\4\0\0\0\0\0.*";

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private Server server;

    @BeforeEach
    void listen() throws IOException {
        server = Server.of(request -> Future.completed(Response.text("ok")))
                .tls(TlsConfig.server(Identity.of(ISSUED.key(), ISSUED.chain())))
                .http2(Http2Limits.DEFAULT)
                .on(loop)
                .listen(ADDRESS);
    }

    @AfterEach
    void close() {
        server.close();
        simulation.close();
    }

    /** What the server answers to this, with what it has agreed on in front. */
    private String send(String text, String... protocols) {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write(text);
            }
        };
        TlsConfig config = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));
        TlsLayer layer = TlsLayer.client(
                clients,
                config.toBuilder().applicationProtocols(protocols).build(),
                HOST,
                443,
                WaterMarks.DEFAULT,
                client);
        clients.execute(() -> layer.connect(Connector.DEFAULT, ADDRESS, Duration.ofDays(1)));
        simulation.runFor(Duration.ofMillis(100));
        return layer.session().applicationProtocol() + " " + client.text();
    }

    @ParameterizedTest
    @CsvSource({"h2, http/1.1", "http/1.1, h2"})
    void theServerPrefersHttp2(String first, String second) {
        assertThat(send(PREFACE, first, second)).startsWith("h2 ");
        assertThat(send(PREFACE, first, second).substring(3)).matches(SETTINGS);
    }

    @Test
    void aClientThatSpeaksHttp1OnlyIsServedOnTheSamePort() {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(send(get, "http/1.1")).startsWith("http/1.1 HTTP/1.1 200 OK");
        assertThat(send(get)).startsWith("null HTTP/1.1 200 OK");
    }

    @Test
    void whatWasNotAgreedOnIsRefused() {
        assertThat(send(PREFACE, "http/1.1")).startsWith("http/1.1 HTTP/1.1 505 ");
        assertThat(send(PREFACE)).startsWith("null HTTP/1.1 505 ");
        assertThat(send("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "h2")).doesNotContain("HTTP/1.1 ");
    }
}
