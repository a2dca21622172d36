// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.hello;

import static io.snowloop.server.Snow.blocking;
import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.time.Duration.ofSeconds;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.InetAddress;

/** A server with one view of each kind. */
// region server
public final class HelloServer {
    public static void main(String[] args) throws IOException {
        app().run(8012); // on http://127.0.0.1:8012/, until Ctrl-C or SIGTERM
    }

    // region app
    static Snow app() {
        return new Snow()
                .get("/", request -> Response.text("Hello, World!"))
                .get("/users/{id:int}", request -> Response.json("{\"id\": " + request.pathInt("id") + "}"))
                .get("/async/", (request, loop) -> loop.sleep(ofSeconds(1)).map(slept -> Response.text("woke")))
                .get("/host/", blocking(HelloServer::host))
                .post("/echo/", request -> Response.text(request.text()))
                .regex("/old/(.*)", request -> Response.redirect("/" + request.group(1)))
                .filter(accessLog());
    }
    // endregion

    private static Response host(Request request) throws IOException {
        return Response.text(InetAddress.getLocalHost().getHostName()); // blocks until the name service answers
    }
}
// endregion
