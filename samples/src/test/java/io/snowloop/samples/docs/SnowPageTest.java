// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.Snow.blocking;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Cookie;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.ErrorMapper;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.trace.DebugMode;
import io.snowloop.trace.DebugReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/snow.md} shows. */
class SnowPageTest {
    private final Map<Integer, String> users = Map.of(7, "Holle");

    private Snow routes() {
        // region routes
        return new Snow()
                .get("/home/", request -> Response.text("home"))
                .get("/users/{id:int}", request -> Response.text(users.get(request.pathInt("id"))))
                .get("/files/{rest:path}", request -> Response.text("the file " + request.path("rest")))
                .post(
                        "/users/",
                        request -> Response.text("hello " + request.form().get("name"))
                                .withStatus(Status.CREATED)
                                .plusCookie(Cookie.of("seen", "yes")))
                .regex("/old/(.*)", request -> Response.redirect("/" + request.group(1)))
                .mount("/api", new Snow().get("/version", request -> Response.json("{\"version\": 1}")));
        // endregion
    }

    // region calling
    @Test
    void anAppIsTestedByCallingIt() {
        Snow app = routes();

        Response user = app.handle(Request.get("/users/7")).resultNow();

        assertThat(user.status()).isEqualTo(Status.OK);
        assertThat(user.text()).isEqualTo("Holle");
        assertThat(app.handle(Request.get("/nowhere")).resultNow().status()).isEqualTo(Status.NOT_FOUND);
    }
    // endregion

    @Test
    void theDebugModeNamesTheViewThatBlocks() throws Exception {
        AtomicLong clock = new AtomicLong();
        List<DebugReport> reports = new ArrayList<>();
        DebugMode debug = DebugMode.builder().listener(reports::add).build();
        EventLoopOptions options =
                EventLoopOptions.builder().ticker(clock::get).observer(debug).build();
        Snow app = new Snow().get("/report", request -> {
            clock.addAndGet(Duration.ofMillis(150).toNanos());
            return Response.text("rendered");
        });
        try (EventLoop loop = EventLoop.open(options);
                Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            loop.runUntil(fetcher.fetch(server.url("/report")));

            String blocked = " was blocked for 150 ms by handler GET /report";
            assertThat(reports.get(0).toString()).startsWith(loop + blocked);
            assertThat(Files.readString(Project.HOME.resolve("docs/snow.md")))
                    .contains(blocked, "-D" + EventLoopOptions.DEBUG_PROPERTY);
        }
    }

    @Test
    void routesAnswer() {
        Snow app = routes();

        Response created = app.handle(Request.post("/users/", QueryParameters.of("name", "Holle")))
                .resultNow();

        assertThat(created.text()).isEqualTo("hello Holle");
        assertThat(created.header("Set-Cookie")).startsWith("seen=yes");
        assertThat(app.handle(Request.get("/files/a/b.txt")).resultNow().text()).isEqualTo("the file a/b.txt");
        assertThat(app.handle(Request.get("/old/home/")).resultNow().header("Location"))
                .isEqualTo("/home/");
        assertThat(app.handle(Request.get("/api/version")).resultNow().text()).isEqualTo("{\"version\": 1}");
        assertThat(app.handle(Request.delete("/home/")).resultNow().header("Allow"))
                .isEqualTo("GET, HEAD, OPTIONS");
    }

    /** A page that waits for news, and a page that brings them. */
    // region async
    private static final class News {
        private final List<Promise<String>> waiting = new ArrayList<>();

        Snow app() {
            return new Snow()
                    .get("/news", (request, loop) -> {
                        Promise<String> news = loop.newPromise();
                        waiting.add(news);
                        news.onComplete((text, error) -> waiting.remove(news)); // also when the client has left
                        return news.map(Response::text);
                    })
                    .post("/news", request -> {
                        List.copyOf(waiting).forEach(news -> news.complete(request.text()));
                        return Response.of(Status.NO_CONTENT);
                    });
        }
    }
    // endregion

    @Test
    void oneLoopServesAndAsks() throws Exception {
        News news = new News();
        // region one-loop
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(news.app()).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            Future<Response> reader = fetcher.fetch(Request.get(server.url("/news")));
            loop.runWhile(() -> news.waiting.isEmpty());
            fetcher.fetch(Request.post(server.url("/news"), Body.of("snow is falling")));

            assertThat(loop.runUntil(reader).text()).isEqualTo("snow is falling");
        }
        // endregion
    }

    @Test
    void whatBlocksHasAThreadToItself() throws Exception {
        // region blocking
        Snow app = new Snow().get("/host", blocking(request -> Response.text(slowLookUp())));
        // endregion

        try (EventLoop loop = EventLoop.open()) {
            assertThat(loop.runUntil(loop.submit(() -> app.handle(Request.get("/host"))))
                            .text())
                    .isEqualTo("looked up");
        }
    }

    private static String slowLookUp() {
        return "looked up";
    }

    @Test
    void errorsBecomeResponses() {
        // region errors
        ErrorMapper standard = ErrorMapper.standard();
        Snow app = new Snow()
                .get("/taken", request -> {
                    throw new HttpException(Status.CONFLICT, "the name is taken");
                })
                .get(
                        "/missing",
                        request -> Response.text(List.<String>of().iterator().next()))
                .onError((error, request) -> error instanceof NoSuchElementException
                        ? Response.text("nothing here").withStatus(Status.NOT_FOUND)
                        : standard.response(error, request));
        // endregion

        assertThat(app.handle(Request.get("/taken")).resultNow().status()).isEqualTo(Status.CONFLICT);
        assertThat(app.handle(Request.get("/taken")).resultNow().text()).isEqualTo("the name is taken");
        assertThat(app.handle(Request.get("/missing")).resultNow().status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void largeBodiesAreStreams() throws Exception {
        // region streaming
        Snow app = new Snow().route(Method.PUT, "/copy", request -> {
            BodyStream upload = request.body().stream(); // not collected: read piece by piece, as the socket takes it
            return Future.completed(Response.stream(upload, "application/octet-stream"));
        });
        // endregion

        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            byte[] large = new byte[4 * 1024 * 1024];
            Response copy = fetcher.runUntil(fetcher.fetch(Request.put(server.url("/copy"), Body.of(large))));
            assertThat(copy.bytes()).isEqualTo(large);
        }
    }

    @Test
    void filesAreSentFromAFolder(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("public"));
        Files.writeString(folder.resolve("public/index.html"), "<h1>Snow</h1>");
        Files.writeString(folder.resolve("public/style.css"), "h1 { color: white }");
        // region files
        StaticFiles files = StaticFiles.of(folder.resolve("public"));
        Snow app = new Snow().get("/{path:path}", files).get("/fresh/{path:path}", files.withCacheControl("no-cache"));
        // endregion

        assertThat(get(app, "/").header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(get(app, "/style.css").collect(100).resultNow().text()).isEqualTo("h1 { color: white }");
        assertThat(get(app, "/fresh/style.css").header("Cache-Control")).isEqualTo("no-cache");
    }

    private static Response get(Snow app, String path) {
        return app.handle(Request.get(path)).resultNow();
    }

    @Test
    void aServerHasOptions() throws Exception {
        // region options
        ServerTimeouts timeouts =
                ServerTimeouts.builder().handler(Duration.ofSeconds(5)).build();
        ServerOptions options =
                ServerOptions.builder().maxConnections(1_000).timeouts(timeouts).build();
        try (Server server = Server.of(routes()).options(options).loops(2).listen("127.0.0.1", 0)) {
            server.drain(Duration.ofSeconds(10)).await(); // no new requests; those under way have 10 s
        }
        // endregion
    }
}
