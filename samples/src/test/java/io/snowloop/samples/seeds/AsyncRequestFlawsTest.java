// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong in the articles' AsyncRequest, and is right in ours. Each test has the name of a flaw. */
class AsyncRequestFlawsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final double SOON = 0.05;
    private static final double LATE = 30;

    private final List<String> called = new CopyOnWriteArrayList<>(); // a script looks at it, too
    private final List<Throwable> errors = new ArrayList<>();
    private final HttpContext.Callback callback = (context, response, error) -> {
        if (response != null) {
            called.add(response.text());
        } else {
            errors.add(error);
        }
    };

    private final List<Throwable> reported = new ArrayList<>();
    private EventLoop loop;
    private AsyncRequest requests;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open(EventLoopOptions.builder()
                .exceptionHandler((error, source) -> reported.add(error))
                .build());
        requests = new AsyncRequest(Fetcher.on(
                loop, FetcherOptions.builder().maxBody(Long.MAX_VALUE).build()));
    }

    @AfterEach
    void close() {
        requests.close();
        loop.close();
    }

    private void get(PlainServer server, String url, double timeout) {
        requests.addRequest("127.0.0.1", server.port(), "GET", url, "", callback, timeout);
    }

    @Test
    void aTimeOutThatOnlyCoversConnecting() throws Exception {
        try (PlainServer server = PlainServer.silent()) {
            get(server, "/", SOON);
            requests.running();
        }
        assertThat(errors).singleElement().isInstanceOf(AsyncTimeoutException.class);
    }

    @Test
    void aTimeOutThatEndsWithTheFirstByte() throws Exception {
        try (PlainServer server = PlainServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            get(server, "/", SOON);
            requests.running();
        }
        assertThat(errors).singleElement().isInstanceOf(AsyncTimeoutException.class);
    }

    @Test
    void aSocketThatStaysOpenAfterItsTimeOut() throws Exception {
        try (PlainServer server = PlainServer.silent()) {
            get(server, "/", SOON);
            requests.running();
            server.awaitEnd();
        }
        assertThat(requests.connections()).isZero();
    }

    @Test
    void dataWithoutTheirLength() throws Exception {
        try (PlainServer server = PlainServer.sending(OK)) {
            requests.addRequest("127.0.0.1", server.port(), "POST", "/", "snow \u2603", callback, LATE);
            requests.running();
            assertThat(server.requests().get(0))
                    .contains("\r\nContent-Length: 8\r\n") // in bytes: the snowman has three
                    .endsWith("\r\n\r\nsnow \u00e2\u0098\u0083");
        }
    }

    @Test
    void noSpaceBetweenMethodAndUrl() throws Exception {
        try (PlainServer server = PlainServer.sending(OK)) {
            get(server, "/home/", LATE);
            requests.running();
            assertThat(server.requests().get(0)).startsWith("GET /home/ HTTP/1.1\r\n");
        }
    }

    @Test
    void readingUntilTheServerCloses() throws Exception {
        try (PlainServer server = PlainServer.sending(OK)) { // leaves the connection open
            get(server, "/", LATE);
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).containsExactly("ok", "ok");
    }

    @Test
    void aBodyThatIsOnlyEndedByClosing() throws Exception {
        try (PlainServer server = PlainServer.start((request, peer) ->
                peer.send("HTTP/1.0 200 OK\r\n\r\nthe old way").close())) {
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).containsExactly("the old way");
    }

    @Test
    void headAndChunkSizesInTheResponse() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsnow \r\n5\r\nfalls\r\n0\r\n\r\n";
        try (PlainServer server = PlainServer.sending(chunked)) {
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).containsExactly("snow falls");
    }

    @Test
    void halfAResponseTakenForTheWhole() throws Exception {
        try (PlainServer server = PlainServer.start((request, peer) ->
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").close())) {
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).isEmpty();
        assertThat(errors).singleElement().isInstanceOf(IOException.class);
    }

    @Test
    void aResetEndsTheLoop() throws Exception {
        try (PlainServer server = PlainServer.resetting("/reset", OK)) {
            get(server, "/reset", LATE);
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).containsExactly("ok");
        assertThat(errors).singleElement().isInstanceOf(IOException.class);
    }

    @Test
    void aCallbackThatThrowsIsCalledAgain() throws Exception {
        HttpContext.Callback throwing = (context, response, error) -> {
            called.add("called");
            throw new IllegalStateException("a bug in a callback");
        };
        try (PlainServer server = PlainServer.silent()) {
            requests.addRequest("127.0.0.1", server.port(), "GET", "/", "", throwing, SOON);
            get(server, "/", 2 * SOON);
            requests.running();
        }
        assertThat(called).containsExactly("called");
        assertThat(errors).hasSize(1);
        assertThat(reported).hasSize(1);
    }

    @Test
    void oneFastSenderKeepsTheLoopForItself() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\n\r\n"; // until the server closes
        try (PlainServer server = PlainServer.start((request, peer) -> {
            if (request.startsWith("GET /endless ")) {
                peer.send(endless).sendUntil(() -> !called.isEmpty(), "x".repeat(64 * 1024));
            } else {
                peer.send(OK);
            }
        })) {
            get(server, "/endless", LATE);
            get(server, "/", LATE);
            requests.running();
        }
        assertThat(called).hasSize(2).first().isEqualTo("ok");
    }

    @Test
    void sendallOnASocketThatDoesNotBlock() throws Exception {
        String data = "x".repeat(16 * 1024 * 1024);
        try (PlainServer server = PlainServer.sending(OK)) {
            requests.addRequest("127.0.0.1", server.port(), "POST", "/", data, callback, LATE);
            requests.running();
            assertThat(server.requests().get(0)).endsWith("\r\n\r\n" + data);
        }
        assertThat(called).containsExactly("ok");
    }
}
