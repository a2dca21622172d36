// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.https;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Fetcher and a Snow app with TLS between them. */
class HttpsIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue("127.0.0.1");
    private static final Trust TRUST = Trust.certificates(List.of(AUTHORITY.certificate));
    private static final TlsConfig SERVER_TLS = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain()));

    private final Set<SocketAddress> clients = ConcurrentHashMap.newKeySet();
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = serve(SERVER_TLS);
    }

    private Server serve(TlsConfig tls) throws IOException {
        Snow app = new Snow()
                .bodyLimit(100_000_000)
                .get("/hello", request -> {
                    clients.add(request.remoteAddress());
                    return Response.text("hello");
                })
                .post(
                        "/echo",
                        (request, loop) -> request.body()
                                .collect(100_000_000)
                                .map(body -> Response.bytes(body.array(), "application/octet-stream")));
        return Server.of(app).tls(tls).listen("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static FetcherOptions trusting(TlsConfig tls) {
        return FetcherOptions.builder().tls(tls).build();
    }

    private static Response fetch(Fetcher fetcher, Request request) throws Exception {
        Future<Response> response = fetcher.fetch(request);
        fetcher.run();
        return response.await();
    }

    private Throwable failure(FetcherOptions options, String url) throws Exception {
        try (Fetcher fetcher = Fetcher.create(options)) {
            throw new AssertionError("came to " + fetch(fetcher, Request.get(url)));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aFetchOverTls(String protocol) throws Exception {
        assertThat(server.url("/hello")).startsWith("https://127.0.0.1:");
        try (Fetcher fetcher = Fetcher.create(
                trusting(TlsConfig.client(TRUST).toBuilder().protocols(protocol).build()))) {
            assertThat(fetch(fetcher, Request.get(server.url("/hello"))).text()).isEqualTo("hello");
        }
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        try (Fetcher fetcher = Fetcher.create(trusting(TlsConfig.client(TRUST)))) {
            for (int i = 0; i < 5; i++) {
                fetch(fetcher, Request.get(server.url("/hello")));
            }
            assertThat(clients).hasSize(1);
        }
    }

    @Test
    void largeBodiesGoBothWays() throws Exception {
        byte[] body = new byte[5_000_000];
        new Random(3).nextBytes(body);
        try (Fetcher fetcher = Fetcher.create(trusting(TlsConfig.client(TRUST)))) {
            Response response = fetch(fetcher, Request.post(server.url("/echo"), Body.of(body)));

            assertThat(Arrays.equals(response.bytes(), body)).isTrue();
        }
    }

    /** A relay on the way that cuts what passes into pieces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void theWayCutsTheStreamIntoPieces(int size) throws Exception {
        byte[] body = new byte[size == 1 ? 20_000 : 200_000];
        new Random(size).nextBytes(body);
        try (ServerSocket relay = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Fetcher fetcher = Fetcher.create(trusting(TlsConfig.client(TRUST)).toBuilder()
                        .connectTo(relay.getLocalSocketAddress())
                        .build())) {
            daemon(() -> relay(relay, size));
            Response response = fetch(fetcher, Request.post(server.url("/echo"), Body.of(body)));

            assertThat(Arrays.equals(response.bytes(), body)).isTrue();
        }
    }

    private void relay(ServerSocket relay, int size) throws IOException {
        Socket client = relay.accept();
        Socket target = new Socket("127.0.0.1", server.port());
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        daemon(() -> copy(client, target, size));
        daemon(() -> copy(target, client, size));
    }

    private static void copy(Socket from, Socket to, int size) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] piece = new byte[size];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            out.write(piece, 0, count);
        }
        to.shutdownOutput();
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void daemon(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void theWrongHostIsRefused() throws Exception {
        FetcherOptions options = trusting(TlsConfig.client(TRUST)).toBuilder()
                .connectTo(server.address())
                .build();

        assertThat(failure(options, "https://bank.test/hello"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("TLS handshake with bank.test:443 failed")
                .hasMessageContaining("No name matching bank.test found");
        assertThat(clients).isEmpty();
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        assertThat(failure(FetcherOptions.DEFAULT, server.url("/hello")))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unable to find valid certification path");
        assertThat(clients).isEmpty();
    }

    @Test
    void insecurelyItWorks() throws Exception {
        try (Fetcher fetcher = Fetcher.create(trusting(TlsConfig.insecureClient()).toBuilder()
                .connectTo(server.address())
                .build())) {
            assertThat(fetch(fetcher, Request.get("https://bank.test/hello")).text())
                    .isEqualTo("hello");
        }
    }

    @Test
    void httpToAnHttpsServerAndTheOtherWayRound() throws Exception {
        assertThat(failure(FetcherOptions.DEFAULT, server.url("/hello").replace("https:", "http:")))
                .isInstanceOf(IOException.class);
        try (Server plain = new Snow().listen(0)) {
            assertThat(failure(trusting(TlsConfig.client(TRUST)), plain.url("/").replace("http:", "https:")))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("is not TLS");
        }
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            TlsConfig tls = TlsConfig.client(TRUST).toBuilder()
                    .handshakeTimeout(Duration.ofMillis(200))
                    .build();

            assertThat(failure(trusting(tls), "https://127.0.0.1:" + silent.getLocalPort() + "/"))
                    .hasMessageContaining("no TLS handshake with 127.0.0.1:")
                    .hasMessageContaining("within 200 ms");
        }
    }

    @Test
    void aFetchThatIsGivenUpInTheHandshakeLeavesNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                EventLoop loop = EventLoop.open();
                Fetcher fetcher = Fetcher.on(
                        loop,
                        trusting(TlsConfig.client(TRUST)).toBuilder()
                                .timeouts(Timeouts.builder()
                                        .total(Duration.ofMillis(200))
                                        .build())
                                .build())) {
            Future<Response> response = fetcher.fetch(Request.get("https://127.0.0.1:" + silent.getLocalPort() + "/"));
            fetcher.run();
            assertThat(response.outcome().error()).hasMessageContaining("200 ms");
            loop.runWhile(() -> loop.reactor().registrations() > 0);
        }
    }

    /** A body that ends with the connection can be cut off by anyone, unless TLS says where it ends. */
    @Test
    void aBodyThatIsCutOffIsNotABody() throws Exception {
        try (ServerSocket listening = new ServerSocket(0)) {
            daemon(() -> sayHalf(listening.accept()));
            String url = "https://127.0.0.1:" + listening.getLocalPort() + "/";

            assertThat(failure(trusting(TlsConfig.client(TRUST)), url)).hasStackTraceContaining("was cut off");
        }
    }

    private static void sayHalf(Socket plain) throws IOException {
        SSLSocket secured = (SSLSocket) SERVER_TLS.context().getSocketFactory().createSocket(plain, null, true);
        secured.setUseClientMode(false);
        if (secured.getInputStream().read() >= 0) {
            secured.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nhalf of it".getBytes(StandardCharsets.US_ASCII));
        }
        plain.shutdownOutput();
    }

    @Test
    void aServerThatIsClosedEndsHandshakesToo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(new byte[] {22, 3});
            fetchOnce();
            server.close();
            int end;
            try {
                end = socket.getInputStream().read();
            } catch (java.net.SocketException e) {
                end = -1;
            }
            assertThat(end).isEqualTo(-1);
        }
    }

    private void fetchOnce() throws Exception {
        try (Fetcher fetcher = Fetcher.create(trusting(TlsConfig.client(TRUST)))) {
            assertThat(fetch(fetcher, Request.get(server.url("/hello"))).body()).isNotNull();
        }
    }

    @Test
    void aDrainWaitsForNoHandshakeThatFailed() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
        server.drain(Duration.ofSeconds(30)).await(Duration.ofSeconds(40));
    }
}
