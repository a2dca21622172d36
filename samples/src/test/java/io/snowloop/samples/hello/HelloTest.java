// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the README shows does what it says. */
class HelloTest {
    private final Fetcher fetcher = Fetcher.create();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = HelloServer.app().listen(0);
    }

    @AfterEach
    void close() {
        fetcher.close();
        server.close();
    }

    private Response fetch(Request request) throws Exception {
        return fetcher.runUntil(fetcher.fetch(request.withTarget(server.url(request.target()))));
    }

    @Test
    void everyViewAnswers() throws Exception {
        assertThat(fetch(Request.get("/")).text()).isEqualTo("Hello, World!");
        assertThat(fetch(Request.get("/users/7")).text()).isEqualTo("{\"id\": 7}");
        assertThat(fetch(Request.get("/async/")).text()).isEqualTo("woke");
        assertThat(fetch(Request.get("/host/")).status()).isEqualTo(Status.OK);
        assertThat(fetch(Request.post("/echo/", Body.of("snow"))).text()).isEqualTo("snow");
        assertThat(fetch(Request.get("/old/async/")).header("Location")).isEqualTo("/async/");
    }

    @Test
    void theClientTellsOfAllItsUrls() {
        CommandRun run =
                CommandRun.of("run", "hello-client", server.url("/async/"), server.url("/"), "http://127.0.0.1:1/");

        assertThat(run.lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).isEqualTo(server.url("/") + ": 200 OK, 13 bytes"),
                        line -> assertThat(line).isEqualTo(server.url("/async/") + ": 200 OK, 4 bytes"),
                        line -> assertThat(line).startsWith("http://127.0.0.1:1/: java.net.ConnectException"));
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void theClientBeginsNothingIfAnArgumentIsNoUrl() {
        CommandRun run = CommandRun.of("run", "hello-client", server.url("/"), "nonsense");

        assertThat(run.lines()).isEmpty();
        assertThat(run.err()).contains("'nonsense'");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void theClientSucceedsIfAllOfThemCame() {
        assertThat(CommandRun.of("run", "hello-client", server.url("/"), server.url("/host/"))
                        .exitCode())
                .isZero();
    }
}
