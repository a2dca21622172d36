package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client at the other end of a {@link ServerConnection}, which sends bytes and reads bytes, without a socket. */
final class TestClient implements AutoCloseable {
    static final ServerOptions OPTIONS = ServerOptions.builder()
            .clock(InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")))
            .build();

    final TestLoop test = new TestLoop();
    final LoopServer server;
    final TestTransport socket;
    int closed;

    TestClient(Handler handler) {
        this(handler, OPTIONS);
    }

    TestClient(Handler handler, ServerOptions options) {
        server = new LoopServer(test.loop, handler, options, null, new LimitLog(), () -> closed++);
        socket = TestTransport.connect(test, new ServerConnection(server));
    }

    /** Sends text, in which a line end stands for CRLF. */
    void send(String text) {
        socket.send(text.replace("\n", "\r\n"));
    }

    /** Sends text within a turn of the loop, whose tasks wait until it is over. */
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

    void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    @Override
    public void close() {
        test.close();
    }
}
