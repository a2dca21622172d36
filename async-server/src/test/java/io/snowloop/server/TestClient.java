// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Handler;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.logging.LimitLog;
import io.snowloop.metrics.Metrics;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client at the other end of a {@link ServerConnection}, which sends bytes and reads bytes, without a socket. */
final class TestClient implements AutoCloseable {
    static final ServerOptions OPTIONS = ServerOptions.builder()
            .clock(InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")))
            .build();

    static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    final TestLoop test = new TestLoop();
    final LoopServer server;
    final TestTransport socket;
    int closed;

    TestClient(Handler handler) {
        this(handler, OPTIONS);
    }

    TestClient(Handler handler, ServerOptions options) {
        this(handler, options, Metrics.NONE);
    }

    TestClient(Handler handler, ServerOptions options, Metrics metrics) {
        this(handler, options, metrics, null);
    }

    /** Of a server that speaks HTTP/2, too. */
    TestClient(Handler handler, ServerOptions options, Http2Limits http2) {
        this(handler, options, Metrics.NONE, http2);
    }

    private TestClient(Handler handler, ServerOptions options, Metrics metrics, @Nullable Http2Limits http2) {
        LimitLog limits = new LimitLog(ServerOptions.class);
        MemoryBudget memory = new MemoryBudget(options.maxMemory(), 1, limits);
        server = new LoopServer(
                test.loop,
                new ServerSetup(handler, options, null, metrics, http2, AddressRanges.of()),
                memory,
                limits,
                new FailureLog(options.failureInterval()),
                () -> closed++);
        socket = TestTransport.connect(test, new ServerConnection(server, ProxyHeader.NO_ADDRESSES));
    }

    /** A request with a body of known length. */
    static String post(String body) {
        return "POST / HTTP/1.1\nHost: a\nContent-Length: " + body.length() + "\n\n" + body;
    }

    /** A request with a chunked body, of which not all may be given. */
    static String chunked(String chunks) {
        return "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n" + chunks;
    }

    /** The answer with this text. */
    static String ok(String text) {
        return "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: " + text.length() + "\n\n"
                + text;
    }

    /** Sends text, in which a line end stands for CRLF, in the segments of the current {@link io.snowloop.testing.Segmentation}. */
    void send(String text) {
        socket.send(text.replace("\n", "\r\n"));
    }

    /** Sends text in one segment. */
    void sendExactly(String text) {
        socket.sendExactly(text.replace("\n", "\r\n"));
    }

    /** Sends text in one segment within a turn of the loop, whose tasks wait until it is over. */
    void sendNow(String text) {
        socket.deliverNow(text.replace("\n", "\r\n"));
    }

    /** All that was answered since the last call, with plain line ends and without the Date. */
    String answer() {
        return socket.takeWritten().replace("\r\n", "\n").replace("Date: Fri, 20 Nov 2026 12:00:00 GMT\n", "");
    }

    /** The status lines of all answers since the last call, a line each. */
    String statusLines() {
        return Pattern.compile("HTTP/1\\.1 [^\n]*\n")
                .matcher(answer())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining());
    }

    /** The connection is kept: the next request is answered. */
    void assertKept() {
        answer();
        send(GET);
        assertThat(statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
        assertThat(socket.isOutputShut()).isFalse();
    }

    /** The connection ends in order, and no further request is answered. */
    void assertEnded() {
        answer();
        send(GET);
        assertThat(answer()).isEmpty();
        assertThat(socket.isOutputShut()).isTrue();
        assertThat(socket.isAborted()).isFalse();
    }

    void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    @Override
    public void close() {
        test.close();
    }
}
