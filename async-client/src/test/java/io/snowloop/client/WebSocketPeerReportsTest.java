// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong in other WebSockets, tried here: each test is a row of docs/tried-reports.md. */
@EverySegmentation
class WebSocketPeerReportsTest {
    private final Scene scene = new Scene();
    private final List<String> log = new ArrayList<>();
    private WebSocket socket;

    private Future<WebSocket> begin() {
        Future<WebSocket> opening = scene.fetcher.webSocket(
                Request.get("ws://10.0.0.1/"),
                WebSocketOptions.builder().deflate(null).build());
        opening.onComplete((opened, error) -> {
            if (opened != null) {
                socket = opened;
                opened.onText(text -> log.add(text)).onClose((code, text) -> log.add("closed " + code + " " + text));
            }
        });
        scene.settle();
        return opening;
    }

    private String answer(String more) throws Exception {
        return answer(scene.peer().take(), more);
    }

    /** The answer to an opening handshake, with these lines of fields, too. */
    static String answer(String request, String more) throws Exception {
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: ([^\n]*)\n.*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(hash) + "\n" + more + "\n";
    }

    private static String text(String payload) {
        return "\u0081" + (char) payload.length() + payload;
    }

    /** Netty 1331 (2013), websocket-sharp 46 (2014): messages behind the handshake were lost; a handshake with a length hung. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: 0\n",
                "Content-Length: 10\n",
                "Transfer-Encoding: chunked\n",
                "Keep-Alive: timeout=5\n"
            })
    void messagesBehindTheHandshakeAreThere(String field) throws Exception {
        begin();
        scene.peer().send(answer(field) + text("first") + text("second"));
        assertThat(log).containsExactly("first", "second");
        socket.close();
        scene.settle();
        scene.peer().send("\u0088\0");
        scene.peer().end();
        scene.close();
    }

    /** 1006 is what the caller is told, and never what is sent (RFC 6455 §7.4.1). */
    @Test
    void aServerThatGoesAwayWithoutAWordIsACloseWithoutACode() throws Exception {
        begin();
        scene.peer().send(answer("") + text("first") + "\u0081\5ha");
        scene.peer().end();
        assertThat(log).containsExactly("first", "closed 1006 ");
        scene.close();
    }

    /** WebSocket-Node 254 (2016): the code 1006, which no frame has, was sent, and its error ended the process. */
    @Test
    void aCodeThatNoFrameHasIsRefusedWhereItIsGiven() throws Exception {
        begin();
        scene.peer().send(answer(""));
        for (int code : new int[] {1006, 1015, 1004, 999, 0, 5000}) {
            scene.onLoop(() -> assertThatIllegalArgumentException().isThrownBy(() -> socket.close(code, "")));
        }
        assertThat(socket.isOpen()).isTrue();
        scene.onLoop(socket::cancel);
        scene.close();
    }

    /** Vert.x 3714 (2020): a peer that did not answer a close kept its connection. */
    @Test
    void aServerThatDoesNotAnswerACloseIsLeft() throws Exception {
        begin();
        scene.peer().send(answer(""));
        scene.onLoop(() -> socket.close());
        scene.pass(Duration.ofMinutes(1));
        assertThat(log).hasSize(1);
        assertThat(scene.fetcher.connections()).isZero();
        scene.close();
    }

    /** Deno 25126 (2024): a WebSocket that was closed before it was open kept its connection. */
    @Test
    void anOpeningThatIsGivenUpLeavesNoConnection() {
        Future<WebSocket> opening = begin();
        assertThat(scene.peers).hasSize(1);
        scene.onLoop(opening::cancel);
        assertThat(scene.peer().isClosed()).isTrue();
        scene.close();
    }

    /** A message behind a close frame is none (RFC 6455 §5.5.1). */
    @Test
    void whatFollowsACloseIsNoMessage() throws Exception {
        begin();
        scene.peer().send(answer("") + text("first") + "\u0088\2\3\u00e8" + text("late") + "garbage");
        scene.peer().end();
        assertThat(log).containsExactly("first", "closed 1000 ");
        scene.close();
    }
}
