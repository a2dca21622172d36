// SPDX-License-Identifier: Apache-2.0
package com.example.hello;

import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import java.io.IOException;

/** An app with one view. */
public final class HelloServer {
    private HelloServer() {}

    public static void main(String[] args) {
        try {
            app().run(8012); // until Ctrl-C
        } catch (IOException e) { // the port is in use
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static Snow app() {
        return new Snow().get("/hello/{name}", request -> Response.text("Hello, " + request.path("name") + "!"));
    }
}
