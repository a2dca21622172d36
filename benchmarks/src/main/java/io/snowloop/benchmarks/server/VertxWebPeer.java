// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Vert.x with its router, Vert.x-Web, set up as in its manual. */
public final class VertxWebPeer implements ServerPeer {
    private static final Buffer PLAINTEXT = Buffer.buffer(Payload.TEXT);
    private static final Buffer BYTES = Buffer.buffer(Payload.BYTES);

    @Override
    public void serve(int port) throws Exception {
        Vertx vertx = VertxPeer.vertx();
        Router router = Router.router(vertx);
        router.get("/plaintext").handler(context -> ok(context, "text/plain", PLAINTEXT));
        router.get("/json").handler(context -> ok(context, "application/json", Buffer.buffer(Payload.jsonBytes())));
        router.post("/echo")
                .handler(BodyHandler.create(false))
                .handler(context ->
                        ok(context, "application/octet-stream", context.body().buffer()));
        router.get("/bytes/65536").handler(context -> ok(context, "application/octet-stream", BYTES));
        router.route("/file/*").handler(StaticHandler.create(FileSystemAccess.ROOT, PayloadFile.FOLDER.toString()));
        vertx.createHttpServer(VertxPeer.options(port))
                .requestHandler(router)
                .listen()
                .await();
    }

    private static void ok(RoutingContext context, String type, @Nullable Buffer body) {
        context.response().putHeader("content-type", type).end(Objects.requireNonNull(body));
    }
}
