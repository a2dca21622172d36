// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import io.snowloop.server.input.Input;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route's WebSocket, whose client is the test: bytes in, bytes out. What follows the handshake is the protocol's matter. */
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

    private final List<String> log = new ArrayList<>();
    private TestClient client;

    @AfterEach
    void close() {
        client.close();
    }

    private void open(WebSocketOptions options, WebSocketHandler handler) {
        client = new TestClient(new Snow().webSocket("/ws", options, (socket, request) -> {
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

    @Test
    void aClientMaySendBeforeItHasTheAnswer() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) -> socket.onText(socket::send).send("hello"));
        client.socket.send(OPENING.replace("\n", "\r\n") + frame(0x81, "a"));
        assertThat(written()).isEqualTo(SWITCHED.replace("\n", "\r\n") + text("hello") + text("a"));
    }

    @Test
    void aRequestWithoutWhatTheRouteTakesIsRefused() {
        Input<String> name = Input.query("name");
        client = new TestClient(new Snow().webSocket("/ws", socket -> {}).takes(name));
        client.send(OPENING);
        assertThat(client.answer()).startsWith("HTTP/1.1 400 Bad Request").contains("name");
    }

    @Test
    void whatAClientHasSentWrongIsNoErrorOfTheHandler() {
        open(WebSocketOptions.DEFAULT, (socket, request) -> socket.send("since " + request.queryInt("since")));
        client.socket.send(OPENING.replace("\n", "\r\n")); // the end of the client's loop reports what was thrown
        assertThat(written())
                .isEqualTo(SWITCHED.replace("\n", "\r\n")
                        + closed(1008, "query parameter \"since\" is missing: an int is expected"));
    }

    /** Of a message, too: else each client could fill the log. */
    @Test
    void aMessageThatIsWrongIsNoErrorOfTheHandler() {
        open(
                WebSocketOptions.DEFAULT,
                (socket, request) -> socket.onText(text -> {
                    throw new HttpException(Status.BAD_REQUEST, "no such room: " + text);
                }));
        client.socket.send(OPENING.replace("\n", "\r\n") + frame(0x81, "a"));
        assertThat(written()).isEqualTo(SWITCHED.replace("\n", "\r\n") + closed(1008, "no such room: a"));
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

    @Test
    void aDrainClosesWith1001() {
        echo();
        inTask(client.server::drain);
        assertThat(written()).isEqualTo(closed(1001, ""));
        sendFrame(0x88, "\u0003\u00e9");
        assertThat(client.closed).isEqualTo(1);
    }
}
