// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.xnio.Options;
import org.xnio.Pooled;

/** Undertow's own WebSockets and event streams with one I/O thread, as in its examples {@code chat} and {@code sse}. */
public final class UndertowPushPeer implements ServerPeer {
    @Override
    public void serve(int port) {
        ServerSentEventHandler events = Handlers.serverSentEvents();
        HttpHandler publish = exchange -> exchange.getRequestReceiver().receiveFullString((same, text) -> {
            events.getConnections().forEach(each -> each.send(text));
            done(same);
        });
        Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Backlog.LENGTH)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(Handlers.path()
                        .addExactPath(
                                "/echo",
                                Handlers.websocket(
                                        listening((channel, bytes) -> WebSockets.sendBinary(bytes, channel, null))))
                        .addExactPath("/chat", Handlers.websocket(listening(UndertowPushPeer::toAll)))
                        .addExactPath("/events", events)
                        .addExactPath("/publish", publish))
                .build()
                .start();
    }

    private static void done(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.NO_CONTENT);
        exchange.endExchange();
    }

    private static void toAll(WebSocketChannel from, ByteBuffer bytes) {
        for (WebSocketChannel each : from.getPeerConnections()) {
            WebSockets.sendBinary(bytes.duplicate(), each, null);
        }
    }

    private static WebSocketConnectionCallback listening(BiConsumer<WebSocketChannel, ByteBuffer> messages) {
        return (exchange, channel) -> {
            channel.getReceiveSetter().set(new AbstractReceiveListener() {
                @Override
                @SuppressWarnings("deprecation") // a message gives its buffers in no other class
                protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
                    try (Pooled<ByteBuffer[]> data = message.getData()) {
                        messages.accept(from, WebSockets.mergeBuffers(data.getResource()));
                    }
                }
            });
            channel.resumeReceives();
        };
    }
}
