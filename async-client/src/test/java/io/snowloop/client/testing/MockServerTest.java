// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockServerTest {
    private final Simulation simulation = new Simulation(1);
    private final Fetcher fetcher = Fetcher.on(
            simulation.loop("10.0.0.2"),
            FetcherOptions.builder()
                    .timeouts(Timeouts.builder().read(Duration.ofSeconds(5)).build())
                    .build());
    private final EventLoop serverLoop = simulation.loop("10.0.0.1");
    private MockServer server;

    @BeforeEach
    void listen() throws IOException {
        server = MockServer.listen(serverLoop, "10.0.0.1", 80);
    }

    @AfterEach
    void nothingIsLeft() {
        fetcher.close();
        server.close();
        simulation.run();
        assertThat(server.connections()).isZero();
        assertThat(simulation.leftovers()).isEmpty();
        simulation.close();
    }

    private Response get(String path) throws ExecutionException, InterruptedException {
        return simulation.runUntil(fetcher.fetch(server.url(path)));
    }

    @Test
    void aPathWithoutASlashIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.url("a"))
                .withMessage("a path begins with a slash: write \"/a\"");
    }

    private Throwable error(MockAnswer answer) throws InterruptedException {
        server.answer(answer);
        Future<Response> response = fetcher.fetch(server.url("/"));
        simulation.runFor(Duration.ofSeconds(60));
        assertThat(response.isDone()).isTrue();
        return response.outcome().error();
    }

    @Test
    void answersInOrderOverOneConnection() throws Exception {
        server.answer(Response.text("first"))
                .answer(Response.of(Status.NO_CONTENT))
                .answer(Response.text(""));
        assertThat(get("/1").text()).isEqualTo("first");
        assertThat(get("/2").status()).isEqualTo(Status.NO_CONTENT);
        assertThat(server.unused()).isEqualTo(1);
        assertThat(get("/3").text()).isEmpty();

        assertThat(server.requests()).extracting(Request::path).containsExactly("/1", "/2", "/3");
        assertThat(server.connections()).isEqualTo(1);
        Response none = get("/4");
        assertThat(none.status()).isEqualTo(Status.NOT_IMPLEMENTED);
        assertThat(none.text()).isEqualTo("the MockServer has no answer for GET /4\n");
    }

    @Test
    void aMatcherComesBeforeTheQueueAndAnswersAgainAndAgain() throws Exception {
        server.answer(Response.text("queue"))
                .when(request -> request.path().equals("/a"), MockAnswer.of(Response.text("a")))
                .when(request -> true, MockAnswer.of(Response.text("all")));
        assertThat(get("/a").text()).isEqualTo("a");
        assertThat(get("/a").text()).isEqualTo("a");
        assertThat(get("/b").text()).isEqualTo("all");
        assertThat(server.unused()).isEqualTo(1);
    }

    @Test
    void keepsRequestsWithTheirBodies() throws Exception {
        server.answer(Response.text("")).answer(Response.text("body"));
        Request post = Request.post(server.url("/form?x=1"), Body.of("data"))
                .withHeader("X-Test", "yes")
                .withHeader("Expect", "100-continue");
        simulation.runUntil(fetcher.fetch(post));
        simulation.runUntil(fetcher.fetch(Request.head(server.url("/")))); // without a body

        Request kept = server.requests().get(0);
        assertThat(kept.text()).isEqualTo("data");
        assertThat(kept.query("x")).isEqualTo("1");
        assertThat(kept.header("X-Test")).isEqualTo("yes");
    }

    @Test
    void aDelayIsInVirtualTime() throws Exception {
        server.answer(MockAnswer.of(Response.text("late")).after(Duration.ofSeconds(3)));
        assertThat(get("/").text()).isEqualTo("late");
        assertThat(simulation.ticker().elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void hasTheFaultsOfRealServers() throws Exception {
        assertThat(error(MockAnswer.reset())).isInstanceOf(IOException.class);
        assertThat(error(MockAnswer.truncated(Response.text("snow"), 2))).isInstanceOf(RemoteProtocolException.class);
        assertThat(error(MockAnswer.truncated(Response.text("snow"), 0))).isInstanceOf(RemoteProtocolException.class);
        assertThat(error(MockAnswer.raw("no HTTP\r\n\r\n"))).isInstanceOf(RemoteProtocolException.class);
        assertThat(error(MockAnswer.silence())).isInstanceOf(ReadTimeoutException.class);
        server.answer(Response.text("again"));
        assertThat(get("/").text()).isEqualTo("again");
    }

    @Test
    void closingEndsAnAnswerThatWaits() throws Exception {
        server.answer(MockAnswer.of(Response.text("late")).after(Duration.ofSeconds(3)));
        Future<Response> response = fetcher.fetch(server.url("/"));
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(serverLoop.pendingTimers()).isEqualTo(1);
        server.close();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(response.isFailed()).isTrue();
        assertThat(serverLoop.pendingTimers()).isZero();
    }

    @Test
    void aBodyMustBeInMemory() {
        Response stream = Response.stream(BodyStream.of(() -> Future.completed(null)), "text/plain");
        assertThatIllegalStateException().isThrownBy(() -> MockAnswer.of(stream));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MockAnswer.truncated(Response.text("snow"), 4))
                .withMessage("bytes must be from 0 to 3, not 4");
    }

    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");

    private static TlsConfig tls(String host) {
        TestAuthority.Issued issued = AUTHORITY.issue(host);
        return TlsConfig.server(Identity.of(issued.key(), issued.chain()));
    }

    private Fetcher trusting(FetcherOptions.Builder options) {
        TlsConfig trusting = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));
        return Fetcher.on(simulation.loop("10.0.0.3"), options.tls(trusting).build());
    }

    @Test
    void speaksTls() throws Exception {
        Fetcher client = trusting(FetcherOptions.builder());
        MockServer secured = MockServer.listenTls(serverLoop, "10.0.0.1", 443, tls("10.0.0.1"));
        secured.answer(Response.text("secret".repeat(100_000))).answer(MockAnswer.truncated(Response.text("snow"), 2));

        assertThat(secured.url("/a")).isEqualTo("https://10.0.0.1:443/a");
        assertThat(simulation.runUntil(client.fetch(secured.url("/a"))).text()).hasSize(600_000);
        assertThat(secured.connections()).isEqualTo(1);
        assertThatThrownBy(() -> simulation.runUntil(client.fetch(secured.url("/b"))))
                .hasCauseInstanceOf(RemoteProtocolException.class);
        assertThat(secured.requests()).extracting(Request::target).containsExactly("/a", "/b");
        client.close();
        secured.close();
    }

    @Test
    void closingEndsAHandshakeThatWaits() throws Exception {
        MockServer secured = MockServer.listenTls(serverLoop, "10.0.0.1", 443, tls("10.0.0.1"));
        Future<Response> response = fetcher.fetch("http://10.0.0.1:443/"); // plain HTTP, of which TLS waits for more
        simulation.runUntil(() -> secured.connections() == 1, Duration.ofSeconds(1));
        secured.close();
        simulation.run();
        assertThat(response.isFailed()).isTrue();
        assertThat(secured.connections()).isZero();
    }

    @Test
    void isAProxyWithATunnel() throws Exception {
        Fetcher client = trusting(FetcherOptions.builder().proxies(Proxy.of("http://10.0.0.1")));
        server.answer(MockAnswer.tunnel(tls("shop.test")))
                .answer(Response.text("through the tunnel"))
                .answer(Response.text("once more"));

        assertThat(simulation.runUntil(client.fetch("https://shop.test/price")).text())
                .isEqualTo("through the tunnel");
        assertThat(simulation.runUntil(client.fetch("https://shop.test/price")).text())
                .isEqualTo("once more");
        assertThat(server.requests())
                .extracting(Request::toString)
                .containsExactly("CONNECT shop.test:443", "GET /price", "GET /price");
        assertThat(server.connections()).isEqualTo(1);
        client.close();
    }

    @Test
    void isAProxyThatRefusesOrBreaks() throws Exception {
        Fetcher client = trusting(FetcherOptions.builder().proxies(Proxy.of("http://10.0.0.1")));
        server.answer(Response.of(Status.FORBIDDEN)).answer(MockAnswer.reset());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> simulation.runUntil(client.fetch("https://shop.test/")))
                    .hasCauseInstanceOf(IOException.class);
        }
        assertThat(server.unused()).isZero();
        client.close();
    }

    @Test
    void aTunnelIsForConnect() throws Exception {
        server.answer(MockAnswer.tunnel(tls("shop.test")));
        assertThat(get("/").text()).isEqualTo("MockAnswer.tunnel is an answer to CONNECT, and this is GET\n");
    }

    @Test
    void tlsIsThatOfAServer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MockServer.listenTls(serverLoop, "10.0.0.1", 443, TlsConfig.client()))
                .withMessage("tls must be a server's configuration, not a client's");
        assertThatIllegalArgumentException().isThrownBy(() -> MockAnswer.tunnel(TlsConfig.client()));
    }

    @Test
    void worksOverSockets() throws Exception {
        try (EventLoop loop = EventLoop.open();
                MockServer real = MockServer.listen(loop);
                Fetcher client = Fetcher.on(loop)) {
            real.answer(Response.text("over a socket"));
            assertThat(client.runUntil(client.fetch(real.url("/"))).text()).isEqualTo("over a socket");
        }
    }
}
