// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Vert.x core's WebSockets on {@code java.nio}, with one event loop, set up as in its manual. It has no event streams of its own:
 * an event is written to a response that goes on.
 */
public final class VertxPushPeer implements ServerPeer {
    private final Set<ServerWebSocket> chat = new LinkedHashSet<>();
    private final Set<HttpServerResponse> readers = new LinkedHashSet<>();

    @Override
    public void serve(int port) throws Exception {
        VertxPeer.vertx()
                .createHttpServer(VertxPeer.options(port).setPerMessageWebSocketCompressionSupported(false))
                .webSocketHandler(this::begin)
                .requestHandler(this::answer)
                .listen()
                .await();
    }

    private void begin(ServerWebSocket socket) {
        if (socket.path().equals("/echo")) {
            socket.binaryMessageHandler(socket::writeBinaryMessage);
            return;
        }
        chat.add(socket);
        socket.closeHandler(closed -> chat.remove(socket));
        socket.binaryMessageHandler(message -> chat.forEach(each -> each.writeBinaryMessage(message)));
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (String.valueOf(request.path()).equals("/events")) {
            response.setChunked(true).putHeader("content-type", "text/event-stream");
            response.closeHandler(closed -> readers.remove(response));
            response.writeHead();
            readers.add(response);
            return;
        }
        request.body().onSuccess(text -> {
            Buffer event = Buffer.buffer("data: ").appendBuffer(text).appendString("\n\n");
            readers.forEach(each -> each.write(event));
            response.setStatusCode(204).end();
        });
    }
}
