// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.samples.bench.BenchApp;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Fetcher's WebSocket and a server's, over sockets of the kernel, without and with TLS. */
class WebSocketIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue("127.0.0.1");
    private static final TlsConfig SERVER_TLS = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain()));
    private static final TlsConfig CLIENT_TLS = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));

    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    /** More than two sockets and all queues hold. */
    private static final int PIECES = 1_000;

    private static final WebSocketOptions LARGE = WebSocketOptions.builder()
            .limits(MessageLimits.of(LARGEST))
            .deflate(Deflate.WITHOUT_CONTEXT)
            .build();

    private final Fetcher fetcher =
            Fetcher.create(FetcherOptions.builder().tls(CLIENT_TLS).build());
    private Server server;

    @AfterEach
    void close() {
        fetcher.close();
        server.close();
    }

    /** Without compression: the bytes count. */
    private WebSocket open(Snow app, boolean tls) throws Exception {
        return open(app, tls, WebSocketOptions.DEFAULT);
    }

    private WebSocket open(Snow app, boolean tls, WebSocketOptions options) throws Exception {
        Server.Builder builder = Server.of(app);
        server = (tls ? builder.tls(SERVER_TLS) : builder).listen("127.0.0.1", 0);
        return fetcher.runUntil(fetcher.webSocket(Request.get(server.url("/ws").replaceFirst("http", "ws")), options));
    }

    @Tag("once") // to compress 64 MB takes seconds
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLargestMessagesComeBackAsTheyWere(boolean tls) throws Exception {
        WebSocket socket = open(BenchApp.create(), tls, LARGE);
        byte[] random = new byte[LARGEST];
        new Random(1).nextBytes(random);

        assertThat(echoed(socket, random)).as("what cannot be compressed").isEqualTo(random);
        assertThat(echoed(socket, new byte[LARGEST])).as("zeros").isEqualTo(new byte[LARGEST]);
    }

    private byte[] echoed(WebSocket socket, byte[] message) throws Exception {
        Promise<byte[]> back = fetcher.loop().newPromise();
        socket.onBinary(bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            back.complete(copy);
        });
        socket.send(ByteBuffer.wrap(message));
        return fetcher.runUntil(back);
    }

    /** It is compressed to 16 KB, so its length is only known when it has become too large. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLargerOneEndsWith1009(boolean tls) throws Exception {
        WebSocket socket = open(BenchApp.create(), tls, LARGE);
        socket.send(ByteBuffer.allocate(LARGEST + 1));

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.MESSAGE_TOO_BIG);
    }

    /** The server sends as long as there is room. When there is none, its reader begins. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSlowReaderStopsTheServer(boolean tls) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(1);
        WebSocket socket = open(new Snow().webSocket("/ws", from -> sendAll(from, sent, full)), tls);
        socket.pauseReading();
        AtomicInteger received = new AtomicInteger();
        socket.onBinary(bytes -> assertThat(bytes.getInt()).isEqualTo(received.getAndIncrement()));

        full.await();
        assertThat(sent.get()).isLessThan(PIECES);
        socket.resumeReading();

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.NORMAL);
        assertThat(received).hasValue(PIECES);
    }

    private static void sendAll(WebSocket to, AtomicInteger sent, CountDownLatch full) {
        if (sent.get() == PIECES) {
            to.close();
            return;
        }
        Future<?> done = to.send(ByteBuffer.allocate(PIECE).putInt(0, sent.getAndIncrement()));
        if (!done.isDone()) {
            full.countDown();
        }
        done.onDone(() -> sendAll(to, sent, full));
    }

    /** The echo reads no more as long as the client does not: so the client cannot send either. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEchoThatNobodyReadsStopsItsSender(boolean tls) throws Exception {
        WebSocket socket = open(BenchApp.create(), tls);
        byte[] piece = new byte[PIECE];
        new Random(1).nextBytes(piece);
        AtomicInteger received = new AtomicInteger();
        socket.onBinary(bytes -> {
            if (received.incrementAndGet() == PIECES) {
                socket.close();
            }
        });
        socket.pauseReading();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger waits = new AtomicInteger();
        sendAll(socket, piece, sent, waits);

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.NORMAL);
        assertThat(received).hasValue(PIECES);
        assertThat(waits.get()).as("how often the sender has waited").isPositive();
    }

    /** Reads on when it has had to wait: then the queues of both ends are full. */
    private static void sendAll(WebSocket to, byte[] piece, AtomicInteger sent, AtomicInteger waits) {
        while (sent.getAndIncrement() < PIECES) {
            Future<?> done = to.send(ByteBuffer.wrap(piece));
            if (!done.isDone()) {
                waits.incrementAndGet();
                to.loop().execute(to::resumeReading);
                done.onDone(() -> sendAll(to, piece, sent, waits));
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDrainClosesWith1001(boolean tls) throws Exception {
        WebSocket socket = open(BenchApp.create(), tls);
        Future<?> drained = server.drain(Duration.ofSeconds(20));

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.GOING_AWAY);
        drained.await(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetByTheClientIsToldToTheServer(boolean tls) throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        WebSocket socket =
                open(new Snow().webSocket("/ws", peer -> peer.onClose((closed, text) -> code.complete(closed))), tls);
        socket.cancel();

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.ABNORMAL);
        assertThat(code.get()).isEqualTo(CloseReason.ABNORMAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetByTheServerIsToldToTheClient(boolean tls) throws Exception {
        WebSocket socket = open(new Snow().webSocket("/ws", peer -> peer.onText(text -> peer.cancel())), tls);
        socket.send("now");

        assertThat(fetcher.runUntil(socket.closed()).code()).isEqualTo(CloseReason.ABNORMAL);
    }

    /** A client that ends without a word, as a process does that is killed. */
    @Test
    void anEndWithoutACloseFrameIs1006() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        server = new Snow()
                .webSocket("/ws", peer -> peer.onClose((closed, text) -> code.complete(closed)))
                .listen(0);
        try (Socket client = new Socket("127.0.0.1", server.port())) {
            client.getOutputStream().write("""
                    GET /ws HTTP/1.1\r
                    Host: a\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """.getBytes(UTF_8));
            assertThat(firstLine(client)).isEqualTo("HTTP/1.1 101 Switching Protocols");
        }
        assertThat(code.get()).isEqualTo(CloseReason.ABNORMAL);
    }

    private static String firstLine(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = client.getInputStream().read();
                next != '\r';
                next = client.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
