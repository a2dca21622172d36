// SPDX-License-Identifier: Apache-2.0
package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void theClientGetsWhatTheServerSays() throws Exception {
        try (Server server = HelloServer.app().listen(0)) {
            assertEquals("Hello, Ada!", HelloClient.fetch(server.url("/hello/Ada")));
        }
    }

    @Test
    void anAppIsAFunctionThatATestCanCall() throws Exception {
        Response response = HelloServer.app().handle(Request.get("/hello/Ada")).await();

        assertEquals("Hello, Ada!", response.text());
    }
}
