// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses of 1, 2, 4 and 4 seconds, without a random part. */
@EverySegmentation
class ReconnectingWebSocketTest {
    private final Scene scene = new Scene();
    private final List<String> log = new ArrayList<>();
    private int messages;
    private WebSocket socket;
    private Future<Void> over = Future.completed(null);

    private final ReconnectingWebSocket reconnecting = ReconnectingWebSocket.of(
                    scene.fetcher, () -> Request.get("ws://10.0.0.1/?since=" + messages))
            .withOptions(WebSocketOptions.builder().deflate(null).build())
            .withPauses(ofSeconds(1), ofSeconds(4))
            .withRandom(() -> 0)
            .withObserver((error, pause) -> log.add(error.getMessage() + ", again in " + pause.toSeconds()));

    @AfterEach
    void close() {
        over.cancel();
        scene.settle();
        scene.peers.forEach(Scene.Peer::end);
        scene.close();
    }

    private void open(Consumer<WebSocket> opened) {
        over = reconnecting.open(opened);
        over.onComplete((nothing, error) -> log.add(error == null ? "ended" : "failed: " + error.getMessage()));
        scene.settle();
    }

    private void open() {
        open(opened -> {
            socket = opened;
            opened.onText(text -> {
                messages++;
                log.add(text);
            });
        });
    }

    /** Returns the target that was asked for. */
    private String accept() throws Exception {
        String asked = scene.peer().take();
        String key = asked.replaceAll("(?s).*Sec-WebSocket-Key: ([^\n]*)\n.*", "$1");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        scene.peer()
                .send(
                        "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(hash) + "\n\n");
        return asked.split(" ")[1];
    }

    private void closeWith(int code) {
        scene.peer().sendBytes(new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
        scene.peer().end();
    }

    @Test
    void aConnectionThatBreaksIsFollowedByAnotherOneAfterAPause() throws Exception {
        open();
        assertThat(accept()).isEqualTo("/?since=0");
        scene.peer().send("\u0081\1a\u0081\1b");
        scene.peer().reset();
        assertThat(log)
                .containsExactly("a", "b", "the WebSocket was closed with 1006: \"Connection reset\", again in 1");
        assertThat(scene.fetcher.exchanges().areDone())
                .as("it counts in the pause")
                .isFalse();

        scene.pass(ofMillis(999));
        assertThat(scene.peers).hasSize(1);
        scene.pass(ofMillis(1));
        assertThat(accept()).isEqualTo("/?since=2");
        scene.peer().send("\u0081\1c");
        assertThat(log).endsWith("c");
        assertThat(over.isDone()).isFalse();
    }

    @Test
    void aPauseDoublesUntilAConnectionHasLastedLonger() throws Exception {
        scene.refuseConnections();
        open();
        scene.pass(ofSeconds(1 + 2));
        scene.listen(80);
        scene.pass(ofSeconds(4));
        accept();
        closeWith(1013);
        scene.pass(ofSeconds(4));
        accept();
        scene.pass(ofMillis(4_001));
        closeWith(1001);
        assertThat(log.stream().map(line -> line.replaceAll(".*,", "")))
                .containsExactly(" again in 1", " again in 2", " again in 4", " again in 4", " again in 1");
    }

    @Test
    void itEndsWhenTheServerClosesIt() throws Exception {
        open();
        accept();
        closeWith(1000);
        assertThat(log).containsExactly("ended");
        scene.assertNothingUnderWay();
    }

    @ParameterizedTest
    @ValueSource(ints = {1002, 1003, 1007, 1008, 1009, 1010})
    void itFailsIfTheSameMessageWouldBeWrongAgain(int code) throws Exception {
        open();
        accept();
        closeWith(code);
        assertThat(log).containsExactly("failed: the WebSocket was closed with " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1011, 1012, 1014, 3000, 4999})
    void itGoesOnAfterAnyOtherCode(int code) throws Exception {
        open();
        accept();
        closeWith(code);
        assertThat(log).containsExactly("the WebSocket was closed with " + code + ", again in 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "401 A", "403 A", "404 A", "426 A"})
    void itFailsIfTheServerRefuses(String status) {
        open();
        scene.peer().send("HTTP/1.1 " + status + "\nContent-Length: 0\n\n");
        assertThat(log).singleElement().asString().startsWith("failed: ").contains(status.substring(0, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    text/plain               | no such room | ': no such room'
                    application/problem+json | {"a": 1}     | ': {"a": 1}'
                    text/plain               | a\u001bb      | ': a\\u001bb'
                    text/html                | <html>       | ''
                    text/plain               | ''           | ''
                    """)
    void whatTheServerSaysOfItsRefusalIsInTheMessage(String type, String body, String said) {
        open();
        scene.peer()
                .send("HTTP/1.1 403 Forbidden\nContent-Type: " + type + "\nContent-Length: " + body.length() + "\n\n"
                        + body);
        assertThat(log).singleElement().asString().endsWith("403 Forbidden" + said);
    }

    @Test
    void aLongRefusalIsCut() {
        open();
        scene.peer()
                .send("HTTP/1.1 403 Forbidden\nContent-Type: text/plain\nContent-Length: 1000\n\n" + "x".repeat(1_000));
        assertThat(log).singleElement().asString().endsWith(": " + "x".repeat(200) + "...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"408 A", "429 A", "500 A", "503 A"})
    void itAsksAgainIfTheServerIsNotReady(String status) {
        open();
        scene.peer().send("HTTP/1.1 " + status + "\nContent-Length: 0\n\n");
        assertThat(log).singleElement().asString().endsWith("again in 1");
    }

    @Test
    void toCancelItInAPauseOpensNoOther() throws Exception {
        open();
        accept();
        scene.peer().reset();
        over.cancel();
        scene.pass(ofSeconds(10));
        assertThat(scene.peers).hasSize(1);
        assertThat(over.outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void toCancelItClosesTheWebSocket() throws Exception {
        open();
        accept();
        over.cancel();
        scene.settle();
        assertThat(socket.isOpen()).isFalse();
        scene.pass(ofSeconds(30));
        assertThat(scene.peers).as("also if the server does not answer").hasSize(1);
    }

    @Test
    void toCancelItWhileItOpensGivesThatUp() {
        open();
        over.cancel();
        scene.pass(ofSeconds(10));
        assertThat(scene.peers).hasSize(1);
        assertThat(scene.fetcher.connections()).isZero();
        assertThat(socket).isNull();
    }

    @Test
    void whatTheHandlerOfAnOpenOneThrowsFailsIt() throws Exception {
        IllegalStateException thrown = new IllegalStateException("by the handler");
        open(opened -> {
            throw thrown;
        });
        accept();
        assertThat(Scene.error(over)).isSameAs(thrown);
        scene.pass(ofSeconds(30));
        assertThat(scene.peers).hasSize(1);
    }

    @Test
    void aRequestThatIsNoneFailsIt() {
        over = ReconnectingWebSocket.of(scene.fetcher, () -> Request.get("nowhere"))
                .open(opened -> {});
        scene.settle();
        assertThat(Scene.error(over)).isInstanceOf(IllegalArgumentException.class);
        over = ReconnectingWebSocket.of(scene.fetcher, () -> null).open(opened -> {});
        scene.settle();
        assertThat(Scene.error(over)).hasMessage("the request of the supplier");
    }

    @Test
    void aClosedFetcherFailsIt() throws Exception {
        open();
        accept();
        scene.fetcher.close();
        scene.settle();
        scene.peer().end();
        scene.pass(ofSeconds(1));
        assertThat(Scene.error(over)).isInstanceOf(IllegalStateException.class);
    }
}
