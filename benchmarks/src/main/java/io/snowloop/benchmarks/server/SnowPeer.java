// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import java.io.IOException;

/** Snow with all its default limits, time-outs and checks; only the backlog is set, to that of all servers. */
public final class SnowPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException {
        start(port);
    }

    /** Starts a server with one loop. */
    static Server start(int port) throws IOException {
        return Server.of(app())
                .options(ServerOptions.builder().backlog(Backlog.LENGTH).build())
                .listen("127.0.0.1", port);
    }

    /** The app of all Snow servers in the benchmarks. */
    static Snow app() {
        return new Snow()
                .get("/plaintext", request -> Response.text(Payload.TEXT))
                .get("/json", request -> Response.json(Payload.json()))
                .route(Method.POST, "/echo", SnowPeer::echo)
                .get("/bytes/1024", request -> Response.bytes(Payload.kibBuffer(), "application/octet-stream"))
                .get("/bytes/65536", request -> Response.bytes(Payload.buffer(), "application/octet-stream"))
                .get("/file/{path:path}", StaticFiles.of(PayloadFile.FOLDER));
    }

    /** A handler and not a view: it sends the body on as it comes, where a view has it collected first. */
    private static Future<Response> echo(Request request) {
        return Future.completed(Response.of(Status.OK)
                .withHeader("Content-Type", "application/octet-stream")
                .withBody(request.body()));
    }
}
