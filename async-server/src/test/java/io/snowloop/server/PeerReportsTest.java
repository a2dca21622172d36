// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.ok;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.filter.Compression;
import io.snowloop.testing.EverySegmentation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong in other servers, tried here: each test is a row of docs/tried-reports.md. */
@EverySegmentation
class PeerReportsTest {
    private final List<Promise<Response>> answers = new ArrayList<>();

    private Future<Response> later(Request request) {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private void give(TestClient client, int answer, String text) {
        client.test.inTask(() -> answers.get(answer).complete(Response.text(text)));
        client.test.turnUntilIdle();
    }

    /** fasthttp 1043 (2021): the answers to whole requests waited for the end of one that was not whole. */
    @Test
    void aRequestIsAnsweredThoughTheNextOneIsIncomplete() {
        try (TestClient client = new TestClient(request -> Future.completed(Response.text("ok")))) {
            client.send(GET + "GE");
            assertThat(client.answer()).isEqualTo(ok("ok"));
            client.send("T / HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer()).isEqualTo(ok("ok"));
        }
    }

    /** Bun 43527 (2026): a body that was still coming when the answer before it ended was cut there. */
    @Test
    void aBodyThatStillComesWhenTheAnswerBeforeItIsSentIsWhole() {
        try (TestClient client = new TestClient(request -> request.target().equals("/one")
                ? later(request)
                : request.body().collect(1_000).map(whole -> Response.text(whole.text())))) {
            client.send("GET /one HTTP/1.1\nHost: a\n\nPOST /two HTTP/1.1\nHost: a\nContent-Length: 8\n\nhalf");
            give(client, 0, "one");
            assertThat(client.answer()).isEqualTo(ok("one"));
            client.send("half" + GET);
            assertThat(client.answer()).startsWith(ok("halfhalf"));
        }
    }

    /** Not before the final answer to the request before it, to which the client would take it (RFC 9110 §15.2). */
    @Test
    void theContinueOfAPipelinedRequestComesBehindTheAnswerBeforeIt() {
        try (TestClient client = new TestClient(request -> request.target().equals("/one")
                ? later(request)
                : request.body().collect(1_000).map(whole -> Response.text(whole.text())))) {
            client.send(
                    "GET /one HTTP/1.1\nHost: a\n\nPOST /two HTTP/1.1\nHost: a\nContent-Length: 4\nExpect: 100-continue\n\n");
            assertThat(client.answer()).isEmpty();
            give(client, 0, "one");
            assertThat(client.answer()).isEqualTo(ok("one") + "HTTP/1.1 100 Continue\n\n");
            client.send("body");
            assertThat(client.answer()).isEqualTo(ok("body"));
        }
    }

    /** Vert.x 5464 (2025): only the cookies of the first field were read. */
    @Test
    void cookiesOfSeveralFieldsAreAllThere() {
        try (TestClient client =
                new TestClient(request -> Future.completed(Response.text(request.cookie("a") + request.cookie("b"))))) {
            client.send("GET / HTTP/1.1\nHost: a\nCookie: a=1\nCookie: b=2\n\n");
            assertThat(client.answer()).isEqualTo(ok("12"));
        }
    }

    /** What the chunks of a gzip stream hold so far. */
    private static String inflated(String chunks) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        for (int at = 0; at < chunks.length(); ) {
            int line = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            gzip.writeBytes(chunks.substring(line + 2, line + 2 + size).getBytes(ISO_8859_1));
            at = line + 2 + size + 2;
        }
        InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.toByteArray()));
        return new String(in.readNBytes(9), ISO_8859_1);
    }

    /** Jetty 4317 (2019): with compression, no event came to the browser before the stream ended. */
    @Test
    void eventsLeaveAtOnceThoughTheyAreCompressed() throws IOException {
        List<Promise<ByteBuffer>> reads = new ArrayList<>();
        BodyStream events = BodyStream.of(() -> {
            Promise<ByteBuffer> read = Scheduler.current().newPromise();
            reads.add(read);
            return read;
        });
        try (TestClient client = new TestClient(new Snow()
                .get("/", request -> Response.stream(events, "text/event-stream"))
                .filter(Compression.compression()))) {
            client.send("GET / HTTP/1.1\nHost: a\nAccept-Encoding: gzip\n\n");
            String head = client.socket.takeWritten();
            assertThat(head).contains("Content-Encoding: gzip\r\n").endsWith("\r\n\r\n");
            client.test.inTask(
                    () -> reads.get(0).complete(Body.of("data: 1\n\n").buffer()));
            client.test.turnUntilIdle();
            assertThat(inflated(client.socket.takeWritten())).isEqualTo("data: 1\n\n");
        }
    }

    /** Node.js 58140 (2025): an empty line after an answer ends the time-out of the idle connection, and begins no other. */
    @Test
    void emptyLinesKeepNoConnection() {
        try (TestClient client = new TestClient(request -> Future.completed(Response.text("ok")))) {
            client.send(GET);
            client.answer();
            for (int i = 0; i < 100 && !client.socket.isClosed(); i++) {
                client.send("\n");
                client.pass(Duration.ofSeconds(5));
            }
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    /** The same, with one empty line: it begins no head, so the connection is as idle as without it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyLineKeepsNoConnection(boolean together) {
        try (TestClient client = new TestClient(request -> Future.completed(Response.text("ok")))) {
            client.sendExactly(together ? GET + "\n" : GET);
            client.sendExactly(together ? "" : "\n");
            client.pass(ServerTimeouts.DEFAULT.keepAlive().minusSeconds(1));
            assertThat(client.socket.isClosed()).isFalse();
            client.pass(Duration.ofSeconds(1));
            assertThat(client.answer()).isEqualTo(ok("ok"));
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    /** libwebsockets 1079 (2017): an upload that was making progress was cut after a minute. */
    @Test
    void anUploadMayTakeLongerThanAnyTimeOut() {
        try (TestClient client = new TestClient(
                request -> request.body().collect(10_000_000).map(whole -> Response.text("" + whole.length())))) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5000000\n\n");
            for (int i = 0; i < 5_000; i++) {
                client.sendNow("x".repeat(1_000));
                client.pass(Duration.ofSeconds(1));
            }
            assertThat(client.answer()).isEqualTo(ok("5000000"));
        }
    }

    /** vanilla 103 (2026): the end of the client's half, behind whole requests, was taken for a loss of interest. */
    @Test
    void whatWasAskedBeforeTheEndOfTheClientsHalfIsAnswered() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(GET + GET + "GET / HT");
            client.socket.sendEnd();
            give(client, 0, "1");
            give(client, 1, "2");
            assertThat(client.answer()).startsWith(ok("1") + ok("2") + "HTTP/1.1 400 ");
            assertThat(client.socket.isClosed()).isTrue();
        }
    }

    /** zoxy 244 and hotaru 37 (2026): trailers were passed on unchecked, or read as the next request. */
    @Test
    void trailersAreNoFieldsOfTheHeadAndNoRequest() {
        List<Headers> heads = new ArrayList<>();
        try (TestClient client =
                new TestClient(request -> request.body().collect(100).map(body -> {
                    heads.add(request.headers());
                    return Response.text(body.text());
                }))) {
            client.send(TestClient.chunked("5\nhello\n0\nContent-Length: 3\nHost: evil\nX: y\n\n") + GET);
            assertThat(client.answer()).isEqualTo(ok("hello") + ok(""));
            assertThat(heads.get(0)).isEqualTo(Headers.of("Host", "a", "Transfer-Encoding", "chunked"));
        }
    }

    /** Go 71988 (2025), cpp-httplib 2585 (2026): a line feed alone in a chunk's first line, where a proxy may see the line's end. */
    @ParameterizedTest
    @ValueSource(
            strings = {"5\nhello", "5;a\nb\r\nhello", "5;a=\"\r\"\r\nhello", "5;\u0000\r\nhello", "5\u000b\r\nhello"})
    void aChunkSizeLineHasNoControls(String chunk) {
        try (TestClient client =
                new TestClient(request -> request.body().collect(100).map(body -> Response.text(body.text())))) {
            client.socket.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n0\r\n\r\n");
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 400 Bad Request\n");
        }
    }

    /** The kind of 58140: in each state that a client can leave a connection in, something must wait for it. */
    @Test
    void aClientThatFallsSilentAnywhereIsLeft() {
        String[] pieces = {
            GET,
            "\n",
            "\r",
            "\r\n\r\n",
            "GET",
            " / HTTP/1.1\n",
            "Host: a\n",
            "\n\n",
            TestClient.post("body"),
            TestClient.post("body").substring(0, 45),
            TestClient.chunked("4\nbody\n"),
            "0\n\n",
            "GET / HTTP/1.0\n\n"
        };
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            try (TestClient client = new TestClient(
                    random.nextBoolean()
                            ? request -> Future.completed(Response.text("ok"))
                            : request -> request.body().collect(10).map(body -> Response.text("ok")))) {
                StringBuilder sent = new StringBuilder();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String piece = pieces[random.nextInt(pieces.length)];
                    sent.append(piece);
                    if (random.nextBoolean()) {
                        client.sendExactly(sent.toString());
                        sent.setLength(0);
                    }
                }
                client.sendExactly(sent.toString());
                for (int i = 0; i < 100; i++) {
                    client.pass(Duration.ofSeconds(10));
                }
                assertThat(client.socket.isClosed()).as("seed " + seed).isTrue();
            }
        }
    }
}
