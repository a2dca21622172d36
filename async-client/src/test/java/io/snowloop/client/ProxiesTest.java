// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.websocket.connection.WebSocket;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fetcher with a proxy at {@link Scene#SERVER}, whose bytes the test writes. Names of origins are looked up by no one. */
class ProxiesTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String HTTP = "http://10.0.0.1";
    private static final String LOGIN = "http://ada:secret@10.0.0.1";
    private static final String ASKS =
            "HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: %s\n" + "Content-Length: 2\n\nno";
    private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";

    private Scene scene;

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private void through(String proxy) {
        scene = new Scene(FetcherOptions.builder()
                .proxies(Proxy.of(proxy))
                .timeouts(Timeouts.builder().connect(Duration.ofSeconds(3)).build())
                .build());
        scene.listen(1080);
    }

    private Future<Response> get(String url) {
        return scene.fetch(Request.get(url));
    }

    private Future<WebSocket> webSocket() {
        Future<WebSocket> opening = scene.fetcher.webSocket("ws://a.test/chat");
        scene.settle();
        return opening;
    }

    // ----------------------------------------------------------------------------------------- requests to a proxy

    @Test
    void httpGoesToTheProxyWithTheWholeUrl() {
        through(HTTP);
        Future<Response> response = get("http://A.test:80/b?c#d");

        assertThat(scene.peer().take()).isEqualTo("GET http://a.test/b?c HTTP/1.1\nHost: a.test\n\n");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }

    @Test
    void aConnectionIsForOneOriginByOneWay() {
        through(HTTP);
        scene.answers = head -> OK;
        get("http://10.0.0.1/1");
        get("http://10.0.0.1/2");
        assertThat(scene.peers).hasSize(1);

        scene.fetch(Request.get("http://10.0.0.1/3").withAttribute(ProxyChoice.OF_REQUEST, ProxyChoice.DIRECT));
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peer().text()).startsWith("GET /3 ");

        get("http://b.test/4");
        assertThat(scene.peers).hasSize(3);
    }

    @Test
    void aChoiceThatFailsFailsItsFetch() {
        scene = new Scene(FetcherOptions.builder()
                .proxies((scheme, host, port) -> {
                    throw new IllegalStateException(scheme + " " + host + " " + port);
                })
                .build());

        assertThat(Scene.error(get("https://[::1]/"))).hasMessage("https ::1 443");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic realm=\"r\"|Proxy-Authorization: Basic YWRhOnNlY3JldA==",
                DIGEST + "|uri=\"http://a.test/\"",
                "Basic realm=\"r\", " + DIGEST + "|username=\"ada\"",
            })
    void aProxyThatAsksGetsTheLoginAndLaterRequestsHaveItAtOnce(String challenge, String credentials) {
        through(LOGIN);
        scene.answers = head -> head.contains("Proxy-Authorization") ? OK : String.format(ASKS, challenge);

        assertThat(get("http://a.test/").resultNow().text()).isEqualTo("ok");
        assertThat(get("http://b.test/").resultNow().text()).isEqualTo("ok");

        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peers.get(0).text().split("\r\n\r\n")).hasSize(2);
        assertThat(scene.peers.get(0).text()).contains(credentials);
        assertThat(scene.peers.get(1).text()).startsWith("GET http://b.test/ ").containsOnlyOnce("\r\n\r\n");
    }

    @Test
    void withoutALoginA407IsAResponse() {
        through(HTTP);
        scene.answers = head -> String.format(ASKS, DIGEST);

        assertThat(get("http://a.test/").resultNow().status().code()).isEqualTo(407);
    }

    @Test
    void credentialsForAProxyReachNoOneElse() {
        through(HTTP);
        scene.answers = head -> OK;
        Request request = Request.get(Scene.URL).withHeader("Proxy-Authorization", "own");
        scene.fetch(request);
        assertThat(scene.peer().text()).contains("Proxy-Authorization: own");

        scene.fetch(request.withAttribute(ProxyChoice.OF_REQUEST, ProxyChoice.DIRECT));
        scene.fetch(request.withAttribute(ProxyChoice.OF_REQUEST, Proxy.of("socks5://10.0.0.1")));
        assertThat(scene.peers.get(1).text()).startsWith("GET / ").doesNotContain("Proxy-Authorization");
        scene.peer().sendExactly("\5\0");
        scene.peer().sendExactly("\5\0\0\1\0\0\0\0\0\0");
        assertThat(scene.peer().text()).contains("GET / ").doesNotContain("Proxy-Authorization");
    }

    // ---------------------------------------------------------------------------------------------------- tunnels

    @Test
    void aWebSocketGoesThroughATunnel() {
        through(LOGIN);
        Future<WebSocket> opening = webSocket();
        assertThat(scene.peer().take()).isEqualTo("CONNECT a.test:80 HTTP/1.1\nHost: a.test:80\n\n");
        scene.peer().send(String.format(ASKS, DIGEST));

        assertThat(scene.peers).as("a new connection").hasSize(2);
        assertThat(scene.peer().take())
                .startsWith("CONNECT a.test:80 HTTP/1.1\nHost: a.test:80\nProxy-Authorization: Digest ")
                .contains("uri=\"a.test:80\"");
        scene.peer().send("HTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 Yes\nContent-Length: 7\n\n");
        assertThat(scene.peer().take())
                .startsWith("GET /chat HTTP/1.1\nHost: a.test\n")
                .doesNotContain("Proxy-Authorization");
        scene.peer().end();
        assertThat(opening.isDone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 502 Bad Gateway\nContent-Length: 3\n\nwhy', 502 Bad Gateway",
        "'HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Negotiate\n\n', 407 Proxy Authentication Required",
        "'HTTP/1.1 200 OK\nContent-Length: 5\n\nhello', '5 bytes follow its 200 OK, which has no body, before the client"
                + " has said a word'",
    })
    void aRefusalIsAnErrorThatSaysWhoAndWhy(String answer, String reason) {
        through(LOGIN);
        Future<Response> response = get("https://a.test/");
        scene.peer().sendExactly(answer);

        assertThat(Scene.error(response))
                .isInstanceOf(ProxyException.class)
                .hasMessage("http://10.0.0.1:80 has not opened a connection to a.test:443: " + reason);
    }

    @Test
    void aWrongPasswordIsSentOnce() {
        through(LOGIN);
        Future<Response> response = get("https://a.test/");
        scene.peer().sendExactly(String.format(ASKS, DIGEST));
        scene.peer().sendExactly(String.format(ASKS, DIGEST));

        assertThat(Scene.error(response)).hasMessageEndingWith("a.test:443: 407 Proxy Authentication Required");
        assertThat(scene.peers).hasSize(2);
    }

    @Test
    void whatIsNotHttpAndAnEndAreErrors() {
        through(HTTP);
        Future<Response> first = get("https://a.test/");
        scene.peer().sendExactly("SSH-2.0\n");
        assertThat(Scene.error(first))
                .isInstanceOf(ProxyException.class)
                .hasCauseInstanceOf(RemoteProtocolException.class);

        Future<Response> second = get("https://a.test/");
        scene.peer().end();
        assertThat(Scene.error(second)).hasMessageEndingWith(": it has closed the connection");

        assertThat(Scene.error(get("https://[::::]/"))).isInstanceOf(IllegalArgumentException.class);

        scene.refuseConnections();
        assertThat(Scene.error(get("https://a.test/"))).isInstanceOf(ConnectException.class);
    }

    /** The proxy is silent; or the origin is, in the tunnel, before TLS. */
    @ParameterizedTest
    @CsvSource({"''", "'HTTP/1.1 200 OK\n\n'"})
    void theConnectTimeoutCoversTheTunnel(String answer) {
        through(HTTP);
        Future<Response> response = get("https://a.test/");
        scene.pass(Duration.ofMillis(2_999));
        scene.peer().send(answer);
        assertThat(response.isDone()).isFalse();

        scene.pass(Duration.ofMillis(1));
        assertThat(Scene.error(response))
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("no connection to https://a.test through http://10.0.0.1:80 within 3000 ms");
    }

    @Test
    void cancellingClosesATunnelThatIsBeingOpened() {
        through(HTTP);
        Future<Response> response = get("https://a.test/");
        assertThat(scene.fetcher.connections()).isOne();
        response.cancel();
        scene.settle();

        assertThat(scene.peer().isClosed()).isTrue();
        assertThat(scene.fetcher.connections()).isZero();
    }

    @Test
    void socks5OpensATunnelForHttpToo() {
        through("socks5://ada:secret@10.0.0.1");
        Future<Response> response = get("http://a.test/b");
        assertThat(scene.peer().take()).isEqualTo("\5\2\0\2");
        scene.peer().sendExactly("\5\2");
        assertThat(scene.peer().take()).isEqualTo("\1\3ada\6secret");
        scene.peer().sendExactly("\1\0");
        assertThat(scene.peer().take()).isEqualTo("\5\1\0\3\6a.test\0P");
        scene.peer().sendExactly("\5\0\0\1\0\0\0\0\0\0");
        assertThat(scene.peer().take()).isEqualTo("GET /b HTTP/1.1\nHost: a.test\n\n");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");

        get("http://a.test/c");
        assertThat(scene.peer().take()).as("the tunnel is used again").startsWith("GET /c ");
        scene.peer().send(OK);
    }

    @Test
    void socks5SaysWhy() {
        through("socks5://10.0.0.1");
        Future<Response> response = get("http://a.test/");
        scene.peer().sendExactly("\5\0");
        scene.peer().sendExactly("\5\4\0\1\0\0\0\0\0\0");

        assertThat(Scene.error(response))
                .hasMessage("socks5://10.0.0.1:1080 has not opened a connection to a.test:80: host unreachable");
    }

    @Test
    void socks4aOpensATunnel() {
        through("socks4a://10.0.0.1");
        Future<Response> response = get("http://a.test/");
        assertThat(scene.peer().take()).isEqualTo("\4\1\0P\0\0\0\1\0a.test\0");
        scene.peer().sendExactly("\0Z\0\0\0\0\0\0");
        scene.peer().send(OK);

        assertThat(response.resultNow().text()).isEqualTo("ok");
    }
}
