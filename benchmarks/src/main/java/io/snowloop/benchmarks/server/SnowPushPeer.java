// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.WebSocket;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** WebSockets and event streams of Snow, with one loop and all its default limits, time-outs and checks. */
public final class SnowPushPeer implements ServerPeer {
    private final Set<WebSocket> chat = new LinkedHashSet<>();
    private final Set<EventStream> readers = new LinkedHashSet<>();

    @Override
    public void serve(int port) throws IOException {
        start(port);
    }

    /** Starts a server with one loop. */
    static Server start(int port) throws IOException {
        return Server.of(new SnowPushPeer().app())
                .options(ServerOptions.builder().backlog(Backlog.LENGTH).build())
                .listen("127.0.0.1", port);
    }

    private Snow app() {
        return new Snow()
                .webSocket("/echo", (socket, request) -> socket.onBinary(socket::send))
                .webSocket("/chat", (socket, request) -> join(socket))
                .get("/events", request -> EventStream.of(request, this::join))
                .post("/publish", this::publish);
    }

    private void join(WebSocket socket) {
        chat.add(socket);
        socket.onClose((code, text) -> chat.remove(socket));
        socket.onBinary(bytes -> {
            WebSocketMessage message = WebSocketMessage.binary(bytes);
            chat.forEach(each -> each.send(message));
        });
    }

    private void join(EventStream events) {
        readers.add(events);
        events.closed().onDone(() -> readers.remove(events));
    }

    private Response publish(Request request) {
        String text = request.text();
        readers.forEach(each -> each.send(text));
        return Response.of(Status.NO_CONTENT);
    }
}
