// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route's WebSocket on a stream of HTTP/2 (RFC 8441), whose client is the test: frames in, frames out. */
@EverySegmentation
class Http2WebSocketTest extends Http2WebSocketScene {
    // ------------------------------------------------------------------------------------------------ the opening

    @Test
    void itCarriesMessages() {
        int stream = open();
        client.data(stream, frame(0x81, "a"), false);
        assertThat(client.events()).containsExactly(data(stream, text("re: a")));
        client.data(stream, frame(0x81, "b"), false);
        assertThat(client.events()).containsExactly(data(stream, text("re: b")));
        int other = client.get("/plain");
        assertThat(client.events()).containsExactly(other + ": 200", other + ": 'plain' end");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            websocket   | /ws    | sec-websocket-version | 8                     | 426
            websocket   | /ws    | x                     | y                     | 426
            websocket   | /ws    | origin                | https://b.example     | 403
            websocket   | /none  | x                     | y                     | 404
            websocket   | /post  | x                     | y                     | 405
            websocket   | /plain | x                     | y                     | 501
            connect-udp | /ws    | x                     | y                     | 501
            WebSocket   | /ws    | origin                | https://a.example     | 200
            """)
    void otherRequestsAreRefused(String protocol, String path, String name, String value, int status) {
        begin(WebSocketOptions.DEFAULT, TestClient.OPTIONS);
        int stream = name.equals("origin")
                ? client.connect(protocol, path, "sec-websocket-version", "13", name, value)
                : client.connect(protocol, path, name, value);
        List<String> events = client.events();
        assertThat(events).first().isEqualTo(stream + ": " + status);
        if (status != 200) {
            assertThat(events).last().isEqualTo(stream + ": reset NO_ERROR");
            assertThat(socket).isNull();
        }
    }

    @Test
    void aGetIsNone() {
        begin(WebSocketOptions.DEFAULT, TestClient.OPTIONS);
        client.get("/ws", VERSION);
        assertThat(client.events()).first().isEqualTo("1: 426");
    }

    /** There is no key in HTTP/2; who sends one gets no answer to it. */
    @Test
    void theFieldsOfTheAnswer() {
        List<Headers> answers = new ArrayList<>();
        WebSocketOptions options =
                WebSocketOptions.builder().subprotocols(List.of("c", "b")).build();
        client = new Http2Client(new Snow()
                .filter((request, next) -> next.handle(request).map(response -> {
                    answers.add(response.headers());
                    return response;
                }))
                .webSocket("/ws", options, (opened, request) -> opened.send(String.valueOf(opened.subprotocol()))));
        String key = "dGhlIHNhbXBsZSBub25jZQ==";
        client.connect(
                "websocket",
                "/ws",
                "sec-websocket-version",
                "13",
                "sec-websocket-protocol",
                "a, b",
                "sec-websocket-key",
                key);
        assertThat(client.events()).containsExactly("1: 200", data(1, text("b")));
        assertThat(answers).singleElement().satisfies(fields -> {
            assertThat(fields.get("Sec-WebSocket-Protocol")).isEqualTo("b");
            assertThat(fields.contains("Sec-WebSocket-Accept")).isFalse();
        });
    }

    /** As with HTTP/1.1: a GET with Upgrade, and 101. */
    @Test
    void filtersSeeWhatTheySeeWithHttp1() {
        List<Future<SentResponse>> sent = new ArrayList<>();
        client = new Http2Client(new Snow()
                .filter((request, next) -> {
                    sent.add(request.context().sent());
                    log.add(request + " " + request.version() + " " + request.header("Upgrade"));
                    return next.handle(request).map(response -> {
                        log.add(response.status().toString());
                        return request.query("key") == null ? response.withStatus(Status.UNAUTHORIZED) : response;
                    });
                })
                .webSocket("/ws", (opened, request) -> opened.send("hi " + request.query("key"))));
        client.connect("websocket", "/ws?key=7", VERSION);
        assertThat(client.events()).containsExactly("1: 200", data(1, text("hi 7")));
        assertThat(log).containsExactly("GET /ws?key=7 HTTP/2.0 websocket", "101 Switching Protocols");
        assertThat(sent)
                .first()
                .matches(Future::isDone)
                .satisfies(future -> assertThat(future.resultNow().status()).isEqualTo(Status.OK));
        client.connect("websocket", "/ws", VERSION);
        assertThat(client.events()).contains("3: 401 end");
    }

    // ---------------------------------------------------------------------------------------------------- the end

    /** The server ends the connection (RFC 6455 §7.1.1): here its stream. */
    @Test
    void theClientCloses() {
        int stream = open();
        client.data(stream, frame(0x88, closing(1000)), false);
        assertThat(client.events())
                .containsExactly(data(stream, closed(1000)), stream + ": '' end", stream + ": reset NO_ERROR");
        assertThat(log).containsExactly("closed 1000 ");
        client.get("/plain");
        assertThat(client.events()).contains("3: 200");
    }

    @Test
    void theServerCloses() {
        int stream = open();
        client.run(() -> socket.close(1001, ""));
        assertThat(client.events()).containsExactly(data(stream, closed(1001)));
        client.data(stream, frame(0x88, closing(1001)), true);
        assertThat(client.events()).containsExactly(stream + ": '' end");
        assertThat(log).containsExactly("closed 1001 ");
    }

    @Test
    void aDrainClosesWith1001() {
        int stream = open();
        client.drain();
        assertThat(client.events()).contains(data(stream, closed(1001)));
        client.data(stream, frame(0x88, closing(1001)), true);
        assertThat(client.events()).contains(stream + ": '' end");
        assertThat(log).containsExactly("closed 1001 ");
        assertThat(client.server.isDraining()).isTrue();
    }

    /** An error: the close frame and END_STREAM; the client's frames are awaited, to its END_STREAM. */
    @Test
    void aMessageThatIsTooLongClosesWith1009() {
        int stream = open();
        client.data(stream, head(1024 * 1024 + 1), false);
        List<String> events = client.events();
        assertThat(events).first().asString().startsWith(stream + ": '\u0088").contains(closing(1009));
        assertThat(events).last().isEqualTo(stream + ": '' end");
        assertThat(log).as("the client has not ended its side").isEmpty();
        client.data(stream, "", true);
        assertThat(log).singleElement().asString().startsWith("closed 1009");
    }

    @Test
    void endOfStreamIsEof() {
        int stream = open();
        client.data(stream, frame(0x81, "a"), true);
        assertThat(client.events()).containsExactly(data(stream, text("re: a")), stream + ": '' end");
        assertThat(log).containsExactly("closed 1006 ");
    }

    @Test
    void aResetOfTheClientEndsItsStreamOnly() {
        int stream = open();
        int other = client.connect("websocket", "/ws", VERSION);
        client.reset(stream, ErrorCode.CANCEL);
        assertThat(log).containsExactly("closed 1006 the client has reset the stream: CANCEL");
        client.data(other, frame(0x81, "a"), false);
        assertThat(client.events()).containsExactly(other + ": 200", data(other, text("re: a")));
    }

    /** What came before the reset is read. */
    @Test
    void aResetDirectlyBehindACloseFrame() {
        int stream = open();
        ByteBuffer frame = ByteBuffer.wrap(frame(0x88, closing(1000)).getBytes(ISO_8859_1));
        client.run(() -> client.sendNow(queue -> {
            client.codec.sendData(stream, frame, false, queue);
            client.codec.reset(stream, ErrorCode.CANCEL, queue);
        }));
        assertThat(log).containsExactly("closed 1000 ");
    }

    @Test
    void anAbortResetsWithCancel() {
        int stream = open();
        client.run(socket::cancel);
        assertThat(client.events()).containsExactly(stream + ": reset CANCEL");
        assertThat(log).singleElement().asString().startsWith("closed 1006");
    }

    @Test
    void aResetWhileReadingIsPausedIsTold() {
        int stream = open();
        client.run(socket::pauseReading);
        client.data(stream, frame(0x81, "a"), false);
        client.reset(stream, ErrorCode.CANCEL);
        assertThat(log).containsExactly("closed 1006 the client has reset the stream: CANCEL");
    }

    @Test
    void theEndOfTheConnectionIsTold() {
        open();
        client.socket.sendEnd();
        assertThat(log).singleElement().asString().startsWith("closed 1006");
        assertThat(client.closed).isEqualTo(1);
    }

    @Test
    void whatAHandlerThrowsClosesWith1011() {
        client = new Http2Client(new Snow()
                .webSocket(
                        "/ws",
                        opened -> opened.onText(text -> {
                            throw new IllegalArgumentException("test");
                        })));
        int stream = client.connect("websocket", "/ws", VERSION);
        client.data(stream, frame(0x81, "a"), false);
        assertThat(client.events()).contains(data(stream, closed(1011)));
        assertThat(client.test.reports.takeErrors()).singleElement().isInstanceOf(IllegalArgumentException.class);
        client.get("/");
        assertThat(client.events()).contains("3: 404");
    }
}
