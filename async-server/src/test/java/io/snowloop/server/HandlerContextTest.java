// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.EverySegmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A context of a request")
@EverySegmentation
class HandlerContextTest {
    private static final ContextKey<String> PATH = ContextKey.of("path");

    private final List<String> seen = new ArrayList<>();

    private static String path() {
        return String.valueOf(Context.current().get(PATH));
    }

    /** Responds at once, and reads its body in a context. */
    private Future<Response> handle(Request request) {
        seen.add(request.path() + " " + path());
        Context.current().with(PATH, request.path()).call(() -> request.body().collect(100));
        return Future.completed(Response.text("ok"));
    }

    @Test
    void isNotThatOfThePipelinedRequestBehindIt() {
        try (TestClient client = new TestClient(this::handle)) {
            String post = "POST /%s HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc";
            client.send(post.formatted("a") + post.formatted("b") + post.formatted("c"));
            assertThat(seen).containsExactly("/a null", "/b null", "/c null");
        }
    }

    @Test
    void isThatOfItsBlockingViewAndEndsWithIt() throws Exception {
        List<String> afterwards = new ArrayList<>();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (EventLoop loop = EventLoop.open()) {
            Snow app = new Snow()
                    .filter((request, next) -> request.path().equals("/a")
                            ? Context.current().with(PATH, "/a").call(() -> next.handle(request))
                            : next.handle(request))
                    .get("/{name}", Snow.blocking(request -> Response.text(path()), worker));

            Future<Response> first = loop.submit(() -> app.handle(Request.get("/a")));
            assertThat(loop.runUntil(first).text()).isEqualTo("/a");
            Future<Response> second = loop.submit(() -> app.handle(Request.get("/b")));
            assertThat(loop.runUntil(second).text()).isEqualTo("null");
            worker.submit(() -> afterwards.add(path())).get();
        } finally {
            worker.shutdown();
        }
        assertThat(afterwards).containsExactly("null");
    }
}
