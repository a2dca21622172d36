// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.CapturedLog;
import java.io.IOException;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that a fetcher is collecting has a bound, {@link FetcherOptions#maxMemory}. */
class BodyMemoryTest {
    private static final String HALF = "HTTP/1.1 200 OK\nContent-Length: 2000\n\n" + "x".repeat(1_000);

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxMemory(2_500).build());

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    static Stream<Filter> filters() {
        return Stream.<Filter>of((request, next) -> next.handle(request), contentDecoding());
    }

    private static Future<Response> half(Scene scene, Fetcher fetcher) {
        Future<Response> response = fetcher.fetch(Scene.URL);
        scene.settle();
        scene.peer().sendExactly(HALF);
        return response;
    }

    private void finish(int peer) {
        scene.peers.get(peer).sendExactly("y".repeat(1_000));
    }

    private void assertTooMuch(Future<Response> response) {
        assertThat(Scene.error(response))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 2500 bytes together (FetcherOptions.maxMemory)");
    }

    @Test
    void theFetchThatNeedsMoreFailsAndTheOthersGoOn() {
        try (CapturedLog log = new CapturedLog(FetcherOptions.class)) {
            Future<Response> first = half(scene, scene.fetcher); // with one field: some 1,100 bytes
            Future<Response> second = half(scene, scene.fetcher);
            assertThat(first.isDone() || second.isDone()).isFalse();
            assertTooMuch(half(scene, scene.fetcher));
            assertThat(scene.peer().isClosed()).isTrue();
            finish(1);
            assertTooMuch(second);
            finish(0);

            assertThat(first.resultNow().text()).hasSize(2_000);
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly(
                            "FetcherOptions.maxMemory = 2500: failing a fetch whose body would have to be kept "
                                    + "beyond that (said once)");
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("filters")
    void behindFiltersToo(Filter filter) {
        Fetcher fetcher = scene.fetcher.with(filter);
        Future<Response> first = half(scene, fetcher);
        half(scene, fetcher);
        assertTooMuch(half(scene, fetcher));
        scene.peers.get(1).reset();
        finish(0);

        assertThat(first.resultNow().text()).hasSize(2_000);
    }

    /** However it ends, it does not count any more. */
    @Test
    void whatHasEndedIsFree() {
        for (int i = 0; i < 5; i++) {
            Future<Response> cancelled = half(scene, scene.fetcher);
            half(scene, scene.fetcher);
            scene.peer().reset();
            scene.onLoop(cancelled::cancel);
            Future<Response> complete = half(scene, scene.fetcher);
            scene.peer().sendExactly("y".repeat(1_000));
            assertThat(complete.resultNow().text()).hasSize(2_000);
        }
    }

    /** The caller has it at once. */
    @Test
    void aResponseThatComesAsAWholeIsNotCounted() {
        Future<Response> response = scene.get();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: 3000\n\n" + "x".repeat(3_000));
        assertThat(response.resultNow().text()).hasSize(3_000);
    }

    @Test
    void aBodyThatTurnsOutToBeEmptyIsCollected() {
        Future<Response> response = scene.get();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
        scene.peer().sendExactly("0\n\n");
        assertThat(response.resultNow().bytes()).isEmpty();
    }

    /** The fields of those that wait for their bodies are in memory, too. */
    @Test
    void fieldsCount() {
        Future<Response> response = scene.get();
        scene.peer()
                .sendExactly(
                        "HTTP/1.1 200 OK\n" + "A: b\n".repeat(30) + "Content-Length: 2\n\nx"); // 30 objects of 96 bytes
        assertTooMuch(response);
    }

    @Test
    void overHttp2Too() {
        FetcherOptions options = Http2Scene.HTTP_2.toBuilder().maxMemory(2_500).build();
        try (Http2Scene http2 = new Http2Scene(options)) {
            http2.onRequest = (peer, head) -> peer.head(head.stream(), 2_000);
            Future<Response> first = http2.get("/1");
            Future<Response> second = http2.get("/2");
            for (int stream : new int[] {1, 3, 1}) {
                http2.onServer(() -> http2.peer().data(stream, "x".repeat(1_000), false));
            }
            assertTooMuch(first);
            http2.onServer(() -> http2.peer().data(3, "x".repeat(1_000), true));
            assertThat(second.resultNow().text()).hasSize(2_000);
        }
    }

    @Test
    void whatAProgramReadsAsAStreamIsNotCounted() {
        Response response = scene.headExactly(Request.get(Scene.URL), HALF);
        finish(0);
        assertThat(scene.collect(response).length()).isEqualTo(2_000);
    }
}
