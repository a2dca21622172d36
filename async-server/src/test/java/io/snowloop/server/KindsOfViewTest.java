// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That this compiles is half of the test: each expression must be of one kind, without a cast. */
@DisplayName("Views and handlers may be given as")
class KindsOfViewTest {
    /** Adds a route to an app. */
    interface Adding {
        void to(Snow app);
    }

    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    // What a request's body is, a view sees collected and a handler as it comes.

    private static Response page(Request request) {
        return Response.text("view " + kind(request));
    }

    private static Response throwing(Request request) throws IOException {
        return Response.text("view " + kind(request));
    }

    private static Future<Response> asyncPage(Request request, Scheduler loop) {
        return Future.completed(Response.text("async " + kind(request)));
    }

    private static Future<Response> handler(Request request) {
        return Future.completed(Response.text("handler " + kind(request)));
    }

    /** Overloaded: its method reference is not exact (JLS §15.13.1). */
    private static Response overloaded(Request request) {
        return page(request);
    }

    private static Response overloaded(String text) {
        return Response.text(text);
    }

    private static String kind(Request request) {
        return request.body() instanceof Body.Bytes ? "whole" : "stream";
    }

    private static final class PageObject implements View {
        @Override
        public Response view(Request request) {
            return page(request);
        }
    }

    static Stream<Adding> views() {
        View variable = request -> page(request);
        Handler viewAsAHandler = variable;
        return Stream.of(
                app -> app.post("/", request -> page(request)),
                app -> app.post("/", request -> {
                    return page(request);
                }),
                app -> app.post("/", (Request request) -> page(request)),
                app -> app.post("/", KindsOfViewTest::page),
                app -> app.post("/", KindsOfViewTest::throwing),
                app -> app.post("/", KindsOfViewTest::overloaded),
                app -> app.post("/", request -> overloaded("view " + kind(request))),
                app -> app.post("/", variable),
                app -> app.post("/", new PageObject()),
                app -> app.post("/", viewAsAHandler),
                app -> app.route(Method.POST, "/", variable),
                app -> app.regex("/", KindsOfViewTest::page),
                app -> app.regex("/", request -> page(request)),
                app -> app.mount("/", variable));
    }

    static Stream<Adding> asyncViews() {
        AsyncView variable = (request, loop) -> asyncPage(request, loop);
        Handler viewAsAHandler = variable;
        return Stream.of(
                app -> app.post("/", (request, loop) -> asyncPage(request, loop)),
                app -> app.post("/", (Request request, Scheduler loop) -> asyncPage(request, loop)),
                app -> app.post("/", KindsOfViewTest::asyncPage),
                app -> app.post("/", variable),
                app -> app.post("/", viewAsAHandler),
                app -> app.route(Method.POST, "/", variable),
                app -> app.regex("/", KindsOfViewTest::asyncPage),
                app -> app.regex("/", (request, loop) -> asyncPage(request, loop)),
                app -> app.mount("/", variable));
    }

    static Stream<Adding> handlers() {
        Handler variable = request -> handler(request);
        Snow inner = new Snow().post("/", variable);
        return Stream.of(
                app -> app.post("/", (Request request) -> handler(request)),
                app -> app.post("/", KindsOfViewTest::handler),
                app -> app.post("/", variable),
                app -> app.post("/", inner),
                app -> app.route(Method.POST, "/", request -> handler(request)),
                app -> app.regex("/", KindsOfViewTest::handler),
                app -> app.regex("/", variable),
                app -> app.mount("/", inner));
    }

    @ParameterizedTest
    @MethodSource("views")
    void aView(Adding route) throws Exception {
        assertThat(post(route)).isEqualTo("view whole");
    }

    @ParameterizedTest
    @MethodSource("asyncViews")
    void anAsyncView(Adding route) throws Exception {
        assertThat(post(route)).isEqualTo("async whole");
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void aHandler(Adding route) throws Exception {
        assertThat(post(route)).isEqualTo("handler stream");
    }

    private String post(Adding route) throws Exception {
        Snow app = new Snow();
        route.to(app);
        BodyStream body = BodyStream.of(() -> Future.<ByteBuffer>completed(null));
        return loop.runUntil(loop.submit(() -> app.handle(Request.post("/", body))))
                .text();
    }

    @Test
    void allThreeKindsForEachMethod() throws Exception {
        Snow app = new Snow()
                .get("/view", KindsOfViewTest::page)
                .get("/async", KindsOfViewTest::asyncPage)
                .get("/handler", KindsOfViewTest::handler)
                .head("/view", KindsOfViewTest::page)
                .head("/async", KindsOfViewTest::asyncPage)
                .head("/handler", KindsOfViewTest::handler)
                .post("/view", KindsOfViewTest::page)
                .post("/async", KindsOfViewTest::asyncPage)
                .post("/handler", KindsOfViewTest::handler)
                .put("/view", KindsOfViewTest::page)
                .put("/async", KindsOfViewTest::asyncPage)
                .put("/handler", KindsOfViewTest::handler)
                .patch("/view", KindsOfViewTest::page)
                .patch("/async", KindsOfViewTest::asyncPage)
                .patch("/handler", KindsOfViewTest::handler)
                .delete("/view", KindsOfViewTest::page)
                .delete("/async", KindsOfViewTest::asyncPage)
                .delete("/handler", KindsOfViewTest::handler)
                .options("/view", KindsOfViewTest::page)
                .options("/async", KindsOfViewTest::asyncPage)
                .options("/handler", KindsOfViewTest::handler);

        List<String> texts = new ArrayList<>();
        for (String method : List.of("get", "head", "post", "put", "patch", "delete", "options")) {
            for (String path : List.of("/view", "/async", "/handler")) {
                Request request = Request.of(Method.of(method.toUpperCase(Locale.ROOT)), path);
                texts.add(loop.runUntil(loop.submit(() -> app.handle(request))).text());
            }
        }

        assertThat(texts).hasSize(21);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(texts.get(i))
                    .isEqualTo(List.of("view", "async", "handler").get(i % 3) + " whole");
        }
    }

    @Test
    void aViewIsAHandlerByItself() throws Exception {
        View view = request -> Response.text("view");
        View failing = request -> {
            throw new IOException("failed");
        };
        AsyncView async = (request, current) -> Future.completed(Response.text("async"));

        assertThat(view.handle(Request.get("/")).resultNow().text()).isEqualTo("view");
        assertThat(failing.handle(Request.get("/")).outcome().error()).hasMessage("failed");
        assertThat(async.handle(Request.get("/")).outcome().error()).isInstanceOf(IllegalStateException.class);
        assertThat(loop.runUntil(loop.submit(() -> async.handle(Request.get("/"))))
                        .text())
                .isEqualTo("async");
    }

    /** From Snow.handle on: no filter, no frame between. */
    @Test
    void aViewAtTheEndOfAShortStack() {
        List<String> frames = new ArrayList<>();
        Snow app = new Snow().get("/", request -> {
            StackWalker.getInstance().forEach(frame -> frames.add(frame.getClassName() + "." + frame.getMethodName()));
            return Response.text("");
        });

        app.handle(Request.get("/"));

        assertThat(frames.subList(1, frames.indexOf(Snow.class.getName() + ".handle") + 1))
                .extracting(frame -> frame.substring(frame.indexOf("server.") + "server.".length()))
                .containsExactly("ViewHandler.handle", "Router.handle", "Snow.handle");
    }

    @Test
    void aRouteIsAddedToTheAppItself() {
        Snow app = new Snow();
        assertThat(app.regex("/a", KindsOfViewTest::page)).isSameAs(app);
        assertThat(app.regex("/b", KindsOfViewTest::asyncPage)).isSameAs(app);
        assertThat(app.regex("/c", KindsOfViewTest::handler)).isSameAs(app);
    }
}
