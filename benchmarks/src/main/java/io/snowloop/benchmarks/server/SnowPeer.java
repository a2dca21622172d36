package io.snowloop.benchmarks.server;

import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import java.io.IOException;

/** Snow, with all its limits, time-outs and checks as they are by default; only the backlog is as long as everyone's. */
public final class SnowPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException {
        Server.of(app())
                .options(ServerOptions.DEFAULT.withBacklog(Backlog.LENGTH))
                .loops(Integer.getInteger("loops", 1))
                .listen("127.0.0.1", port);
    }

    private static Snow app() {
        return new Snow()
                .get("/plaintext", request -> Response.text(Payload.TEXT))
                .get("/json", request -> Response.json(Payload.json()))
                .post(
                        "/echo",
                        request -> Response.of(io.snowloop.http.Status.OK)
                                .withHeader("Content-Type", "application/octet-stream")
                                .withBody(request.body()))
                .get("/bytes/65536", request -> Response.bytes(Payload.BYTES, "application/octet-stream"));
    }
}
