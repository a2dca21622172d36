// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of HTTP/2 that wait for a window, and the budget of memory. */
class Http2MemoryTest {
    private static final int PIECE = 2_000_000;

    private final Handler handler = new Snow()
            .get("/memory", request -> Response.of(Status.OK).withBody(Body.of(new byte[300_000])))
            .get(
                    "/stream",
                    request -> Response.stream(
                            BodyStream.of(() -> Future.completed(ByteBuffer.allocate(PIECE))), "a/b"));

    private Http2Client client = client(TestClient.OPTIONS.maxMemory());

    private Http2Client client(long maxMemory) {
        Http2Client opened =
                new Http2Client(handler, TestClient.OPTIONS.toBuilder().maxMemory(maxMemory).build());
        opened.reads = false; // so the windows are shut after 64 KiB
        return opened;
    }

    @AfterEach
    void close() {
        client.close();
    }

    private long used() {
        return client.server.context().memory().used();
    }

    /** To end an answer whose body its owner keeps in memory would give nothing back. */
    @Test
    void onlyStreamsThatKeepAPieceAreEndedForIt() {
        client.close();
        client = client(1_000_000);
        int first = client.get("/memory");
        int second = client.get("/memory");
        assertThat(used()).isZero();

        int third = client.get("/stream");
        assertThat(client.events())
                .contains(third + ": reset ENHANCE_YOUR_CALM")
                .doesNotContain(first + ": reset ENHANCE_YOUR_CALM", second + ": reset ENHANCE_YOUR_CALM");
        assertThat(used()).isZero();
    }
}
