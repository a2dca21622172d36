// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.testing.EverySegmentation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller can do with the body of a response. */
@EverySegmentation
class ResponseBodiesTest {
    private static final String SIZED = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nhe\n3\nllo\n0\nChecksum: 7\n\n";
    private static final String MOVED = "HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 4\n\naway";

    private static Scene scene() {
        return new Scene(FetcherOptions.builder()
                .maxPerOrigin(1)
                .maxConnections(1)
                .maxBody(100)
                .build());
    }

    private static String redirectedOr(String head, String answer) {
        return head.startsWith("GET / ") ? MOVED : answer;
    }

    // ------------------------------------------------------------------------------------------------------ filters

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void aFilterAroundAFetcherGivesAStream(String answer) {
        try (Scene scene = scene()) {
            scene.answers = head -> redirectedOr(head, answer);
            Future<Response> response = redirects(5).around(scene.fetcher).handle(Request.get(Scene.URL));
            scene.settle();
            assertThat(response.resultNow().status()).isEqualTo(Status.OK);
            assertThatIllegalStateException()
                    .isThrownBy(() -> response.resultNow().text())
                    .withMessageContaining("this body is a stream: collect(limit) it first");
            assertThat(scene.collect(response.resultNow()).text()).isEqualTo("hello");
            assertThat(response.resultNow().text()).as("once it is collected").isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void aFetcherWithAFilterGivesAllOfTheBody(String answer) {
        try (Scene scene = scene()) {
            scene.answers = head -> redirectedOr(head, answer);
            Future<Response> response = scene.fetcher.with(redirects(5)).fetch(Scene.URL);
            scene.settle();
            assertThat(response.resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aCompressedBodyIsGivenPlain() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        try (Scene scene = scene()) {
            Future<Response> response = scene.fetcher.with(contentDecoding()).fetch(Scene.URL);
            scene.settle();
            scene.peer()
                    .send("HTTP/1.1 200 OK\nContent-Encoding: gzip\nTransfer-Encoding: chunked\n\n"
                            + Integer.toHexString(zipped.size()) + "\n");
            scene.peer().sendBytes(zipped.toByteArray());
            scene.peer().send("\n0\n\n");
            assertThat(response.resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aBodyIsDownloaded(@TempDir Path folder) throws IOException {
        try (Scene scene = scene()) {
            scene.answers = head -> redirectedOr(head, CHUNKED);
            Path file = folder.resolve("file");
            Future<Response> response = scene.fetcher.with(redirects(5)).download(Request.get(Scene.URL), file);
            scene.settle();
            assertThat(response.resultNow().status()).isEqualTo(Status.OK);
            assertThat(Files.readString(file)).isEqualTo("hello");
        }
    }

    /** What is received is sent on: the reverse proxy in one line. */
    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void aBodyIsSentOn(String answer) {
        try (Scene scene = new Scene()) {
            scene.listen(81);
            Handler store = request -> scene.fetcher
                    .handle(Request.get(Scene.URL))
                    .flatMap(response -> scene.fetcher.fetch(Request.put("http://10.0.0.1:81/store", response.body())));
            List<Future<Response>> stored = new ArrayList<>();
            scene.onLoop(() -> stored.add(store.handle(Request.get("/"))));
            scene.peer().send(answer);
            String put = scene.peers.get(1).take();
            assertThat(put)
                    .startsWith("PUT /store HTTP/1.1\n")
                    .contains("h")
                    .endsWith(answer.endsWith("o") ? "o" : "0\nChecksum: 7\n\n");
            scene.peers.get(1).send(SIZED);
            assertThat(stored.get(0).resultNow().text()).isEqualTo("hello");
        }
    }

    // ------------------------------------------------------------------------------------------------------- reading

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void aBodyIsReadPieceByPiece(String answer) {
        try (Scene scene = scene()) {
            Response response = scene.head(Request.get(Scene.URL), answer);
            StringBuilder text = new StringBuilder();
            scene.onLoop(() -> readAll(response.body().stream(), text));
            assertThat(text.toString()).isEqualTo("hello$");
            assertThat(response.body().stream().trailers().get("Checksum"))
                    .isEqualTo(answer.equals(CHUNKED) ? "7" : null);
            assertServesOn(scene);
        }
    }

    /** A connection waits for the reader, and the next request takes another one if there may be one. */
    @Test
    void aBodyThatIsReadLaterIsThere() {
        try (Scene scene = new Scene()) {
            Response first = scene.head(Request.get(Scene.URL), SIZED);
            Response second = scene.head(Request.get(Scene.URL + "2"), SIZED.replace("hello", "other"));
            assertThat(scene.collect(first).text()).isEqualTo("hello");
            assertThat(scene.collect(second).text()).isEqualTo("other");
        }
    }

    @Test
    void aBodyThatIsBeingCollectedHasNoOtherReader() {
        try (Scene scene = scene()) {
            Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 5\n\nhe");
            List<Future<Body.Bytes>> collected = new ArrayList<>();
            scene.onLoop(() -> collected.add(response.body().collect(5)));
            scene.onLoop(() -> assertThatIllegalStateException()
                    .isThrownBy(() -> response.body().stream().read())
                    .withMessageContaining("collected"));
            scene.peer().send("llo");
            assertThat(collected.get(0).resultNow().text()).isEqualTo("hello");
        }
    }

    @Test
    void aCollectThatIsCancelledEndsTheConnection() {
        try (Scene scene = scene()) {
            Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 5\n\nhe");
            List<Future<Body.Bytes>> collected = new ArrayList<>();
            scene.onLoop(() -> collected.add(response.body().collect(5)));
            collected.get(0).cancel();
            scene.settle();
            assertThat(collected.get(0).outcome().error()).isInstanceOf(CancellationException.class);
            assertThat(scene.peer().isClosed()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(() -> response.body().stream().read());
        }
    }

    // ------------------------------------------------------------------------------------------------- what is wrong

    private static final String BROKEN = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\nzz\n";

    @Test
    void aBrokenBodyFailsAFetch() {
        try (Scene scene = scene()) {
            Future<Response> response = scene.get();
            scene.peer().send(BROKEN);
            assertThat(Scene.error(response))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("GET http://10.0.0.1/");
        }
    }

    @Test
    void aBrokenBodyFailsForItsReaderWhoHasHadTheHead() {
        try (Scene scene = scene()) {
            Response response = scene.head(Request.get(Scene.URL), BROKEN);
            StringBuilder text = new StringBuilder();
            scene.onLoop(() -> readAll(response.body().stream(), text));
            assertThat(text.toString()).isEqualTo("abc!RemoteProtocolException");
            scene.assertNothingUnderWay();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void aBodyOverTheLimitOfACollect(String answer) {
        try (Scene scene = scene()) {
            Response response = scene.head(Request.get(Scene.URL), answer);
            Future<Body.Bytes> collected = response.body().collect(4);
            scene.settle();
            assertThat(collected.outcome().error()).isInstanceOf(BodyTooLargeException.class);
            assertThatIllegalStateException()
                    .isThrownBy(() -> response.body().stream().read());
            scene.assertNothingUnderWay();
        }
    }

    private static void assertServesOn(Scene scene) {
        Future<Response> next = scene.get();
        scene.peer().send(SIZED);
        assertThat(next.resultNow().text()).isEqualTo("hello");
        assertThat(scene.peers).hasSize(1);
    }

    /** Reads to the end, or to the error. */
    private static void readAll(BodyStream body, StringBuilder text) {
        body.read().onComplete((piece, error) -> {
            if (error != null || piece == null) {
                text.append(error == null ? "$" : "!" + error.getClass().getSimpleName());
            } else {
                text.append(StandardCharsets.UTF_8.decode(piece));
                readAll(body, text);
            }
        });
    }
}
