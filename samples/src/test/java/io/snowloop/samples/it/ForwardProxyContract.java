// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyException;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.CommandRun;
import io.snowloop.websocket.connection.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a Fetcher expects of any HTTP proxy. On port 80 it is one for all; on port 81 for {@link #USER} only, by Basic. It opens tunnels to
 * the two ports of the {@link NamedOrigin} and to port 9, where its container has no server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ForwardProxyContract {
    static final String USER = "jack";
    static final String PASSWORD = "torrance";

    final NamedOrigin origin = new NamedOrigin();
    private PeerContainer container;

    /** A proxy that opens tunnels to these ports. */
    abstract PeerContainer proxy(int plain, int secure);

    /** What it says to a wrong password. */
    abstract Status refusal();

    @BeforeAll
    void start() {
        container = proxy(origin.plain.port(), origin.secure.port());
        container.start();
    }

    @AfterAll
    void stop() {
        container.stop();
        origin.close();
    }

    /** The URL of the proxy on this port. */
    String url(int port) {
        return container.url(port, "");
    }

    Visitor visitor() {
        return NamedOrigin.visitor(Proxy.of(url(80)));
    }

    /** Who goes where a login is wanted. */
    Visitor visitor(int port, String user, String password) {
        return NamedOrigin.visitor(Proxy.of(url(port)).withCredentials(user, password));
    }

    private static Throwable assertRefused(Visitor visitor, String url, Status status) throws Exception {
        Throwable failure = visitor.failure(Request.get(url));
        assertThat(failure)
                .isInstanceOf(ProxyException.class)
                .hasMessageContaining("has not opened a connection to " + NamedOrigin.NAME + ":")
                .hasMessageEndingWith(": " + status);
        return failure;
    }

    // -------------------------------------------------------------------------------------- requests and tunnels

    @Test
    void aRequestHasTheWholeUrlAndTheOriginSeesThePath() throws Exception {
        try (Visitor visitor = visitor()) {
            assertThat(visitor.get(origin.url("/target/a%20b?c=%C3%A4&d")).text())
                    .isEqualTo("/target/a%20b?c=%C3%A4&d");
            assertThat(visitor.get(origin.url("/field/Host")).text())
                    .isEqualTo(NamedOrigin.NAME + ":" + origin.plain.port());
            assertThat(visitor.get(origin.url("/field/Via")).text()).matches("1\\.1 .*");
        }
    }

    @Test
    void aTunnelIsKeptAndTheProxySeesNothingOfItsRequests() throws Exception {
        origin.connections.clear();
        try (Visitor visitor = visitor()) {
            for (int i = 0; i < 5; i++) {
                assertThat(visitor.get(origin.secureUrl("/field/Via")).text()).isEqualTo("null");
            }
        }
        assertThat(origin.connections).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeBodiesComeThroughBothWays(boolean secure) throws Exception {
        String upload = secure ? origin.secureUrl("/length") : origin.url("/length");
        String download = secure ? origin.secureUrl("/zeros/3000000") : origin.url("/zeros/3000000");
        try (Visitor visitor = visitor()) {
            Request request = Request.post(upload, Body.of(new byte[3_000_000]));

            assertThat(visitor.fetch(request).text()).isEqualTo("3000000");
            assertThat(visitor.get(download).bytes()).isEqualTo(new byte[3_000_000]);
        }
    }

    /** A WebSocket goes through a tunnel, without TLS, too. */
    @Test
    void aWebSocket() throws Exception {
        CompletableFuture<String> message = new CompletableFuture<>();
        try (Visitor visitor = visitor()) {
            String url = origin.url("/echo").replace("http://", "ws://");
            WebSocket socket = visitor.loop.runUntil(visitor.fetcher.webSocket(url));
            socket.onText(message::complete);
            socket.send("snow");
            visitor.loop.runWhile(() -> !message.isDone() && socket.isOpen());
            socket.close();
            visitor.loop.runUntil(socket.closed());
        }
        assertThat(message).isCompletedWithValue("snow");
    }

    // --------------------------------------------------------------------------------------------------- logins

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLoginIsForTheProxyOnly(boolean secure) throws Exception {
        String path = "/field/Proxy-Authorization";
        String url = secure ? origin.secureUrl(path) : origin.url(path);
        try (Visitor visitor = visitor(81, USER, PASSWORD)) {
            assertThat(visitor.get(url).text()).isEqualTo("null");
            assertManyAtOnce(visitor, url);
        }
    }

    /** Many at once, as many of them in turn as there are connections. */
    static void assertManyAtOnce(Visitor visitor, String url) throws Exception {
        List<Future<Response>> responses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            responses.add(visitor.fetcher.fetch(Request.get(url)));
        }
        assertThat(visitor.loop.runUntil(Future.all(visitor.loop, responses)))
                .allSatisfy(response -> assertThat(response.text()).isEqualTo("null"));
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (Visitor visitor = visitor(81, USER, "wendy")) {
            assertThat(visitor.get(origin.url("/field/Host")).status()).isEqualTo(refusal());
            assertThat(assertRefused(visitor, origin.secureUrl("/field/Host"), refusal()))
                    .hasMessageNotContaining("wendy");
        }
    }

    @Test
    void whoHasNoLoginIsRefused() throws Exception {
        try (Visitor visitor = NamedOrigin.visitor(Proxy.of(url(81)))) {
            assertThat(visitor.get(origin.url("/field/Host")).status()).isEqualTo(Status.PROXY_AUTHENTICATION_REQUIRED);
            assertRefused(visitor, origin.secureUrl("/field/Host"), Status.PROXY_AUTHENTICATION_REQUIRED);
        }
    }

    // ------------------------------------------------------------------------------------------------- failures

    @Test
    void aPortToWhichItOpensNoTunnel() throws Exception {
        try (Visitor visitor = visitor()) {
            assertRefused(visitor, "https://" + NamedOrigin.NAME + ":7/", Status.FORBIDDEN);
            assertThat(visitor.get(origin.secureUrl("/field/Via")).text()).isEqualTo("null");
        }
    }

    /** A request comes to the proxy's own response; a tunnel to an exception with the status of that. */
    @Test
    void anOriginThatRefusesConnections() throws Exception {
        try (Visitor visitor = visitor()) {
            Response response = visitor.get("http://127.0.0.1:9/");

            assertThat(response.status().code()).isBetween(500, 504);
            assertThat(visitor.failure(Request.get("https://127.0.0.1:9/")))
                    .isInstanceOf(ProxyException.class)
                    .hasMessageEndingWith("has not opened a connection to 127.0.0.1:9: " + response.status());
        }
    }

    // ----------------------------------------------------------------------------------------- ./snowloop fetch

    @Test
    void theCommandFetch() {
        String login = USER + ":" + PASSWORD;
        String url = origin.url("/field/Host");
        CommandRun run = CommandRun.of("fetch", "-x", url(81), "--proxy-user", login, "--noproxy", "", url);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(NamedOrigin.NAME + ":" + origin.plain.port());
        assertThat(run.exitCode()).isZero();
    }
}
