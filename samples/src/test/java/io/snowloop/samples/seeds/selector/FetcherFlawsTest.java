// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.seeds.PlainServer;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong in the article's Fetcher, and is right in ours. Each test has the name of a flaw. */
class FetcherFlawsTest {
    private EventLoop loop;
    private Fetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
        fetcher = new Fetcher(loop, Resolver.system(), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        fetcher.close();
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private Future<Response> get(PlainServer server, String path) {
        Future<Response> response = fetcher.getUrl(server.url(path));
        fetcher.loop();
        return response;
    }

    @Test
    void aLoopThatNeverEnds() throws Exception {
        fetcher.loop(); // there is nothing to wait for
        try (PlainServer server = PlainServer.sending(ok("ok"))) {
            assertThat(get(server, "/").resultNow().text()).isEqualTo("ok");
        }
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void oneSocketForAllUrls() throws Exception {
        try (PlainServer server = PlainServer.start((request, peer) -> peer.send(ok(request.split(" ")[1])))) {
            Future<Response> first = fetcher.getUrl(server.url("/first"));
            Future<Response> second = fetcher.getUrl(server.url("/second"));
            fetcher.loop();
            assertThat(first.resultNow().text()).isEqualTo("/first");
            assertThat(second.resultNow().text()).isEqualTo("/second");
        }
    }

    @Test
    void thePortInTheHostAndTheQueryLost() throws Exception {
        try (PlainServer server = PlainServer.sending(ok("ok"))) {
            get(server, "/find?q=snow&page=2");
            assertThat(server.requests().get(0))
                    .startsWith("GET /find?q=snow&page=2 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void uncheckedSend() throws Exception {
        String path = "/" + "x".repeat(16 * 1024 * 1024);
        try (PlainServer server = PlainServer.sending(ok("ok"))) {
            assertThat(get(server, path).resultNow().text()).isEqualTo("ok");
            assertThat(server.requests().get(0)).startsWith("GET " + path + " ");
        }
    }

    @Test
    void aCallbackInTheWrongState() throws Exception {
        Future<Response> refused = fetcher.getUrl("http://127.0.0.1:" + PlainServer.portOfNobody() + "/");
        fetcher.loop();
        assertThat(refused.outcome().error()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aBodyCutAtItsFirstBlankLine() throws Exception {
        String body = "one\r\n\r\ntwo\r\n\r\nthree";
        try (PlainServer server = PlainServer.sending(ok(body))) {
            assertThat(get(server, "/").resultNow().text()).isEqualTo(body);
        }
    }

    @Test
    void bytesDecodedAsIfAllWereUtf8() throws Exception {
        String latin1 = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Length: 5\r\n\r\nvoil\u00e0";
        try (PlainServer server = PlainServer.sending(latin1)) {
            assertThat(get(server, "/").resultNow().text()).isEqualTo("voil\u00e0");
        }
    }

    @Test
    void aCharacterThatArrivesInPieces() throws Exception {
        String utf8 = ok("\u00e2\u0098\u0083"); // the snowman's three bytes
        try (PlainServer server = PlainServer.start((request, peer) -> peer.sendByteByByte(utf8))) {
            assertThat(get(server, "/").resultNow().text()).isEqualTo("\u2603");
        }
    }

    @Test
    void chunkSizesInTheBody() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsnow\r\n0\r\n\r\n";
        try (PlainServer server = PlainServer.sending(chunked)) {
            assertThat(get(server, "/").resultNow().text()).isEqualTo("snow");
        }
    }

    @Test
    void aResponseWithoutAHead() throws Exception {
        try (PlainServer server =
                PlainServer.start((request, peer) -> peer.send("no HTTP at all").close())) {
            assertThat(get(server, "/").outcome().error()).isInstanceOf(RemoteProtocolException.class);
        }
    }

    @Test
    void halfAResponseTakenForTheWhole() throws Exception {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
        try (PlainServer server =
                PlainServer.start((request, peer) -> peer.send(half).close())) {
            assertThat(get(server, "/").outcome().error()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aResetEndsTheLoop() throws Exception {
        try (PlainServer server = PlainServer.resetting("/reset", ok("ok"))) {
            Future<Response> reset = fetcher.getUrl(server.url("/reset"));
            Future<Response> home = fetcher.getUrl(server.url("/"));
            fetcher.loop();
            assertThat(reset.outcome().error()).isInstanceOf(IOException.class);
            assertThat(home.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void noTimeOutAtAll() throws Exception {
        Fetcher impatient = new Fetcher(loop, Resolver.system(), Duration.ofMillis(50));
        try (PlainServer server = PlainServer.silent()) {
            Future<Response> never = impatient.getUrl(server.url("/"));
            impatient.loop();
            server.awaitEnd();
            assertThat(never.outcome().error()).isInstanceOf(TimeoutException.class);
        }
    }
}
