// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** An app with a WebSocket, and a client of HTTP/2 that is the test: frames in, frames out. */
abstract class Http2WebSocketScene {
    static final String[] VERSION = {"sec-websocket-version", "13"};

    final List<String> log = new ArrayList<>();

    /** The one that was opened last. */
    WebSocket socket;

    Http2Client client;

    @AfterEach
    void close() {
        client.close();
    }

    private Snow app(WebSocketOptions options) {
        return new Snow()
                .get("/plain", request -> Response.text("plain"))
                .post("/post", request -> Response.text("post"))
                .webSocket("/ws", options, (opened, request) -> {
                    socket = opened;
                    opened.onText(text -> opened.send("re: " + text))
                            .onBinary(bytes -> log.add(bytes.remaining() + " bytes"))
                            .onClose((code, text) -> log.add("closed " + code + " " + text));
                });
    }

    void begin(WebSocketOptions options, ServerOptions server) {
        client = new Http2Client(app(options), server);
    }

    /** Opens one, and returns its stream. */
    int open(WebSocketOptions options, ServerOptions server) {
        begin(options, server);
        int stream = client.connect("websocket", "/ws", VERSION);
        assertThat(client.events()).containsExactly(stream + ": 200");
        return stream;
    }

    int open() {
        return open(WebSocketOptions.DEFAULT, TestClient.OPTIONS);
    }

    /** A frame of a client, whose masking key is 0. */
    static String frame(int first, String payload) {
        return (char) first + "" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
    }

    /** The head of a frame of bytes. */
    static String head(int length) {
        byte[] head = ByteBuffer.allocate(14)
                .put((byte) 0x82)
                .put((byte) 0xFF)
                .putLong(length)
                .array();
        return new String(head, ISO_8859_1);
    }

    static String closing(int code) {
        return "" + (char) (code >> 8) + (char) (code & 0xFF);
    }

    static String data(int stream, String payload) {
        return stream + ": '" + payload + "'";
    }

    static String text(String payload) {
        return "\u0081" + (char) payload.length() + payload;
    }

    static String closed(int code) {
        return "\u0088\u0002" + closing(code);
    }
}
