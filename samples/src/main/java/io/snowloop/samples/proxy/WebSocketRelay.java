// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.proxy;

import static java.time.Duration.ofSeconds;

import io.snowloop.client.Fetcher;
import io.snowloop.client.WebSocketHandshakeException;
import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.server.Snow;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two WebSockets, of a client and of a backend: each sends what the other receives, as fast as its peer reads. */
// region relay
final class WebSocketRelay {
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";
    private static final List<String> HANDSHAKE =
            List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", SUBPROTOCOL);

    /** A client that leaves just when the backend has agreed opens nothing. */
    private static final Duration PATIENCE = ofSeconds(10);

    private final WebSocket backend;
    private @Nullable WebSocket client;

    private WebSocketRelay(WebSocket backend) {
        this.backend = backend;
    }

    /**
     * Opens one to the backend, and answers the client as the backend has answered. A client whose handshake is malformed is refused before:
     * else it would have a connection of the backend for nothing.
     */
    static Future<Response> open(Fetcher fetcher, Request sent, Request request) {
        WebSocketOptions asked = checked(request);
        Headers headers = sent.headers();
        for (String name : HANDSHAKE) {
            headers = headers.without(name);
        }
        return fetcher.webSocket(sent.withHeaders(headers), asked)
                .flatMap(backend -> new WebSocketRelay(backend).accept(request))
                .recoverWith(error -> Future.failed(
                        error instanceof WebSocketHandshakeException refused
                                ? new HttpException(
                                        refusal(refused.status()), "the backend has opened no WebSocket", error)
                                : error));
    }

    /** What the client asks for: 400 if it asks in a way that no server accepts. */
    private static WebSocketOptions checked(Request request) {
        if (!request.method().equals(Method.GET) || request.body().length() != 0) {
            throw new HttpException(Status.BAD_REQUEST, "a WebSocket is opened by a GET without a body");
        }
        try {
            WebSocketOptions asked = options(request.headers().all(SUBPROTOCOL));
            if (request.version() != Version.HTTP_2) { // which has no key
                asked.handshake().agree(request.headers());
            }
            return asked;
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    /** Its refusal; but an answer that is none, such as that of a page, would be taken for the page. */
    private static Status refusal(Status status) {
        return status.code() < 400 ? Status.BAD_GATEWAY : status;
    }

    private static WebSocketOptions options(List<String> subprotocols) {
        return WebSocketOptions.builder()
                .subprotocols(subprotocols.stream()
                        .flatMap(list -> Stream.of(list.split(",")))
                        .map(String::strip)
                        .toList())
                .origins(List.of()) // the backend decides whose pages may open one
                .build();
    }

    private Future<Response> accept(Request request) {
        String subprotocol = backend.subprotocol();
        WebSocketOptions options = options(subprotocol == null ? List.of() : List.of(subprotocol));
        backend.loop().schedule(PATIENCE, this::giveUp);
        return new Snow()
                .webSocket("/", options, (socket, opening) -> join(socket))
                .handle(request.withTarget("/"));
    }

    private void giveUp() {
        if (client == null) {
            backend.cancel();
        }
    }

    // region relay-messages
    private void join(WebSocket socket) {
        client = socket;
        relay(socket, backend);
        relay(backend, socket);
    }

    private static void relay(WebSocket from, WebSocket to) {
        from.onText(text -> pace(from, to.send(text)));
        from.onBinary(bytes -> pace(from, to.send(bytes)));
        from.onClose((code, text) -> close(to, code, text));
    }

    /** The reader is slower: the writer waits. */
    private static void pace(WebSocket from, Future<?> sent) {
        if (!sent.isDone()) {
            from.pauseReading();
            sent.onDone(from::resumeReading);
        }
    }
    // endregion

    /** What ends without a close frame ends so at the other side, too. */
    private static void close(WebSocket socket, int code, String text) {
        if (code == CloseReason.ABNORMAL) {
            socket.cancel();
        } else if (code == CloseReason.NO_STATUS) {
            socket.close();
        } else {
            socket.close(code, text);
        }
    }
}
// endregion
