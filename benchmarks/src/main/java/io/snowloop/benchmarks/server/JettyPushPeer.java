// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty's WebSockets with one selector, set up as in its programming guide, with listeners that do not block. Jetty's core has no
 * event streams of its own: an event is written to a response that goes on.
 */
public final class JettyPushPeer implements ServerPeer {
    /** Those who get all messages, and all events. Their methods are called by several threads. */
    private final Set<Session> chat = new LinkedHashSet<>();

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

    @Override
    public void serve(int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(Backlog.LENGTH);
        server.addConnector(connector);
        WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(server, this::configure);
        sockets.setHandler(new Events());
        server.setHandler(sockets);
        server.start();
    }

    private void configure(ServerWebSocketContainer container) {
        container.setInvocationType(Invocable.InvocationType.NON_BLOCKING);
        container.addMapping("/echo", (request, response, callback) -> new Echo());
        container.addMapping("/chat", (request, response, callback) -> new Chat());
    }

    /** Sends each message back. It demands the next one when this is sent, as the bytes are then released. */
    public static class Echo implements Session.Listener {
        private Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            opened.demand();
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            session.sendBinary(
                    payload,
                    org.eclipse.jetty.websocket.api.Callback.from(
                            () -> {
                                callback.succeed();
                                session.demand();
                            },
                            callback::fail));
        }
    }

    /** Sends each message to all. */
    public final class Chat implements Session.Listener.AutoDemanding {
        private Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            synchronized (chat) {
                chat.add(opened);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
            ByteBuffer message =
                    ByteBuffer.allocate(payload.remaining()).put(payload).flip();
            synchronized (chat) {
                for (Session each : chat) {
                    each.sendBinary(message.slice(), org.eclipse.jetty.websocket.api.Callback.NOOP);
                }
            }
            callback.succeed();
        }

        @Override
        public void onWebSocketClose(int code, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
            synchronized (chat) {
                chat.remove(session);
            }
            callback.succeed();
        }
    }

    private final class Events extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/events" -> begin(response, callback);
                case "/publish" ->
                    Content.Source.asByteBuffer(
                            request,
                            Promise.from(
                                    body -> {
                                        publish(body);
                                        response.setStatus(204);
                                        callback.succeeded();
                                    },
                                    callback::failed));
                default -> Response.writeError(request, response, callback, 404);
            }
            return true;
        }

        private void begin(Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            Reader reader = new Reader(response, callback);
            readers.add(reader); // before it has the head: its client may publish as soon as that is there
            reader.send(ByteBuffer.allocate(0));
        }

        private void publish(ByteBuffer text) {
            byte[] data = "data: ".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer event = ByteBuffer.allocate(data.length + text.remaining() + 2)
                    .put(data)
                    .put(text)
                    .put((byte) '\n')
                    .put((byte) '\n')
                    .flip();
            readers.forEach(each -> each.send(event.slice()));
        }
    }

    /**
     * One who gets all events. A write must not begin before the last one has ended, which may be after the client has its bytes: the
     * next event is then published by another thread.
     */
    private final class Reader {
        private final Response response;
        private final Callback callback;
        private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
        private boolean writes;

        Reader(Response response, Callback callback) {
            this.response = response;
            this.callback = callback;
        }

        synchronized void send(ByteBuffer event) {
            waiting.add(event);
            if (!writes) {
                write();
            }
        }

        private synchronized void write() {
            ByteBuffer event = waiting.poll();
            writes = event != null;
            if (event != null) {
                response.write(false, event, Callback.from(this::write, this::leave));
            }
        }

        private void leave(Throwable failure) {
            readers.remove(this); // perhaps by the thread that goes through all of them
            callback.failed(failure);
        }
    }
}
