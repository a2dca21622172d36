// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Snow app")
class SnowTest {
    private final Snow app = new Snow();

    @Test
    void answersAtOnceWithoutALoop() {
        app.get("/home/", request -> Response.text("home"));

        assertThat(app.handle(Request.get("/home/")))
                .isInstanceOfSatisfying(
                        Completed.class, done -> assertThat(done.value()).hasToString("200 OK Body[4 bytes]"));
    }

    @Test
    void hasAViewForEachMethod() {
        app.get("/", request -> Response.text("get"))
                .head("/", request -> Response.text("head"))
                .post("/", request -> Response.text("post"))
                .put("/", request -> Response.text("put"))
                .patch("/", request -> Response.text("patch"))
                .delete("/", request -> Response.text("delete"))
                .options("/", request -> Response.text("options"));

        for (String name : List.of("get", "head", "post", "put", "patch", "delete", "options")) {
            assertThat(send(Request.of(Method.of(name.toUpperCase(Locale.ROOT)), "/"))
                            .text())
                    .isEqualTo(name);
        }
    }

    @Test
    void hasAnAsyncViewForEachMethod() throws Exception {
        app.get("/", (request, loop) -> Future.completed(Response.text("get")))
                .head("/", (request, loop) -> Future.completed(Response.text("head")))
                .post("/", (request, loop) -> Future.completed(Response.text("post")))
                .put("/", (request, loop) -> Future.completed(Response.text("put")))
                .patch("/", (request, loop) -> Future.completed(Response.text("patch")))
                .delete("/", (request, loop) -> Future.completed(Response.text("delete")))
                .options("/", (request, loop) -> Future.completed(Response.text("options")));

        try (EventLoop loop = EventLoop.open()) {
            for (String name : List.of("get", "head", "post", "put", "patch", "delete", "options")) {
                Method method = Method.of(name.toUpperCase(Locale.ROOT));
                Response response = loop.runUntil(loop.submit(() -> app.handle(Request.of(method, "/"))));
                assertThat(response.text()).isEqualTo(name);
            }
        }
    }

    @Test
    void takesMethodReferencesForBothKindsOfView() throws Exception {
        app.get("/plain", SnowTest::plain).get("/async", SnowTest::async);

        try (EventLoop loop = EventLoop.open()) {
            assertThat(send(Request.get("/plain")).text()).isEqualTo("plain");
            assertThat(loop.runUntil(loop.submit(() -> app.handle(Request.get("/async"))))
                            .text())
                    .isEqualTo("async");
        }
    }

    private static Response plain(Request request) {
        return Response.text("plain");
    }

    private static Future<Response> async(Request request, Scheduler loop) {
        return Future.completed(Response.text("async"));
    }

    @Test
    void waitsForTheFutureOfAnAsyncView() throws Exception {
        AtomicLong now = new AtomicLong();
        app.get("/async/", (request, loop) -> loop.sleep(Duration.ofSeconds(5)).map(x -> Response.text("woke")));

        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().ticker(now::get).build())) {
            Future<Response> response = loop.submit(() -> app.handle(Request.get("/async/")));
            loop.execute(() -> {});
            loop.runOnce();
            assertThat(response.isDone()).isFalse();
            now.addAndGet(Duration.ofSeconds(5).toNanos());
            assertThat(loop.runUntil(response).text()).isEqualTo("woke");
        }
    }

    @Test
    void completesARequestFromAnother() throws Exception {
        List<Promise<Response>> waiting = new ArrayList<>();
        app.get("/wait", (request, loop) -> {
                    Promise<Response> promise = loop.newPromise();
                    waiting.add(promise);
                    return promise;
                })
                .get("/go", request -> {
                    waiting.forEach(promise -> promise.complete(Response.text("gone")));
                    return Response.text("ok");
                });

        try (EventLoop loop = EventLoop.open()) {
            Future<Response> first = loop.submit(() -> app.handle(Request.get("/wait")));
            loop.runUntil(loop.submit(() -> app.handle(Request.get("/go"))));
            assertThat(loop.runUntil(first).text()).isEqualTo("gone");
        }
    }

    @Test
    void cancelsTheFutureOfAnAsyncViewWhenNobodyWaitsForIt() throws Exception {
        List<Promise<Response>> waiting = new ArrayList<>();
        app.filter((request, next) -> next.handle(request)).get("/wait", (request, loop) -> {
            Promise<Response> promise = loop.newPromise();
            waiting.add(promise);
            return promise;
        });

        try (LogCapture log = new LogCapture(Snow.class);
                EventLoop loop = EventLoop.open()) {
            List<Future<Response>> answer = new ArrayList<>();
            loop.runUntil(loop.submit(() -> {
                answer.add(app.handle(Request.get("/wait")));
                answer.get(0).cancel();
                return loop.sleep(Duration.ZERO);
            }));
            assertThat(waiting.get(0).isCancelled()).isTrue();
            assertThat(log.records()).isEmpty();
        }
    }

    @Test
    void anAsyncViewNeedsALoop() {
        app.get("/", (request, loop) -> Future.completed(Response.text("async")));

        try (LogCapture log = new LogCapture(Snow.class)) {
            assertThat(send(Request.get("/")).status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
            assertThat(log.records().get(0).getThrown()).hasMessageContaining("no event loop runs on thread");
        }
    }

    /** README's example. The backslash is a slash to browsers, and a location of two slashes is another site. */
    @ParameterizedTest
    @CsvSource({
        "/old//evil.example, /evil.example",
        "/old/\\evil.example, /%5Cevil.example",
        "/old/%5Cevil.example, /%5Cevil.example",
        "/old/%5c/evil.example, /%5C/evil.example",
        "/old/%2Fevil.example, /%2Fevil.example",
        "/old/https://evil.example, /https:/evil.example",
        "/old/a%20b, /a%20b",
    })
    void aRedirectOfWhatTheClientSentStaysOnThisSite(String target, String location) {
        app.regex("/old/(.*)", request -> Response.redirect("/" + request.group(1)));

        assertThat(send(Request.get(target)).header("Location")).isEqualTo(location);
    }

    @Test
    void routesByTheSeedsRegularExpressionsForAllMethods() throws Exception {
        app.regex("/old/(.*)", request -> Response.redirect("/new/" + request.group(1)))
                .regex("/later/.*", (request, loop) -> Future.completed(Response.text("later")));

        assertThat(send(Request.post("/old/a/b", Body.EMPTY)).header("Location"))
                .isEqualTo("/new/a/b");
        try (EventLoop loop = EventLoop.open()) {
            Response later = loop.runUntil(loop.submit(() -> app.handle(Request.delete("/later/x"))));
            assertThat(later.text()).isEqualTo("later");
        }
    }

    @Nested
    @DisplayName("mounts")
    class Mounts {
        private final Snow inner = new Snow()
                .get("/", request -> Response.text("inner root"))
                .get("/users/{id:int}", request -> Response.text("user " + request.pathInt("id")))
                .get("/echo", request -> Response.text(request.target()));

        @Test
        void anAppThatDoesNotSeeThePrefix() {
            app.mount("/api/v1", inner).get("/", request -> Response.text("outer root"));

            assertThat(send(Request.get("/")).text()).isEqualTo("outer root");
            assertThat(send(Request.get("/api/v1")).text()).isEqualTo("inner root");
            assertThat(send(Request.get("/api/v1/")).text()).isEqualTo("inner root");
            assertThat(send(Request.get("/api/v1/users/7")).text()).isEqualTo("user 7");
            assertThat(send(Request.get("/%61pi/v1/echo?x=1&y=/2")).text()).isEqualTo("/echo?x=1&y=/2");
            assertThat(send(Request.get("/api/v1?x=1")).text()).isEqualTo("inner root");
            assertThat(send(Request.get("/api/v1/nowhere")).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(send(Request.get("/api")).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(send(Request.get("/api/v12")).status()).isEqualTo(Status.NOT_FOUND);
        }

        /** Otherwise a proxy could not pass it on: {@code %2B} and a plus sign are two things in many queries and paths. */
        @Test
        void aHandlerThatGetsWhatIsBelowInNormalFormButEncodedAsItWasSent() {
            app.mount("/a/pi", new Snow().get("/{rest:path}", request -> Response.text(request.target())));

            assertThat(send(Request.get("/a/pi/x%2By/%2F/%61/?q=/..")).text()).isEqualTo("/x%2By/%2F/%61/?q=/..");
            assertThat(send(Request.get("/x/../%61//./pi//b/../c/..")).text()).isEqualTo("/");
            assertThat(send(Request.get("//x/.././a/pi/b%20c//d")).text()).isEqualTo("/b%20c/d");
            assertThat(send(Request.get("http://host/a/x/../pi/b")).text()).isEqualTo("/b");
        }

        @Test
        void anAppGetsTheParametersOfItsPrefixAndOfItsRoutesAndNoOthers() {
            Snow shop = new Snow()
                    .get("/", request -> parameters(request))
                    .get("/items/{item}/{tenant}", request -> parameters(request))
                    .get("/files/{below:path}", request -> parameters(request))
                    .regex("/old/(?<name>.*)", request -> parameters(request));
            app.mount("/t/{tenant}", shop).mount("/outer", new Snow().mount("/{tenant}/{sub}", shop));

            assertThat(send(Request.get("/t/a")).text()).isEqualTo("{tenant=a}");
            assertThat(send(Request.get("/t/a/")).text()).isEqualTo("{tenant=a}");
            assertThat(send(Request.get("/t/a/items/7/b")).text()).isEqualTo("{item=7, tenant=b}");
            assertThat(send(Request.get("/t/a/files/x/y")).text()).isEqualTo("{below=x/y, tenant=a}");
            assertThat(send(Request.get("/t/a/old/z")).text()).isEqualTo("{1=z, name=z, tenant=a}");
            assertThat(send(Request.get("/outer/a/b/")).text()).isEqualTo("{sub=b, tenant=a}");
        }

        private static Response parameters(Request request) {
            return Response.text(new TreeMap<>(request.pathParameters()).toString());
        }

        @Test
        void anAppWhoseErrorsNameThePathThatWasAskedFor() {
            List<String> asked = new ArrayList<>();
            app.mount("/api", new Snow().mount("/v1", inner));
            inner.get("/bad", request -> {
                        throw new IllegalStateException("bad");
                    })
                    .onError((error, request) -> {
                        asked.add(request.target() + " of " + request.originalTarget());
                        return Response.of(Status.INTERNAL_SERVER_ERROR);
                    });
            try (LogCapture log = new LogCapture(Snow.class)) {
                send(Request.get("/api/v1/%62ad?token=secret"));

                assertThat(asked).containsExactly("/%62ad?token=secret of /api/v1/%62ad?token=secret");
                assertThat(log.records())
                        .singleElement()
                        .extracting(LogRecord::getMessage)
                        .isEqualTo("GET /api/v1/%62ad was answered with 500 Internal Server Error");
            }
        }

        @Test
        void anAppUnderAllPathsThatHaveNoRoute() {
            app.mount("/", inner).get("/users/0", request -> Response.text("nobody"));

            assertThat(send(Request.get("/")).text()).isEqualTo("inner root");
            assertThat(send(Request.get("/users/0")).text()).isEqualTo("nobody");
            assertThat(send(Request.get("/users/1")).text()).isEqualTo("user 1");
            assertThat(send(Request.delete("/users/1")).header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        }

        @Test
        void butNotTwiceAtOnePlace() {
            app.mount("/api", inner);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> app.mount("/api", inner))
                    .withMessageContaining("any method /api takes the same requests");
        }
    }

    @Nested
    @DisplayName("has filters")
    class Filters {
        private final List<String> seen = new ArrayList<>();

        @Test
        void ofWhichTheFirstAddedSeesTheRequestFirstAndTheResponseLast() {
            app.get("/", request -> Response.text("x")).filter(noting("outer")).filter(noting("inner"));

            send(Request.get("/"));

            assertThat(seen).containsExactly("outer in", "inner in", "inner out 200", "outer out 200");
        }

        @Test
        void thatSeeWhatHasNoRouteAndWhatFails() {
            app.filter(noting("filter")).get("/fails", request -> {
                throw new HttpException(Status.CONFLICT, "no");
            });

            send(Request.get("/nowhere"));
            send(Request.post("/fails", Body.EMPTY));
            send(Request.get("/fails"));

            assertThat(seen)
                    .containsExactly(
                            "filter in",
                            "filter out 404",
                            "filter in",
                            "filter out 405",
                            "filter in",
                            "filter out 409");
        }

        @Test
        void ofWhichOneThatFailsIsSeenByThoseAroundIt() {
            app.filter(noting("outer"))
                    .filter((request, next) -> {
                        throw new IllegalStateException("inner");
                    })
                    .get("/", request -> Response.text("never"));

            try (LogCapture log = new LogCapture(Snow.class)) {
                assertThat(send(Request.get("/")).status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
                assertThat(seen).containsExactly("outer in", "outer out 500");
                assertThat(log.records()).hasSize(1);
            }
        }

        @Test
        void thatMayAnswerThemselves() {
            app.filter((request, next) -> Future.completed(Response.text("closed")))
                    .get("/", request -> Response.text("open"));

            assertThat(send(Request.get("/")).text()).isEqualTo("closed");
        }

        private Filter noting(String name) {
            return (request, next) -> {
                seen.add(name + " in");
                return next.handle(request).map(response -> {
                    seen.add(name + " out " + response.status().code());
                    return response;
                });
            };
        }
    }

    @Test
    void isSealedByItsFirstRequest() {
        send(Request.get("/"));

        assertThatIllegalStateException()
                .isThrownBy(() -> app.get("/", request -> Response.text("late")))
                .withMessage("the app has had its first request: routes, filters and settings come before");
        assertThatIllegalStateException().isThrownBy(() -> app.regex("/", request -> Response.text("late")));
        assertThatIllegalStateException().isThrownBy(() -> app.mount("/x", app));
        assertThatIllegalStateException().isThrownBy(() -> app.filter((request, next) -> next.handle(request)));
        assertThatIllegalStateException().isThrownBy(() -> app.onError(ErrorMapper.standard()));
        assertThatIllegalStateException().isThrownBy(() -> app.bodyLimit(1));
    }

    private Response send(Request request) {
        return app.handle(request).resultNow();
    }
}
