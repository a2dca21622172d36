// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Status;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WebSocket of a server, whose client is the test: bytes in, bytes out, in virtual time. */
@EverySegmentation
class WebSocketRouteTest {
    private static final String OPENING = """
            GET /ws HTTP/1.1
            Host: a.example
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;
    private static final String SWITCHED = """
            HTTP/1.1 101 Switching Protocols
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

            """;
    private static final Duration PING = WebSocketOptions.DEFAULT.pingInterval();
    private static final Duration PONG = WebSocketOptions.DEFAULT.pingTimeout();
    private static final Duration CLOSE = WebSocketOptions.DEFAULT.closeTimeout();
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();
    private final List<WebSocket> sockets = new ArrayList<>();
    private TestClient client;

    @AfterEach
    void close() {
        client.close();
    }

    private void open(WebSocketOptions options, WebSocketHandler handler) {
        client = new TestClient(new Snow().webSocket("/ws", options, (socket, request) -> {
            sockets.add(socket);
            socket.onClose((code, text) -> log.add("closed " + code + " " + text));
            handler.opened(socket, request);
        }));
    }

    private void echo() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) ->
                        socket.onText(text -> socket.send("re: " + text)).onBinary(socket::send));
        client.send(OPENING);
        assertThat(client.answer()).isEqualTo(SWITCHED);
    }

    /** A frame of a client, whose masking key is 0. */
    private static String frame(int first, String payload) {
        return (char) first + "" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
    }

    private void sendFrame(int first, String payload) {
        client.socket.send(frame(first, payload));
    }

    /** What the server has written since the last call. */
    private String written() {
        return client.socket.takeWritten();
    }

    private static String text(String payload) {
        return "\u0081" + (char) payload.length() + payload;
    }

    private static String closed(int code, String reason) {
        byte[] two = ByteBuffer.allocate(2).putShort((short) code).array();
        return "\u0088" + (char) (2 + reason.length()) + new String(two, ISO_8859_1) + reason;
    }

    private void inTask(Runnable action) {
        client.test.inTask(action);
        client.test.turnUntilIdle();
    }

    // -------------------------------------------------------------------------------------------- opening handshake

    @Test
    void messagesComeBackInOneWriteForEachRead() {
        echo();
        sendFrame(0x81, "a");
        sendFrame(0x82, "b");
        assertThat(written()).isEqualTo(text("re: a") + "\u0082\u0001b");
        int before = client.socket.writes;
        client.socket.sendExactly(frame(0x81, "c") + frame(0x81, "d"));
        assertThat(written()).isEqualTo(text("re: c") + text("re: d"));
        assertThat(client.socket.writes).isEqualTo(before + 1);
    }

    @Test
    void aClientMaySendBeforeItHasTheAnswer() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) -> socket.onText(socket::send).send("hello"));
        client.socket.send(OPENING.replace("\n", "\r\n") + frame(0x81, "a"));
        assertThat(written()).isEqualTo(SWITCHED.replace("\n", "\r\n") + text("hello") + text("a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upgrade: websocket                          | X: y                              | 426
            Connection: keep-alive, Upgrade             | Connection: keep-alive            | 426
            Sec-WebSocket-Version: 13                   | Sec-WebSocket-Version: 8          | 426
            HTTP/1.1                                    | HTTP/1.0                          | 426
            GET                                         | POST                              | 405
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X: y                              | 400
            ub25jZQ==                                   | ub25jZQ=                          | 400
            Sec-WebSocket-Version: 13                   | Sec-WebSocket-Version: 13\\nContent-Length: 1 | 400
            Host: a.example                             | Host: a.example\\nOrigin: https://b.example     | 403
            Host: a.example                             | Host: a.example\\nOrigin: null                  | 403
            Host: a.example                             | Host: a.example\\nOrigin: https://a.example:81  | 403
            Host: a.example                             | Host: a.example\\nOrigin: https://a.example     | 101
            Host: a.example                             | Host: a.example:80\\nOrigin: http://A.example   | 101
            """)
    void otherRequestsAreRefused(String part, String other, int status) {
        open(WebSocketOptions.DEFAULT, (socket, request) -> {});
        client.send(OPENING.replaceFirst(part.replace("+", "\\+"), other.replace("\\n", "\n"))
                + (status == 400 ? "x" : ""));
        String answer = client.answer();
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (status == 426) {
            assertThat(answer).contains("\nUpgrade: websocket\n").contains("\nSec-WebSocket-Version: 13\n");
        }
    }

    @Test
    void originsAreASetting() {
        for (List<String> origins :
                List.of(List.<String>of(), List.of("https://b.example"), List.of("https://c.example"))) {
            open(WebSocketOptions.builder().origins(origins).build(), (socket, request) -> {});
            client.send(OPENING.replace("Upgrade: ", "Origin: https://b.example\nUpgrade: "));
            assertThat(client.answer()).startsWith("HTTP/1.1 " + (origins.contains("https://c.example") ? 403 : 101));
            client.close();
        }
    }

    @Test
    void filtersSeeTheOpeningRequestAndItsAnswer() {
        client = new TestClient(new Snow()
                .filter((request, next) -> next.handle(request)
                        .map(response -> request.query("key") == null
                                ? response.withStatus(Status.UNAUTHORIZED)
                                : response.withHeader(
                                        "X-Seen", response.status().toString())))
                .webSocket("/ws", (socket, request) -> socket.send("hi " + request.query("key"))));
        client.send(OPENING.replace("/ws", "/ws?key=7"));
        assertThat(client.socket.takeWritten())
                .contains("X-Seen: 101 Switching")
                .endsWith(text("hi 7"));
        client.close();
        client = new TestClient(new Snow()
                .filter((request, next) ->
                        next.handle(request).map(response -> response.withStatus(Status.UNAUTHORIZED)))
                .webSocket("/ws", socket -> log.add("open")));
        client.send(OPENING);
        assertThat(client.answer()).startsWith("HTTP/1.1 401");
        assertThat(log).isEmpty();
    }

    @Test
    void theFirstSubprotocolOfTheServerThatTheClientOffers() {
        open(
                WebSocketOptions.builder().subprotocols(List.of("c", "b")).build(),
                (socket, request) -> socket.send(String.valueOf(socket.subprotocol())));
        client.send(OPENING.replace("Upgrade: ", "Sec-WebSocket-Protocol: a, b\nUpgrade: "));
        assertThat(client.socket.takeWritten())
                .contains("Sec-WebSocket-Protocol: b\r\n")
                .endsWith(text("b"));
    }

    // ------------------------------------------------------------------------------------------------------ the end

    @Test
    void theClientCloses() {
        echo();
        sendFrame(0x88, "\u0003\u00e8bye");
        assertThat(written()).isEqualTo(closed(1000, ""));
        assertThat(client.socket.isClosed()).isTrue();
        assertThat(log).containsExactly("closed 1000 bye");
        inTask(() -> assertThat(sockets.get(0).send("late").isFailed()).isTrue());
    }

    @Test
    void theAppCloses() {
        echo();
        inTask(() -> sockets.get(0).close(4001, "enough"));
        sendFrame(0x81, "dropped");
        assertThat(written()).isEqualTo(closed(4001, "enough"));
        assertThat(client.socket.isClosed()).isFalse();
        sendFrame(0x88, "\u000f\u00a1");
        assertThat(client.socket.isClosed()).isTrue();
        assertThat(log).containsExactly("closed 4001 ");
    }

    @Test
    void aClientThatDoesNotAnswerACloseIsReset() {
        echo();
        inTask(() -> sockets.get(0).close());
        client.pass(CLOSE.minus(ALMOST));
        assertThat(client.socket.isClosed()).isFalse();
        client.pass(ALMOST);
        assertThat(client.socket.isAborted()).isTrue();
        assertThat(log).singleElement().asString().startsWith("closed 1006 ").contains("closeTimeout");
    }

    @Test
    void aConnectionThatEndsWithoutACloseFrame() {
        echo();
        client.socket.sendEnd();
        assertThat(log).containsExactly("closed 1006 ");
    }

    @ParameterizedTest
    @CsvSource({"0xC1, a, 1002", "0x81, \u00ff, 1007"})
    void anErrorIsToldAndTheClientMayReadIt(String first, String payload, int code) {
        echo();
        sendFrame(Integer.decode(first), payload);
        assertThat(written()).startsWith("\u0088").contains(closed(code, "").substring(2));
        assertThat(client.socket.isOutputShut()).isTrue();
        assertThat(client.socket.isClosed()).isFalse();
        sendFrame(0x81, "discarded");
        client.socket.sendEnd();
        assertThat(client.socket.isAborted()).isFalse();
        assertThat(log).singleElement().asString().startsWith("closed " + code);
    }

    @Test
    void whatTheAppThrowsClosesWithAnError() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) -> socket.onText(text -> {
                    throw new IllegalStateException("a bug");
                }));
        client.send(OPENING);
        client.answer();
        sendFrame(0x81, "a");
        assertThat(written()).isEqualTo(closed(1011, ""));
        client.socket.sendEnd();
        assertThat(client.test.reports.takeErrors()).singleElement().asString().contains("a bug");
        assertThat(log).containsExactly("closed 1011 ");
    }

    @Test
    void aKindOfMessageThatIsNotTaken() {
        open(WebSocketOptions.DEFAULT, (socket, request) -> socket.onText(log::add));
        client.send(OPENING);
        client.answer();
        sendFrame(0x82, "a");
        assertThat(written()).contains(closed(1003, "").substring(2));
    }

    @Test
    void aDrainClosesWith1001() {
        echo();
        inTask(client.server::drain);
        assertThat(written()).isEqualTo(closed(1001, ""));
        sendFrame(0x88, "\u0003\u00e9");
        assertThat(client.closed).isEqualTo(1);
    }

    // ------------------------------------------------------------------------------------------------ back-pressure

    @Test
    void messagesWaitForTheirHandler() {
        open(WebSocketOptions.DEFAULT, (socket, request) -> {});
        client.send(OPENING);
        client.answer();
        sendFrame(0x81, "a");
        sendFrame(0x81, "b");
        assertThat(client.socket.isReading()).isFalse();
        inTask(() -> sockets.get(0).onText(log::add));
        assertThat(log).containsExactly("a", "b");
        assertThat(client.socket.isReading()).isTrue();
    }

    @Test
    void aPausedAppGetsNothing() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) -> socket.onText(text -> {
                    log.add(text);
                    socket.pauseReading();
                }));
        client.send(OPENING);
        client.answer();
        client.socket.sendExactly(frame(0x81, "a") + frame(0x81, "b"));
        sendFrame(0x81, "c");
        assertThat(log).containsExactly("a");
        inTask(() -> sockets.get(0).resumeReading());
        assertThat(log).containsExactly("a", "b");
        inTask(() -> sockets.get(0).resumeReading());
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void aSlowClientStopsTheSender() {
        open(WebSocketOptions.builder().maxQueued(100_000).build(), (socket, request) -> {});
        client.send(OPENING);
        client.socket.block();
        List<Future<?>> sent = new ArrayList<>();
        inTask(() -> {
            for (int i = 0; i < 4; i++) {
                sent.add(sockets.get(0).send("x".repeat(40_000)));
            }
        });
        assertThat(sent).extracting(Future::isDone).containsExactly(true, false, false, true);
        assertThat(sent.get(3).outcome().error())
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("maxQueued");
        assertThat(client.socket.queued()).isBetween(120_000, 120_100);
        client.socket.unblock();
        assertThat(sent).allMatch(Future::isDone);
        assertThat(sent.subList(0, 3)).noneMatch(Future::isFailed);
    }

    @Test
    void aClientThatSendsPingsAndReadsNothingCostsOnePong() {
        echo();
        client.socket.block();
        inTask(() -> sockets.get(0).send("x".repeat(70_000)));
        int before = client.socket.queued();
        for (int i = 0; i < 50; i++) {
            sendFrame(0x89, "ping " + i);
        }
        assertThat(client.socket.queued()).isEqualTo(before);
        client.socket.unblock();
        assertThat(written()).endsWith("\u008a\u0007ping 49");
    }

    @Test
    void aBroadcastSendsTheSameBytesToAll() {
        echo();
        inTask(() -> sockets.get(0).send(WebSocketMessage.text("all")));
        assertThat(written()).isEqualTo(text("all"));
    }

    @Test
    void aMessageThatIsTooBig() {
        open(
                WebSocketOptions.builder().limits(MessageLimits.of(10)).build(),
                (socket, request) -> socket.onText(log::add));
        client.send(OPENING);
        client.answer();
        sendFrame(0x81, "0123456789");
        sendFrame(0x81, "0123456789a");
        assertThat(written()).contains(closed(1009, "").substring(2));
        client.socket.sendEnd();
        assertThat(log).hasSize(2).startsWith("0123456789").last().asString().startsWith("closed 1009");
    }

    // ----------------------------------------------------------------------------------------------------- time-outs

    @Test
    void aSilentClientIsPingedAndThenReset() {
        echo();
        client.pass(PING.minus(ALMOST));
        assertThat(written()).isEmpty();
        client.pass(ALMOST);
        assertThat(written()).isEqualTo("\u0089\0");
        client.pass(PONG.minus(ALMOST));
        assertThat(client.socket.isClosed()).isFalse();
        client.pass(ALMOST);
        assertThat(client.socket.isAborted()).isTrue();
        assertThat(log).singleElement().asString().startsWith("closed 1006").contains("pingTimeout");
    }

    @Test
    void aPongKeepsItAlive() {
        echo();
        for (int i = 0; i < 5; i++) {
            client.pass(PING);
            assertThat(written()).isEqualTo("\u0089\0");
            sendFrame(0x8A, "");
        }
        assertThat(client.socket.isClosed()).isFalse();
    }

    @Test
    void aClientIsNotResetWhileTheAppReadsNothing() {
        echo();
        inTask(() -> sockets.get(0).pauseReading());
        client.pass(PING.plus(PONG).multipliedBy(3));
        assertThat(client.socket.isClosed()).isFalse();
    }

    @Test
    void anIdleOneIsClosedThoughItAnswersPings() {
        Duration idle = PING.multipliedBy(2).plusSeconds(1);
        open(WebSocketOptions.builder().maxIdle(idle).build(), (socket, request) -> socket.onText(log::add));
        client.send(OPENING);
        client.answer();
        client.pass(PING);
        sendFrame(0x8A, "");
        client.pass(PING);
        sendFrame(0x8A, "");
        written();
        client.pass(Duration.ofSeconds(1));
        assertThat(written()).contains(closed(1001, "").substring(2));
    }
}
