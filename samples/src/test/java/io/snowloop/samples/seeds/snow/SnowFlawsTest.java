// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong in the article's Snow, and is right in ours. Each test has the name of a flaw. */
class SnowFlawsTest {
    private static final String END = "Host: here\r\nConnection: close\r\n\r\n";

    private final BlockingQueue<Future> waiting = new ArrayBlockingQueue<>(10);
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = Server.of(new Snow(List.of(
                        new Route("/home/", request -> new HttpResponse("home")),
                        new Route("/echo/", request -> new HttpResponse(request.method() + " " + request.body())),
                        new Route(
                                "/header/",
                                request -> new HttpResponse(
                                        String.valueOf(request.headerDict().get("x-snow")))),
                        new Route("/large/", request -> new HttpResponse("x".repeat(16 * 1024 * 1024))),
                        new Route("/broken/", request -> {
                            throw new IOException("a bug in a view");
                        }),
                        new Route("/null/", request -> null),
                        new Route(
                                "/bad-callback/",
                                request -> new TimeoutFuture(0, (asked, done) -> {
                                    throw new IllegalStateException("a bug in a callback");
                                })),
                        new Route("/wait/", this::waitForever))))
                .listen("127.0.0.1", 0);
    }

    private Future waitForever(HttpRequest request) {
        Future future = new Future((asked, done) -> new HttpResponse(asked.url() + " got " + done.value()));
        waiting.add(future);
        return future;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String get(String path) throws IOException {
        return RawClient.ask(server.port(), "GET " + path + " HTTP/1.1\r\n" + END);
    }

    /** When this returns, the server has read all that was sent on other connections before. */
    private void assertThatItServes() throws IOException {
        assertThat(get("/home/")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhome");
    }

    @Test
    void aResponseWithoutStatusLineAndHead() throws IOException {
        assertThat(get("/home/"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/html; charset=utf-8\r\n", "\r\nContent-Length: 4\r\n");
        assertThat(get("/nowhere/")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void noBytesYetTakenForTheEndOfTheRequest() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /echo/ HTTP/1.1\r\nContent-Length: 9\r\n" + END + "name");
            assertThatItServes();
            assertThat(client.send("=snow").readAll()).endsWith("\r\n\r\nPOST name=snow");
        }
    }

    @Test
    void aHeadInTwoPiecesEndsTheServer() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /header/ HTTP/1.1\r\nX-Snow: fa");
            assertThatItServes();
            assertThat(client.send("lling\r\n" + END).readAll()).endsWith("\r\n\r\nfalling");
        }
    }

    @Test
    void aBlankLineInTwoPiecesIsOverlooked() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /home/ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r");
            assertThatItServes();
            assertThat(client.send("\n").readAll()).endsWith("\r\n\r\nhome");
        }
    }

    @Test
    void aHeaderWithAColonInItsValueIsLost() throws IOException {
        String request = "GET /header/ HTTP/1.1\r\nX-Snow: http://here:80/at 12:30\r\n" + END;
        assertThat(RawClient.ask(server.port(), request)).endsWith("\r\n\r\nhttp://here:80/at 12:30");
    }

    @Test
    void aHeaderInAnotherCaseIsNotFoundAndKeepsItsBlanks() throws IOException {
        String request = "GET /header/ HTTP/1.1\r\nX-SNOW:   white  \r\n" + END;
        assertThat(RawClient.ask(server.port(), request)).endsWith("\r\n\r\nwhite");
    }

    @Test
    void aHeaderThatIsNotUtf8EndsTheServer() throws IOException {
        String request = "GET /header/ HTTP/1.1\r\nX-Snow: \u00ff\r\n" + END;
        assertThat(RawClient.ask(server.port(), request)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThatItServes();
    }

    @Test
    void anExceptionInAViewEndsTheServer() throws IOException {
        assertThat(get("/broken/")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        assertThat(get("/null/")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        assertThat(get("/bad-callback/")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        assertThatItServes();
    }

    @Test
    void whatIsNoRequestEndsTheServer() throws IOException {
        assertThat(RawClient.ask(server.port(), "snow\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThatItServes();
    }

    @Test
    void aHeadWithoutAnEndFillsTheMemory() throws IOException {
        String request = "GET /home/ HTTP/1.1\r\nX-Snow: " + "x".repeat(10_000) + "\r\n" + END;
        assertThat(RawClient.ask(server.port(), request)).startsWith("HTTP/1.1 431 ");
        assertThatItServes();
    }

    @Test
    void aResponseLargerThanTheSocketBufferEndsTheServer() throws IOException {
        try (RawClient slow = new RawClient(server.port())) {
            slow.send("GET /large/ HTTP/1.1\r\n" + END);
            assertThatItServes(); // while the large one waits to be read
            assertThat(slow.readAll()).endsWith("x").hasSizeGreaterThan(16 * 1024 * 1024);
        }
    }

    @Test
    void aClientThatLeavesEndsTheServer() throws Exception {
        new RawClient(server.port()).close();
        new RawClient(server.port()).reset();
        RawClient half = new RawClient(server.port()).send("GET /ho");
        half.reset();
        RawClient waiter = new RawClient(server.port()).send("GET /wait/ HTTP/1.1\r\n" + END);
        Future future = waiting.take();
        waiter.reset();
        assertThatItServes();
        future.setResult("nobody is there");
        assertThatItServes();
    }

    @Test
    void oneRequestForAll() throws Exception {
        try (RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            first.send("GET /wait/first HTTP/1.1\r\n" + END);
            Future ofFirst = waiting.take();
            second.send("GET /wait/second HTTP/1.1\r\n" + END);
            Future ofSecond = waiting.take();
            ofFirst.setResult(1);
            ofSecond.setResult(2);
            assertThat(first.readAll()).endsWith("\r\n\r\n/wait/first got 1");
            assertThat(second.readAll()).endsWith("\r\n\r\n/wait/second got 2");
        }
    }

    @Test
    void aSecondRequestWhileAFutureIsPending() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /wait/first HTTP/1.1\r\nHost: here\r\n\r\n");
            Future future = waiting.take();
            client.send("GET /home/ HTTP/1.1\r\n" + END);
            assertThatItServes();
            future.setResult(1);
            assertThat(client.readAll()).containsSubsequence("/wait/first got 1", "HTTP/1.1 200 OK", "home");
        }
    }

    @Test
    void aConnectionForEveryRequest() throws IOException {
        String answers =
                RawClient.ask(server.port(), "GET /home/ HTTP/1.1\r\nHost: here\r\n\r\nGET /echo/ HTTP/1.1\r\n" + END);
        assertThat(answers).containsSubsequence("HTTP/1.1 200 OK", "home", "HTTP/1.1 200 OK", "GET ");
    }
}
