// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.LoopEvent;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.trace.LoopTrace;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fetcher's WebSocket on a stream of HTTP/2 (RFC 8441), whose server is the test. */
class Http2WebSocketTest {
    private static final String URL = "ws://10.0.0.1/chat?a=b";

    private final List<String> log = new ArrayList<>();
    private final Http2Scene scene = new Http2Scene(
            new Simulation(1), Http2Scene.HTTP_2, settings -> settings.observer(LoopTrace.withFutures(16_384)));

    private Future<WebSocket> open(WebSocketOptions options) {
        Future<WebSocket> opened = scene.fetcher.webSocket(Request.get(URL), options);
        opened.onComplete((socket, error) -> {
            if (socket != null) {
                socket.onText(log::add).onClose((code, text) -> log.add("closed " + code));
            }
        });
        scene.settle();
        return opened;
    }

    /** One that is open, on stream 1. */
    private WebSocket open() {
        scene.onRequest = (peer, head) -> peer.head(head.stream(), Http2Codec.UNKNOWN_LENGTH);
        return open(WebSocketOptions.DEFAULT).resultNow();
    }

    private void send(String frame, boolean end) {
        scene.onServer(() -> scene.peer().data(1, frame, end));
    }

    // ------------------------------------------------------------------------------------------------ the opening

    @Test
    void itIsAnExtendedConnect() {
        open(WebSocketOptions.builder().subprotocols(List.of("a", "b")).build());
        Http2Event.RequestHead head = scene.peer().requests.get(1);
        assertThat(head.method()).isEqualTo(Method.CONNECT);
        assertThat(List.of(head.protocol(), head.scheme(), head.authority(), head.path()))
                .containsExactly("websocket", "http", "10.0.0.1", "/chat?a=b");
        assertThat(head.endOfStream()).isFalse();
        assertThat(head.headers())
                .isEqualTo(Headers.of(
                        "host", "10.0.0.1", "sec-websocket-version", "13", "sec-websocket-protocol", "a, b"));
        scene.close();
    }

    @Test
    void itCarriesMessagesBesideOtherRequests() {
        WebSocket socket = open();
        send("\u0081\u0002hi", false);
        scene.onLoop(() -> socket.send("hello"));
        assertThat(scene.peer().body(1)).hasSize(2 + 4 + 5);
        assertThat(log).containsExactly("hi");
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/other").resultNow().text()).isEqualTo("/other");
        assertThat(scene.peers).hasSize(1);
        scene.onLoop(socket::cancel);
        scene.close();
    }

    /** RFC 8441 §3: not before the server has allowed it. */
    @Test
    void itWaitsForTheSettingsOfTheServer() {
        scene.prepare = peer -> peer.silent = true;
        Future<WebSocket> opened = open(WebSocketOptions.DEFAULT);
        scene.onRequest = (peer, head) -> peer.head(head.stream(), Http2Codec.UNKNOWN_LENGTH);
        assertThat(scene.peer().requests).isEmpty();
        assertThat(scene.fetcher.connections()).isEqualTo(1);
        scene.onServer(scene.peer()::speak);
        assertThat(opened.resultNow().isOpen()).isTrue();
        scene.onLoop(opened.resultNow()::cancel);
        scene.close();
    }

    @Test
    void oneThatWaitsForThemIsCancelled() {
        scene.prepare = peer -> peer.silent = true;
        Future<WebSocket> opened = open(WebSocketOptions.DEFAULT);
        scene.onLoop(opened::cancel);
        scene.onServer(scene.peer()::speak);
        assertThat(scene.peer().requests).isEmpty();
        assertThat(scene.fetcher.inFlight()).isZero();
        scene.close();
    }

    @Test
    void oneThatWaitsForThemFailsWithItsConnection() {
        scene.prepare = peer -> peer.silent = true;
        Future<WebSocket> opened = open(WebSocketOptions.DEFAULT);
        scene.onServer(() -> scene.peer().transport.abort());
        assertThat(Http2Scene.error(opened)).isInstanceOf(ConnectionClosedException.class);
        scene.close();
    }

    @Test
    void aServerThatDoesNotAllowItIsNotAsked() {
        scene.prepare = peer -> peer.announces = false;
        for (int i = 0; i < 2; i++) {
            assertThat(Http2Scene.error(open(WebSocketOptions.DEFAULT)))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("ENABLE_CONNECT_PROTOCOL")
                    .hasMessageContaining("HttpVersionPolicy");
        }
        assertThat(scene.peer().requests).isEmpty();
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/other").resultNow().text()).isEqualTo("/other");
        scene.close();
    }

    @Test
    void anotherStatusFails() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), 403);
        assertThat(Http2Scene.error(open(WebSocketOptions.DEFAULT)))
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.FORBIDDEN));
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.close();
    }

    @Test
    void anAnswerThatDoesNotFitFails() {
        scene.onRequest =
                (peer, head) -> peer.answer(head.stream(), Headers.of("sec-websocket-protocol", "z"), new byte[] {1});
        assertThat(Http2Scene.error(open(WebSocketOptions.DEFAULT)))
                .isInstanceOf(RemoteProtocolException.class)
                .hasMessageContaining("was not offered");
        scene.close();
    }

    @Test
    void aRefusedStreamIsOpenedAgain() {
        scene.onRequest = (peer, head) -> {
            if (head.stream() == 1) {
                peer.reset(1, ErrorCode.REFUSED_STREAM);
            } else {
                peer.head(head.stream(), Http2Codec.UNKNOWN_LENGTH);
            }
        };
        Future<Response> other = scene.fetcher.fetch(Http2Scene.URL); // it is stream 1, and alone
        Future<WebSocket> opened = open(WebSocketOptions.DEFAULT);
        assertThat(opened.resultNow().isOpen()).isTrue();
        scene.onLoop(other::cancel);
        scene.onLoop(opened.resultNow()::cancel);
        scene.close();
    }

    // ---------------------------------------------------------------------------------------------------- the end

    @Test
    void theServerCloses() {
        WebSocket socket = open();
        send("\u0088\u0002\u0003\u00e8", true);
        assertThat(log).containsExactly("closed 1000");
        assertThat(socket.isOpen()).isFalse();
        assertThat(scene.peer().complete).as("END_STREAM").containsExactly(1);
        assertThat(scene.peer().ends).isEmpty();
        assertThat(scene.peer().codec.openStreams()).isZero();
        scene.close();
    }

    /** As with TCP, where the FIN is behind what was sent. The server wants nothing any more (RFC 9113 §8.1). */
    @Test
    void theServerClosesWhileReadingIsPaused() {
        WebSocket socket = open();
        scene.onLoop(socket::pauseReading);
        scene.onServer(() -> {
            scene.peer().data(1, "\u0081\u0001a\u0081\u0001b", false);
            scene.peer().data(1, "\u0081\u0001c\u0088\u0002\u0003\u00e8", true);
            scene.peer().reset(1, ErrorCode.NO_ERROR);
        });
        assertThat(log).isEmpty();
        scene.onLoop(socket::resumeReading);
        assertThat(log).containsExactly("a", "b", "c", "closed 1000");
        scene.close();
    }

    @Test
    void theClientCloses() {
        WebSocket socket = open();
        scene.onLoop(socket::close);
        assertThat(log).as("the server has not closed it").isEmpty();
        send("\u0088\u0002\u0003\u00e8", true);
        assertThat(log).containsExactly("closed 1000");
        assertThat(scene.peer().codec.openStreams()).isZero();
        scene.close();
    }

    @Test
    void aResetOfTheServerEndsItsStreamOnly() {
        open();
        scene.onServer(() -> scene.peer().reset(1, ErrorCode.CANCEL));
        assertThat(log).containsExactly("closed 1006");
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/other").resultNow().text()).isEqualTo("/other");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    /** A caller that reads on when its message has room: after a reset it never has. */
    @Test
    void aSenderThatWaitsForRoomIsToldOfAReset() {
        WebSocket socket = open();
        scene.onLoop(() -> socket.onText(text -> {
            socket.pauseReading();
            socket.send("x").onDone(socket::resumeReading);
        }));
        scene.onServer(() -> {
            scene.peer().data(1, "\u0081\u0001a", false);
            scene.peer().reset(1, ErrorCode.CANCEL);
        });
        assertThat(log).isEmpty();
        scene.pass(Duration.ofSeconds(5));
        assertThat(log).containsExactly("closed 1006");
        scene.close();
    }

    @Test
    void anAbortResetsWithCancel() {
        WebSocket socket = open();
        scene.onLoop(socket::cancel);
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        assertThat(log).containsExactly("closed 1006");
        assertThat(LoopTrace.of(scene.loop).recording().records())
                .filteredOn(record -> record.event() == LoopEvent.STREAM_RESET)
                .extracting(record -> (int) record.value())
                .containsExactly(ErrorCode.CANCEL.value());
        scene.close();
    }

    /** The protocol has closed, and what it has written waits: what comes meanwhile holds up no other stream. */
    @Test
    void whatIsDroppedAfterACloseUsesNoWindowOfTheConnection() {
        Http2Limits limits =
                Http2Limits.DEFAULT.toBuilder().connectionWindow(65_535).build();
        Http2Options options = Http2Options.builder().limits(limits).build();
        RecordingProtocol protocol = new RecordingProtocol();
        ClientUpgrade upgrade = (version, answer) -> protocol;
        try (Http2Scene narrow =
                new Http2Scene(Http2Scene.HTTP_2.toBuilder().http2(options).build())) {
            narrow.onRequest = (peer, head) -> peer.head(head.stream(), Http2Codec.UNKNOWN_LENGTH);
            narrow.prepare = peer -> peer.reads = false;
            narrow.fetch(Request.get(Http2Scene.URL).withAttribute(ClientUpgrade.ATTRIBUTE, upgrade));
            narrow.onLoop(() -> protocol.outside(() -> {
                protocol.write("x".repeat(100_000));
                protocol.transport.close();
            }));
            narrow.onServer(() -> narrow.peer().stream(1, new byte[65_535]));
            narrow.onRequest = Http2Scene.PATHS;
            assertThat(narrow.get("/other").resultNow().text()).isEqualTo("/other");
            assertThat(protocol.calls).containsExactly("connected", "writable false");
            narrow.fetcher.close();
            narrow.settle();
            assertThat(narrow.peer().ends)
                    .as("for a closed fetcher, nothing is waited for")
                    .contains("1 CANCEL");
            assertThat(protocol.calls).hasSize(3);
        }
    }

    /** The WebSocket is closed as usual. Its connection has no other use, and does not wait for a next request. */
    @Test
    void aFetcherThatIsClosedClosesTheConnectionBehindItsWebSocket() {
        open();
        scene.fetcher.close();
        scene.settle();
        assertThat(scene.fetcher.connections()).isEqualTo(1);
        send("\u0088\u0002\u0003\u00e9", true);
        assertThat(log).containsExactly("closed 1001");
        scene.close();
    }

    @Test
    void aConnectionThatBreaksIsTold() {
        open();
        scene.onServer(() -> scene.peer().transport.abort());
        assertThat(log).containsExactly("closed 1006");
        scene.close();
    }

    @Test
    void aSilentServerIsSentAPingAndIsResetThen() {
        WebSocketOptions options = WebSocketOptions.builder()
                .pingInterval(Duration.ofSeconds(1))
                .pingTimeout(Duration.ofSeconds(1))
                .build();
        scene.onRequest = (peer, head) -> peer.head(head.stream(), Http2Codec.UNKNOWN_LENGTH);
        open(options);
        scene.pass(Duration.ofMillis(1500));
        assertThat(scene.peer().body(1)).hasSize(6);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        assertThat(log).containsExactly("closed 1006");
        scene.close();
    }

    // ---------------------------------------------------------------------------------------------- back-pressure

    @Test
    void aPausedReaderStopsItsStreamOnly() {
        int window = 64 * 1024;
        WebSocket socket = open();
        scene.onLoop(socket::pauseReading);
        String frame = "\u0081\u007e\u0078\u0021" + "x".repeat(0x7821);
        byte[] frames = frame.repeat(8).getBytes(ISO_8859_1);
        scene.onServer(() -> scene.peer().stream(1, frames));
        assertThat(scene.peer().unsent(1))
                .isGreaterThanOrEqualTo(frames.length - 2 * window)
                .isPositive();
        assertThat(log).isEmpty();
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/other").resultNow().text()).isEqualTo("/other");
        scene.onLoop(socket::resumeReading);
        assertThat(log.subList(0, 8)).allMatch(text -> text.length() == 0x7821);
        scene.close();
    }

    @Test
    void aServerThatReadsNothingStopsTheSender() {
        WebSocket socket = open();
        scene.peer().reads = false;
        List<Future<?>> sent = new ArrayList<>();
        scene.onLoop(() -> sent.add(socket.send("x".repeat(200_000))));
        assertThat(sent.get(0).isDone()).isFalse();
        assertThat(scene.peer().body(1)).hasSize(65_535 + 1);
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/other").resultNow().text()).isEqualTo("/other");
        scene.peer().reads = true;
        scene.onServer(() -> scene.peer().consume(1, 64 * 1024));
        assertThat(sent.get(0).isDone()).isTrue();
        assertThat(scene.peer().body(1)).hasSize(200_000 + 14);
        scene.onLoop(socket::cancel);
        scene.close();
    }
}
