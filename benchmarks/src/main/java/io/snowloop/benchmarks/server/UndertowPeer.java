// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.xnio.Options;

/**
 * Undertow with one I/O thread, which makes all responses. Without {@code Connection: keep-alive} in each response, as
 * its authors set it for benchmarks.
 */
public final class UndertowPeer implements ServerPeer {
    @Override
    public void serve(int port) {
        Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Backlog.LENGTH)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setHandler(paths())
                .build()
                .start();
    }

    /** The handler of both Undertow servers. */
    static PathHandler paths() {
        return Handlers.path()
                .addPrefixPath("/file", Handlers.resource(new PathResourceManager(PayloadFile.FOLDER)))
                .addExactPath(
                        "/plaintext", exchange -> ok(exchange, "text/plain", ByteBuffer.wrap(Payload.textBytes())))
                .addExactPath(
                        "/json", exchange -> ok(exchange, "application/json", ByteBuffer.wrap(Payload.jsonBytes())))
                .addExactPath("/echo", UndertowPeer::echo)
                .addExactPath("/bytes/1024", exchange -> ok(exchange, "application/octet-stream", Payload.kibBuffer()))
                .addExactPath("/bytes/65536", exchange -> ok(exchange, "application/octet-stream", Payload.buffer()));
    }

    private static void echo(HttpServerExchange exchange) {
        exchange.getRequestReceiver()
                .receiveFullBytes((same, body) -> ok(same, "application/octet-stream", ByteBuffer.wrap(body)));
    }

    private static void ok(HttpServerExchange exchange, String type, ByteBuffer body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseSender().send(body);
    }
}
