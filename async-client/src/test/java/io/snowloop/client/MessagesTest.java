// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.transport.ConnectionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out for a request, and what comes of the bytes that come in. */
@EverySegmentation
class MessagesTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello";

    private static BodyStream pieces(long length, String... pieces) {
        Queue<String> rest = new ArrayDeque<>(List.of(pieces));
        return BodyStream.of(
                length,
                () -> Future.completed(
                        rest.isEmpty() ? null : ByteBuffer.wrap(rest.remove().getBytes())));
    }

    // ------------------------------------------------------------------------------------------------- requests

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "TRACE", "PURGE"})
    void aMethodWithoutABodySendsNoFraming(String method) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(Request.of(Method.of(method), "http://10.0.0.1/a?b=c#d"));
            assertThat(scene.peer().take()).isEqualTo(method + " /a?b=c HTTP/1.1\nHost: 10.0.0.1\n\n");
            scene.peer().send(OK);
            assertThat(response.resultNow().text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void anEmptyBodyHasALengthOfZeroIfTheMethodUsuallyHasABody(String method) {
        try (Scene scene = new Scene()) {
            scene.fetch(Request.of(Method.of(method), Scene.URL));
            assertThat(scene.peer().take()).isEqualTo(method + " / HTTP/1.1\nHost: 10.0.0.1\nContent-Length: 0\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "GET"})
    void aSmallBodyLeavesWithItsHead(String method) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(Request.of(Method.of(method), Scene.URL)
                    .withBody(Body.of("data"))
                    .withHeader("X-Y", "z"));
            assertThat(scene.peer().take())
                    .isEqualTo(method + " / HTTP/1.1\nHost: 10.0.0.1\nX-Y: z\nContent-Length: 4\n\ndata");
            scene.peer().send(OK);
            assertThat(response.resultNow().status()).isEqualTo(Status.OK);
        }
    }

    @Test
    void aLargeBodyArrivesWhole() {
        String large = "0123456789".repeat(100_000);
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(Request.put(Scene.URL, Body.of(large)));
            assertThat(scene.peer().take()).endsWith("\nContent-Length: 1000000\n\n" + large);
            scene.peer().send(OK);
            assertThat(response.resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsChunked() {
        try (Scene scene = new Scene()) {
            scene.fetch(Request.post(Scene.URL, pieces(-1, "abc", "de")));
            assertThat(scene.peer().take()).endsWith("\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n");
        }
    }

    @Test
    void aBodyOfKnownLengthIsNotChunked() {
        try (Scene scene = new Scene()) {
            scene.fetch(Request.post(Scene.URL, pieces(5, "abc", "de")));
            assertThat(scene.peer().take()).endsWith("\nContent-Length: 5\n\nabcde");
        }
    }

    /** What is left of it is nothing, and the server would take that for the whole. */
    @Test
    void aStreamThatIsSentASecondTimeFailsItsRequestAndLeavesTheConnection() {
        BodyStream once = pieces(-1, "abc");
        try (Scene scene = new Scene()) {
            scene.fetch(Request.post(Scene.URL, once));
            assertThat(scene.peer().take()).endsWith("\n3\nabc\n0\n\n");
            scene.peer().send(OK);
            Future<Response> again = scene.fetch(Request.post(Scene.URL, once));
            assertThat(Scene.error(again))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has been sent or read before");
            scene.get();
            assertThat(scene.peer().take()).as("nothing of it was sent").startsWith("GET / HTTP/1.1\n");
            assertThat(scene.fetcher.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 6})
    void aStreamOfAnotherLengthThanAnnouncedFailsItsRequest(long length) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(Request.post(Scene.URL, pieces(length, "abc", "de")));
            assertThat(Scene.error(response)).isInstanceOf(IllegalStateException.class);
            assertThat(scene.peer().isClosed()).isTrue();
        }
    }

    @Test
    void aStreamThatThrowsFailsOnlyItsRequest() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            IllegalStateException thrown = new IllegalStateException("in read");
            Future<Response> response = scene.fetcher.fetch(Request.post(Scene.URL, BodyStream.of(() -> {
                throw thrown;
            })));
            Future<Response> next = scene.get();
            assertThat(Scene.error(response)).isSameAs(thrown);
            scene.peer().send(OK);
            assertThat(next.resultNow().text()).isEqualTo("hello");
            assertThat(scene.fetcher.connections()).isEqualTo(1);
        }
    }

    /** Half of a request may be out, so the connection is of no more use. */
    @Test
    void aBodyThatThrowsWhereItMustNotEndsItsConnection() {
        IllegalStateException thrown = new IllegalStateException("by stream()");
        int[] looks = {0};
        BodyStream broken = new BodyStream() {
            @Override
            public BodyStream stream() {
                if (looks[0]++ == 0) { // before the head
                    return this;
                }
                throw thrown;
            }

            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(null);
            }

            @Override
            public void cancel() {}
        };
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(Request.post(Scene.URL, broken));
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
            assertThat(scene.peer().isClosed()).isTrue();
            assertThat(scene.reports.take()).singleElement().satisfies(report -> {
                assertThat(report.error()).isSameAs(thrown);
                assertThat(report.source()).hasToString("ClientConnection[http://10.0.0.1, CLOSED]");
            });
            Future<Response> next = scene.get();
            assertThat(scene.peer().take()).startsWith("GET / HTTP/1.1\n");
            scene.peer().send(OK);
            assertThat(next.resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aStreamMayFetchWhileItIsSent() {
        try (Scene scene = new Scene()) {
            scene.get();
            scene.get();
            scene.peers.forEach(peer -> peer.send(OK));
            scene.peers.forEach(Scene.Peer::take);
            Queue<Future<ByteBuffer>> pieces = new ArrayDeque<>();
            Future<Response> posted = scene.fetch(Request.post("http://10.0.0.1/post", BodyStream.of(() -> {
                if (pieces.isEmpty()) {
                    pieces.add(Future.completed(null));
                    return scene.fetcher
                            .fetch(Request.get("http://10.0.0.1/part"))
                            .map(part -> ByteBuffer.wrap(part.bytes()));
                }
                return pieces.peek();
            })));
            assertThat(scene.peers.get(1).take())
                    .isEqualTo("POST /post HTTP/1.1\nHost: 10.0.0.1\nTransfer-Encoding: chunked\n\n");
            assertThat(scene.peers.get(0).take()).isEqualTo("GET /part HTTP/1.1\nHost: 10.0.0.1\n\n");
            scene.peers.get(0).send(OK);
            assertThat(scene.peers.get(1).take()).isEqualTo("5\nhello\n0\n\n");
            scene.peers.get(1).send(OK);
            assertThat(posted.isDone()).isTrue();
        }
    }

    @Test
    void aHostFieldOfTheCallerIsSentAsItIs() {
        try (Scene scene = new Scene()) {
            scene.fetch(Request.get(Scene.URL).withHeader("Host", "virtual.example"));
            assertThat(scene.peer().take()).isEqualTo("GET / HTTP/1.1\nHost: virtual.example\n\n");
        }
    }

    @Test
    void anInvalidRequestFailsAndItsConnectionServesTheNextOne() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            Future<Response> twoLengths =
                    scene.fetcher.fetch(Request.post(Scene.URL, Body.of("abc")).withHeader("Content-Length", "4"));
            Future<Response> percent = scene.fetcher.fetch(Request.get("http://10.0.0.1/%zz"));
            Future<Response> good = scene.get();
            assertThat(Scene.error(twoLengths)).isInstanceOf(IllegalArgumentException.class);
            assertThat(Scene.error(percent)).isInstanceOf(IllegalArgumentException.class);
            scene.peer().send(OK);
            assertThat(good.isDone()).isTrue();
            assertThat(Scene.error(scene.fetch(Request.get("http://10.0.0.1/%zz"))))
                    .hasMessageContaining("%zz");
            assertThat(scene.peers).hasSize(1);
            scene.pass(FetcherOptions.DEFAULT.keepAlive());
            assertThat(scene.fetcher.connections()).isZero();
        }
    }

    @Test
    void aConnectionOpenedForAnInvalidRequestTimesOut() {
        try (Scene scene = new Scene()) {
            scene.fetch(Request.get("http://10.0.0.1/%zz"));
            scene.pass(FetcherOptions.DEFAULT.keepAlive());
            assertThat(scene.fetcher.connections()).isZero();
        }
    }

    @Test
    void tenThousandInvalidRequestsMakeNoDeepStack() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            for (int i = 0; i < 10_000; i++) {
                scene.fetcher.fetch(Request.get("http://10.0.0.1/%zz"));
            }
            scene.settle();
            scene.assertNothingUnderWay();
        }
    }

    // ------------------------------------------------------------------------------------------------ responses

    private record Row(String method, String answer, String expected) {}

    private static final List<Row> ROWS = List.of(
            new Row("GET", OK, "200 1.1 hello"),
            new Row("GET", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "200 1.1 "),
            new Row("GET", "HTTP/1.1 204 No Content\n\n", "204 1.1 "),
            new Row("GET", "HTTP/1.1 304 Not Modified\nContent-Length: 500\n\n", "304 1.1 "),
            new Row("HEAD", "HTTP/1.1 200 OK\nContent-Length: 500\n\n", "200 1.1 "),
            new Row("HEAD", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n", "200 1.1 "),
            new Row("GET", "HTTP/1.1 100 Continue\n\n" + OK, "200 1.1 hello"),
            new Row(
                    "GET",
                    "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 103 Early Hints\n\n" + OK,
                    "200 1.1 hello"),
            new Row("GET", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhe\n3;x=y\nllo\n0\n\n", "200 1.1 hello"),
            new Row("GET", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\nX: y\n\n", "200 1.1 hello"),
            new Row("GET", "HTTP/1.0 200 OK\nContent-Length: 5\nConnection: keep-alive\n\nhello", "200 1.0 hello"),
            new Row("GET", "HTTP/1.1 500 \nContent-Length: 5\n\nhello", "500 1.1 hello"),
            new Row("GET", "HTTP/1.1 404\nContent-Length: 0\n\n", "404 1.1 "));

    private static String describe(Response response) {
        return response.status().code() + " " + (response.version() == Version.HTTP_1_1 ? "1.1 " : "1.0 ")
                + response.text();
    }

    @Test
    void whatAResponseMeans() {
        for (Row row : ROWS) {
            try (Scene scene = new Scene()) {
                Request request = Request.of(Method.of(row.method), Scene.URL);
                Future<Response> response = scene.fetch(request);
                scene.peer().send(row.answer);
                assertThat(describe(response.resultNow())).as(row.answer).isEqualTo(row.expected);
                assertThat(scene.peers).as("connections for " + row.answer).hasSize(1);
            }
        }
    }

    @Test
    void aResponseMeansTheSameWhereverItIsCut() {
        for (Row row : ROWS) {
            try (Scene scene = new Scene()) {
                Request request = Request.of(Method.of(row.method), Scene.URL);
                String exact = row.answer.replace("\n", "\r\n");
                for (int cut = 1; cut < exact.length(); cut++) {
                    Future<Response> parts = scene.fetch(request);
                    scene.peer().write(exact.substring(0, cut));
                    scene.settle();
                    scene.peer().write(exact.substring(cut));
                    scene.settle();
                    assertThat(describe(parts.resultNow())).as(row.answer).isEqualTo(row.expected);
                }
                assertThat(scene.peers).as("connections for " + row.answer).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\n\nhello",
                "HTTP/1.0 200 OK\n\nhello",
                "HTTP/1.1 200 OK\nConnection: close\n\nhello"
            })
    void aBodyWithoutALengthEndsWithItsConnection(String answer) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().send(answer);
            assertThat(response.isDone()).isFalse();
            scene.peer().end();
            assertThat(response.resultNow().text()).isEqualTo("hello");
            assertThat(scene.fetcher.connections()).isZero();
        }
    }

    @Test
    void aBodyWithoutALengthThatIsResetIsAnError() {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().send("HTTP/1.1 200 OK\n\nhello");
            scene.peer().reset();
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 6\n\nhello",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n",
                "HTTP/1.1 200 OK\nContent-Le",
                "HTTP/1.1 100 Continue\n\n",
                "H"
            })
    void aTruncatedResponseIsAnErrorThatNamesTheRequest(String answer) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().send(answer);
            scene.peer().end();
            assertThat(Scene.error(response))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("GET http://10.0.0.1/");
        }
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerIsAnErrorThatNamesTheRequest() {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().end();
            assertThat(Scene.error(response))
                    .isInstanceOf(ConnectionClosedException.class)
                    .hasMessageContaining("GET http://10.0.0.1/");
            assertThat(scene.peers)
                    .as("the request of a new connection is not repeated")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\n\n",
                "SSH-2.0-OpenSSH\n",
                "HTTP/2 200\n\n",
                "HTTP/1.1 200 OK\nno colon\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n\na",
                "HTTP/1.1 200 OK\nContent-Length: 1\nTransfer-Encoding: chunked\n\n1\na\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n",
                "HTTP/1.1 101 Switching Protocols\n\n"
            })
    void aResponseThatBreaksTheProtocolIsAnErrorAndEndsTheConnection(String answer) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().send(answer);
            assertThat(Scene.error(response)).isInstanceOf(RemoteProtocolException.class);
            assertThat(scene.peer().isClosed()).isTrue();
        }
    }

    @Test
    void aSwitchOfProtocolsThatWasAskedForIsRefused() {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.fetch(
                    Request.get(Scene.URL).withHeader("Connection", "upgrade").withHeader("Upgrade", "websocket"));
            scene.peer().send("HTTP/1.1 101 Switching Protocols\nConnection: upgrade\nUpgrade: websocket\n\n");
            assertThat(Scene.error(response))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("switched");
        }
    }

    @ParameterizedTest
    @CsvSource({"startLine", "headerLine", "headerCount", "headers"})
    void aHeadOverALimitIsAnErrorAndEndsTheConnection(String limit) {
        Limits limits = Limits.builder()
                .startLine(100)
                .headerLine(100)
                .headers(200)
                .headerCount(5)
                .chunkLine(100)
                .trailers(100)
                .body(1_000)
                .build();
        String answer = switch (limit) {
            case "startLine" -> "HTTP/1.1 200 " + "O".repeat(100);
            case "headerLine" -> "HTTP/1.1 200 OK\nX: " + "x".repeat(100);
            case "headerCount" -> "HTTP/1.1 200 OK\n" + "X: y\n".repeat(6);
            default -> "HTTP/1.1 200 OK\n" + ("X: " + "y".repeat(60) + "\n").repeat(4);
        };
        try (Scene scene = new Scene(FetcherOptions.builder().limits(limits).build())) {
            Future<Response> response = scene.get();
            scene.peer().send(answer);
            assertThat(Scene.error(response)).isInstanceOf(RemoteProtocolException.class);
            assertThat(scene.peer().isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 11\n\nhello world",
                "HTTP/1.1 200 OK\nContent-Length: 11\n\nhello",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\nhello \n5\nworld\n",
                "HTTP/1.1 200 OK\n\nhello world"
            })
    void aBodyLargerThanTheFetcherCollectsIsAnErrorAndEndsTheConnection(String answer) {
        try (Scene scene = new Scene(FetcherOptions.builder().maxBody(10).build())) {
            Future<Response> response = scene.get();
            scene.peer().send(answer);
            assertThat(Scene.error(response)).isInstanceOf(BodyTooLargeException.class);
            scene.assertNothingUnderWay();
        }
    }

    // ------------------------------------------------------------------------------- early responses

    @Test
    void anEarlyResponseEndsTheSendingAndTheConnection() {
        try (Scene scene = new Scene()) {
            boolean[] cancelled = {false};
            BodyStream endless = endless(cancelled);
            scene.fetcher.fetch(Request.get(Scene.URL));
            scene.settle();
            scene.peer().send(OK);
            scene.peer().transport.pauseReading();
            Future<Response> response = scene.fetch(Request.post(Scene.URL, endless));
            scene.peer().send("HTTP/1.1 413 Content Too Large\nContent-Length: 0\n\n");
            assertThat(response.resultNow().status()).isEqualTo(Status.CONTENT_TOO_LARGE);
            assertThat(cancelled[0]).isTrue();
            assertThat(scene.fetcher.connections())
                    .as("though the server does not read what was queued for it")
                    .isZero();
            scene.assertNothingUnderWay();
            scene.peer().reset();
        }
    }

    private static BodyStream endless(boolean[] cancelled) {
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(ByteBuffer.allocate(10_000));
            }

            @Override
            public void cancel() {
                cancelled[0] = true;
            }
        };
    }

    @Test
    void anEarlyHeadLetsTheRequestGoOn() {
        try (Scene scene = new Scene()) {
            Queue<Promise<ByteBuffer>> reads = new ArrayDeque<>();
            Future<Response> response = scene.fetch(Request.post(Scene.URL, BodyStream.of(() -> {
                reads.add(scene.loop.newPromise());
                return reads.peek();
            })));
            scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 5\n\nhel");
            scene.peer().take();
            scene.onLoop(() -> reads.remove().complete(ByteBuffer.wrap("abc".getBytes())));
            assertThat(scene.peer().take()).isEqualTo("3\nabc\n");
            scene.onLoop(() -> reads.remove().complete(null));
            assertThat(scene.peer().take()).isEqualTo("0\n\n");
            scene.peer().send("lo");
            assertThat(response.resultNow().text()).isEqualTo("hello");
            assertThat(scene.fetcher.connections()).as("kept").isEqualTo(1);
        }
    }

    @Test
    void aBodySourceIsToldWhenItsConnectionBreaks() {
        try (Scene scene = new Scene()) {
            boolean[] cancelled = {false};
            Future<Response> response = scene.fetcher.fetch(Request.post(Scene.URL, endless(cancelled)));
            scene.simulation.runUntil(() -> !scene.peers.isEmpty());
            scene.peer().transport.pauseReading();
            scene.pass(Duration.ofMillis(1));
            scene.peer().reset();
            assertThat(Scene.error(response)).isInstanceOf(ConnectionClosedException.class);
            assertThat(cancelled[0]).isTrue();
        }
    }
}
