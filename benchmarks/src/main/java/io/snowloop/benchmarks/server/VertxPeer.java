// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Vert.x core on {@code java.nio}, with one event loop, set up as in its manual. Names and values of header fields are
 * made once, as the manual recommends for performance. It sends no {@code Date}.
 */
public final class VertxPeer implements ServerPeer {
    private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence BINARY = HttpHeaders.createOptimized("application/octet-stream");
    private static final Buffer PLAINTEXT = Buffer.buffer(Payload.TEXT);
    private static final Buffer KIB = Buffer.buffer(Payload.KIB);
    private static final Buffer BYTES = Buffer.buffer(Payload.BYTES);

    /** The Vertx of all Vert.x servers. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(false));
    }

    /** The options of all Vert.x servers. */
    static HttpServerOptions options(int port) {
        return new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(Backlog.LENGTH);
    }

    @Override
    public void serve(int port) throws Exception {
        vertx().createHttpServer(options(port))
                .requestHandler(VertxPeer::answer)
                .listen()
                .await();
    }

    /** The handler of the servers without a router. */
    static void answer(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/plaintext" -> ok(request, TEXT, PLAINTEXT);
            case "/json" -> ok(request, JSON, Buffer.buffer(Payload.jsonBytes()));
            case "/echo" -> request.body().onSuccess(body -> ok(request, BINARY, body));
            case "/bytes/1024" -> ok(request, BINARY, KIB);
            case "/bytes/65536" -> ok(request, BINARY, BYTES);
            case PayloadFile.NAME -> request.response().sendFile(PayloadFile.PATH.toString());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void ok(HttpServerRequest request, CharSequence type, Buffer body) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }
}
