// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.time.Duration;

/** A local server with a few pages on an ephemeral port, for the clients among the seeds. */
public final class LocalSite implements AutoCloseable {
    private final Server server;

    private LocalSite(Server server) {
        this.server = server;
    }

    /** Starts the server on its own thread. It runs until it is closed. */
    public static LocalSite start() throws IOException {
        Snow app = new Snow()
                .get("/", request -> Response.text("the front page"))
                .get(
                        "/slow/{millis:int}",
                        (request, loop) -> loop.sleep(Duration.ofMillis(request.pathInt("millis")))
                                .map(slept -> Response.text("after " + request.path("millis") + " ms")))
                .get("/never", (request, loop) -> loop.newPromise())
                .post("/echo", request -> Response.text(request.text()));
        return new LocalSite(app.listen(0));
    }

    /** The host to connect to. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port to connect to. */
    public int port() {
        return server.port();
    }

    /** The URL of a page. */
    public String url(String path) {
        return server.url(path);
    }

    @Override
    public void close() {
        server.close();
    }
}
