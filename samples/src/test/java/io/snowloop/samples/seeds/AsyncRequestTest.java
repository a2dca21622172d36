// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of the article. */
class AsyncRequestTest {
    private final AsyncRequest requests = new AsyncRequest();
    private final List<String> called = new ArrayList<>();
    private final HttpContext.Callback callback = (context, response, error) ->
            called.add(context.url() + " " + (response == null ? error : response.text()));
    private final CompletableFuture<Response> slow = new CompletableFuture<>();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = new Snow()
                .get("/home/", request -> Response.text("home"))
                .get("/slow/", (request, loop) -> Future.from(loop, slow))
                .get("/never/", (request, loop) -> loop.newPromise())
                .post("/echo/", request -> Response.text(request.text()))
                .delete("/users/7", request -> Response.text("deleted"))
                .listen(0);
    }

    @AfterEach
    void close() {
        requests.close();
        server.close();
    }

    private void add(String method, String url, String data, HttpContext.Callback callback, double timeout) {
        requests.addRequest("127.0.0.1", server.port(), method, url, data, callback, timeout);
    }

    @Test
    void aCallbackGetsContextAndResponse() {
        List<HttpContext> contexts = new ArrayList<>();
        add(
                "GET",
                "/home/",
                "",
                (context, response, error) -> {
                    contexts.add(context);
                    assertThat(error).isNull();
                    callback.finished(context, response, error);
                },
                5);

        requests.running();

        assertThat(called).containsExactly("/home/ home");
        assertThat(contexts).singleElement().satisfies(context -> {
            assertThat(context.host()).isEqualTo("127.0.0.1");
            assertThat(context.port()).isEqualTo(server.port());
            assertThat(context.method()).isEqualTo("GET");
            assertThat(context.timeout()).hasSeconds(5);
        });
    }

    @Test
    void dataArePosted() {
        add("POST", "/echo/", "name=snow", callback, 5);

        requests.running();

        assertThat(called).containsExactly("/echo/ name=snow");
    }

    @Test
    void anyMethodInAnyCase() {
        add("delete", "/users/7", "", callback, 5);

        requests.running();

        assertThat(called).containsExactly("/users/7 deleted");
    }

    @Test
    void aRequestThatTakesTooLongFailsAndTheOthersDoNot() {
        add("GET", "/never/", "", callback, 0.05);
        add("GET", "/home/", "", callback, 5);

        requests.running();

        assertThat(called)
                .containsExactly(
                        "/home/ home",
                        "/never/ io.snowloop.samples.seeds.AsyncTimeoutException: GET http://127.0.0.1:" + server.port()
                                + "/never/ was not complete within 50 ms");
    }

    @Test
    void whoeverFinishesFirstIsServedFirst() {
        add("GET", "/slow/", "", callback, 5);
        add(
                "GET",
                "/home/",
                "",
                (context, response, error) -> {
                    callback.finished(context, response, error);
                    slow.complete(Response.text("at last"));
                },
                5);

        requests.running();

        assertThat(called).containsExactly("/home/ home", "/slow/ at last");
    }

    @Test
    void theMainAsksAServerOfItsOwn() throws Exception {
        assertThat(Printed.by(() -> AsyncRequest.main(new String[0])))
                .anyMatch(line -> line.endsWith("  main  sent  GET /never"))
                .anyMatch(line -> line.endsWith("  main  came  GET /slow/300: after 300 ms"))
                .anyMatch(line -> line.endsWith("  main  came  POST /echo: name=snow"))
                .anyMatch(line -> line.endsWith("  main  came  GET /never: AsyncTimeoutException after 500 ms"))
                .anyMatch(line -> line.startsWith("3 requests in "))
                .anyMatch(line -> line.startsWith("One after the other, measured: "));
    }
}
