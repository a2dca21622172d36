// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static io.snowloop.server.SocketClient.statusCodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Time-outs are short here, and tests wait for what they do; none looks at a clock. */
@DisplayName("A client that is slow")
class SlowClientIT {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final ServerTimeouts TIMEOUTS = ServerTimeouts.DEFAULT;
    private static final int PIECE = 64 * 1024;

    private final AtomicLong made = new AtomicLong();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Server server;

    private SocketClient connect(ServerTimeouts timeouts, int receiveBuffer) throws IOException {
        Snow app = new Snow()
                .get("/", request -> Response.text("hello"))
                .post("/", request -> Response.text(request.text()))
                .get("/never", (request, loop) -> loop.newPromise())
                .route(
                        Method.GET,
                        "/stream/{pieces:int}",
                        request -> Future.completed(Response.stream(new Pieces(request.pathInt("pieces")), "a/b")));
        server = Server.of(app)
                .options(ServerOptions.builder().timeouts(timeouts).build())
                .listen("127.0.0.1", 0);
        return new SocketClient(server, receiveBuffer);
    }

    private SocketClient connect(ServerTimeouts timeouts) throws IOException {
        return connect(timeouts, 0);
    }

    /** A body which counts what is taken of it. */
    private final class Pieces implements BodyStream {
        private int left;

        Pieces(int count) {
            left = count;
        }

        @Override
        public Future<ByteBuffer> read() {
            if (left-- == 0) {
                return Future.completed(null);
            }
            made.addAndGet(PIECE);
            return Future.completed(ByteBuffer.allocate(PIECE));
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void toSendItsHeadIsAnswered408() throws IOException {
        try (SocketClient client = connect(TIMEOUTS.toBuilder().head(SHORT).build())) {
            client.send("GET / HTTP/1.1\nHost");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("Connection: close\n");
        }
    }

    @Test
    void toSendItsSecondHeadIsAnswered408() throws IOException {
        try (SocketClient client = connect(TIMEOUTS.toBuilder().head(SHORT).build())) {
            client.send(GET + "GET / HTTP/1.1\n");
            assertThat(statusCodes(client.rest())).containsExactly("200", "408");
        }
    }

    @Test
    void toSendItsBodyIsAnswered408() throws IOException {
        try (SocketClient client = connect(TIMEOUTS.toBuilder().bodyGrace(SHORT).build())) {
            client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000\n\nslow");
            assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("Connection: close\n");
        }
    }

    @Test
    void toSendItsNextRequestIsLeft() throws IOException {
        try (SocketClient client = connect(TIMEOUTS.toBuilder().keepAlive(SHORT).build())) {
            client.send(GET);
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void toEndItsHalfIsNotWaitedForLong() throws IOException {
        try (SocketClient client = connect(TIMEOUTS.toBuilder().maxLinger(SHORT).build())) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            assertThat(client.rest()).endsWith("hello");
            assertThatThrownBy(() -> {
                        while (true) {
                            client.send("and another thing\n");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void isNotTheOneToBlameForASlowView() throws IOException {
        try (SocketClient client = connect(
                TIMEOUTS.toBuilder().handler(SHORT).head(Duration.ofMinutes(1)).build())) {
            client.send("GET /never HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer().status()).isEqualTo(503);
            client.send(GET);
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void toReadItsAnswerIsReset() throws Exception {
        try (SocketClient client =
                connect(TIMEOUTS.toBuilder().responseGrace(SHORT).build(), 8 * 1024)) {
            client.send("GET /stream/1000000 HTTP/1.1\nHost: a\n\n");
            assertThat(cancelled.await(40, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
        }
    }

    /** What is made and not read yet is in the kernel's buffers, which grow to some MB, and in ours, which don't. */
    @Test
    void getsALargeDownloadWithoutItsWaitingInMemory() throws IOException {
        int pieces = 1_000;
        int kernel = 16 * 1024 * 1024;
        try (SocketClient client = connect(TIMEOUTS, 8 * 1024);
                SocketClient other = new SocketClient(server)) {
            client.send("GET /stream/" + pieces + " HTTP/1.1\nHost: a\n\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK\n");
            awaitStandstill(made, other);
            assertThat(made.get()).isBetween((long) PIECE, (long) kernel);
            for (int i = 0; i < pieces; i++) {
                assertThat(client.read(PIECE + 9)).startsWith("10000\r\n").endsWith("\0\r\n");
                assertThat(made.get()).isLessThanOrEqualTo((long) (i + 1) * PIECE + kernel);
            }
            assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
        }
    }

    /** Until the loop has served another client a thousand times and what is counted has not moved. */
    private static void awaitStandstill(AtomicLong count, SocketClient other) throws IOException {
        long before;
        do {
            before = count.get();
            for (int i = 0; i < 1_000; i++) {
                other.send(GET);
                other.answer();
            }
        } while (count.get() != before);
    }

    @Test
    void cannotHaveUsKeepTheAnswersToAllItsPipelinedRequests() throws Exception {
        AtomicLong answered = new AtomicLong();
        Snow app = new Snow().get("/", request -> Response.text("hello")).get("/page", request -> {
            answered.incrementAndGet();
            return Response.text("x".repeat(60_000));
        });
        server = app.listen(0);
        int count = 600;
        try (SocketClient client = new SocketClient(server, 8 * 1024);
                SocketClient other = new SocketClient(server)) {
            client.send("GET /page HTTP/1.1\nHost: a\n\n".repeat(count));
            client.read(1);
            awaitStandstill(answered, other);
            assertThat(answered.get()).isLessThan(16 * 1024 * 1024 / 60_000);
            client.sendEnd();
            assertThat(client.rest().length()).isGreaterThan(count * 60_000);
        }
        assertThat(answered.get()).isEqualTo(count);
    }
}
