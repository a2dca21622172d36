// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static io.snowloop.server.SocketClient.statusCodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.SocketClient.Answer;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A conversation over a socket")
class ConversationIT {
    private static final int LARGE = 10 * 1024 * 1024;

    private static final Response REFUSAL = Response.text("refused").withStatus(Status.CONTENT_TOO_LARGE);

    private final BlockingQueue<Promise<Response>> waiting = new LinkedBlockingQueue<>();
    private final Snow app = new Snow()
            .get("/", request -> Response.text("hello"))
            .get("/{name}", request -> Response.text(request.path("name")))
            .get("/later", (request, loop) -> {
                Promise<Response> promise = loop.newPromise();
                waiting.add(promise);
                return promise;
            })
            .post("/echo", request -> Response.text(request.text()))
            .route(Method.PUT, "/refuse", request -> Future.completed(REFUSAL))
            .route(Method.PUT, "/stream", request -> Future.completed(Response.stream(request.body().stream(), "a/b")));
    private Server server;
    private SocketClient client;

    @BeforeEach
    void connect() throws IOException {
        server = app.listen(0);
        client = new SocketClient(server);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private Promise<Response> handlersTurn() throws InterruptedException {
        Promise<Response> promise = waiting.poll(40, TimeUnit.SECONDS);
        assertThat(promise).as("the request has reached its view").isNotNull();
        return promise;
    }

    @Test
    void keepsTheConnection() throws IOException {
        for (int i = 0; i < 100; i++) {
            Answer answer = client.send("GET /" + i + " HTTP/1.1\nHost: a\n\n").answer();
            assertThat(answer.head()).startsWith("HTTP/1.1 200 OK\n").doesNotContain("Connection:");
            assertThat(answer.body()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        client.send("GET /later HTTP/1.1\nHost: a\n\nGET /2 HTTP/1.1\nHost: a\n\nPOST /echo HTTP/1.1\nHost: a\n"
                + "Content-Length: 5\n\nthreeGET /4 HTTP/1.1\nHost: a\nConnection: close\n\n");
        handlersTurn().complete(Response.text("1"));
        for (String body : new String[] {"1", "2", "three", "4"}) {
            assertThat(client.answer().body()).isEqualTo(body);
        }
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void answersThousandsOfPipelinedRequests() throws IOException {
        int count = 20_000;
        Threads.start("writer", () -> {
            try {
                client.send(GET.repeat(count - 1)).send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            } catch (IOException e) {
                // then answers are missing, which the test will find
            }
        });
        assertThat(statusCodes(client.rest())).hasSize(count).containsOnly("200");
    }

    @Test
    void aHalfClosedClientGetsAllItsAnswers() throws Exception {
        client.send("GET /later HTTP/1.1\nHost: a\n\n" + GET).sendEnd();
        handlersTurn().complete(Response.text("late"));
        assertThat(client.answer().body()).isEqualTo("late");
        assertThat(client.answer().body()).isEqualTo("hello");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void aClientThatIsGoneCancelsItsView() throws Exception {
        client.send("GET /later HTTP/1.1\nHost: a\n\n");
        Promise<Response> view = handlersTurn();
        CountDownLatch cancelled = new CountDownLatch(1);
        view.onCancel(cancelled::countDown);
        client.reset();
        assertThat(cancelled.await(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsTheConnectionWhenAskedTo() throws IOException {
        client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n" + GET);
        assertThat(client.rest())
                .startsWith("HTTP/1.1 200 OK\n")
                .contains("Connection: close\n")
                .endsWith("\n\nhello");
    }

    @Test
    void endsAnHttp10ConnectionUnlessAskedNotTo() throws IOException {
        client.send("GET / HTTP/1.0\nConnection: keep-alive\n\n");
        assertThat(client.answer().head()).contains("Connection: keep-alive\n");
        client.send("GET / HTTP/1.0\n\n");
        assertThat(client.rest()).contains("Connection: close\n").endsWith("\n\nhello");
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws IOException {
        client.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: 5\nExpect: 100-continue\n\n");
        assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\n");
        assertThat(client.send("hello").answer().body()).isEqualTo("hello");
        assertThat(client.send(GET).answer().body()).isEqualTo("hello");
    }

    @Test
    void doesNotAskForABodyThatNobodyWants() throws IOException {
        client.send("PUT /refuse HTTP/1.1\nHost: a\nContent-Length: 5\nExpect: 100-continue\n\n");
        assertThat(client.rest()).startsWith("HTTP/1.1 413 ").contains("Connection: close\n");
    }

    @Test
    void refusesAnyOtherExpectation() throws IOException {
        client.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: 5\nExpect: tea\n\n");
        assertThat(client.rest()).startsWith("HTTP/1.1 417 ").contains("Connection: close\n");
    }

    @Test
    void anAnswerIsNotLostToTheBodyThatItRefuses() throws IOException {
        client.send("PUT /refuse HTTP/1.1\nHost: a\nContent-Length: " + LARGE + "\n\n");
        client.sendRaw("x".repeat(LARGE));
        assertThat(client.rest()).startsWith("HTTP/1.1 413 ").endsWith("refused");
    }

    @Test
    void anAnswerIsNotLostToABodyThatIsTooLargeForAView() throws IOException {
        client.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: " + LARGE + "\n\n");
        client.sendRaw("x".repeat(LARGE));
        assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void anAnswerIsNotLostToABodyThatBreaksTheRulesAfterIt() throws IOException {
        client.send("PUT /refuse HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
        assertThat(client.answer().status()).isEqualTo(413);
        client.send("zz\n" + "x".repeat(100_000));
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void aBodyGoesBackAsItComes() throws IOException {
        client.send("PUT /stream HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nConnection: close\n\n");
        assertThat(client.head()).contains("Transfer-Encoding: chunked\n");
        client.send("4\nsnow\n");
        assertThat(client.read(9)).isEqualTo("4\r\nsnow\r\n");
        client.send("4;ext=1\nloop\n0\nX-Trailer: kept\n\n");
        assertThat(client.rest()).endsWith("4\nloop\n0\nX-Trailer: kept\n\n");
    }

    @Test
    void headIsGetWithoutItsBody() throws IOException {
        client.send("HEAD / HTTP/1.1\nHost: a\n\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK\n").contains("Content-Length: 5\n");
        assertThat(client.send(GET).answer().body()).isEqualTo("hello");
    }

    @Test
    void optionsTellsTheMethods() throws IOException {
        client.send("OPTIONS /echo HTTP/1.1\nHost: a\n\nOPTIONS * HTTP/1.1\nHost: a\n\n");
        assertThat(client.head()).startsWith("HTTP/1.1 204 ").contains("Allow: GET, HEAD, OPTIONS, POST\n");
        assertThat(client.head()).startsWith("HTTP/1.1 204 ").contains("Allow: GET, HEAD, OPTIONS, POST, PUT\n");
        assertThat(client.send("DELETE / HTTP/1.1\nHost: a\n\n").answer().status())
                .isEqualTo(405);
    }

    @Test
    void aBodyOfSeveralMegabytesArrivesUnharmed() throws Exception {
        String body = "0123456789".repeat(80_000);
        client.send("POST /echo HTTP/1.1\nHost: a\nContent-Length: " + body.length() + "\n\n" + body);
        assertThat(client.answer().body()).isEqualTo(body);
    }
}
