// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Retries.retries;
import static io.snowloop.server.Snow.blocking;
import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Download;
import io.snowloop.client.EventSource;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Cookie;
import io.snowloop.http.FileBody;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.server.EventStream;
import io.snowloop.server.EventStreamOptions;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.server.lens.Lens;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of Snow, the Fetcher and the HTTP messages. */
class WebExamplesTest {
    private final List<String> log = new ArrayList<>();
    private final Map<Integer, String> users = Map.of(7, "Holle");
    private Server server;

    @TempDir
    Path files;

    @BeforeEach
    void serve() throws IOException {
        server = new Snow().get("/", request -> Response.text("home")).listen(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Response fetch(String url) throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            return fetcher.runUntil(fetcher.fetch(url));
        }
    }

    private static byte[] report() {
        return "%PDF".getBytes(UTF_8);
    }

    @Test
    void snow() throws Exception {
        // region snow
        Snow app = new Snow()
                .get("/", request -> Response.text("Hello, World!"))
                .get("/users/{id:int}", request -> Response.text(users.get(request.pathInt("id"))))
                .get("/async/", (request, loop) -> loop.sleep(ofMillis(5)).map(slept -> Response.text("woke")))
                .get("/report/", blocking(request -> Response.bytes(report(), "application/pdf")))
                .regex("/old/(.*)", request -> Response.redirect("/users/" + request.group(1)))
                .filter(accessLog());

        Server server = app.listen(0); // on any free port, until it is closed; app.run(8012) serves until Ctrl-C
        // endregion
        try (server) {
            assertThat(fetch(server.url("/users/7")).text()).isEqualTo("Holle");
            assertThat(fetch(server.url("/async/")).text()).isEqualTo("woke");
            assertThat(fetch(server.url("/report/")).text()).isEqualTo("%PDF");
            assertThat(fetch(server.url("/old/7")).header("Location")).isEqualTo("/users/7");
        }
    }

    @Test
    void lens() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("home"));
        // region lens
        EventLoopGroup group = EventLoopGroup.start(1, Lens.watched(EventLoopOptions.DEFAULT));
        Lens lens = Lens.of(group);
        try (group;
                Server server = Server.of(app).on(group.loops().get(0)).listen("127.0.0.1", 0);
                Server view = lens.listen(0)) { // has a loop of its own
            log.add("open " + view.url(lens.path()) + " in a browser, to see " + server.url("/"));
        }
        // endregion
        assertThat(log).singleElement().asString().startsWith("open http://127.0.0.1:");
    }

    @Test
    void server() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("Hello, World!"));
        // region server
        try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) { // on any free port
            assertThat(fetch(server.url("/")).text()).isEqualTo("Hello, World!");

            server.drain(ofSeconds(5)).await(); // answers what it has begun, and accepts no more
        }
        // endregion
    }

    @Test
    void serverOptions() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("Hello, World!"));
        // region server-options
        ServerTimeouts timeouts = ServerTimeouts.builder().handler(ofSeconds(5)).build();
        ServerOptions options = ServerOptions.builder()
                .maxConnections(1_000)
                .limits(Limits.builder().body(10 * 1024 * 1024).build())
                .timeouts(timeouts)
                .build();
        Server server = Server.of(app).options(options).listen("127.0.0.1", 0);
        // endregion
        try (server) {
            assertThat(fetch(server.url("/")).text()).isEqualTo("Hello, World!");
        }
    }

    @Test
    void serverTimeouts() {
        // region server-timeouts
        ServerTimeouts timeouts = ServerTimeouts.builder()
                .handler(ofSeconds(5))
                .keepAlive(ofMinutes(2))
                .build();
        // endregion
        assertThat(timeouts.keepAlive()).isEqualTo(ofMinutes(2));
    }

    @Test
    void limits() {
        // region limits
        Limits limits = Limits.builder().body(10 * 1024 * 1024).build();
        // endregion
        assertThat(limits.body()).isEqualTo(10 * 1024 * 1024);
    }

    @Test
    void staticFiles() throws Exception {
        Files.writeString(files.resolve("style.css"), "p {}");
        // region static-files
        Snow app = new Snow().get("/static/{path:path}", StaticFiles.of(files));

        Response style = app.handle(Request.get("/static/style.css")).resultNow();
        assertThat(style.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        // endregion
    }

    @Test
    void fetcher() throws Exception {
        List<String> urls = List.of(server.url("/"), server.url("/nowhere"));
        // region fetcher
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                fetcher.fetch(url)
                        .map(response -> response.status().toString())
                        .recover(error -> error.getMessage())
                        .onComplete((text, none) -> log.add(url + ": " + text));
            }
            fetcher.run(); // returns when all of them are done, and all that their callbacks started
        }
        // endregion
        assertThat(log).containsExactlyInAnyOrder(urls.get(0) + ": 200 OK", urls.get(1) + ": 404 Not Found");
    }

    @Test
    void filters() throws Exception {
        String url = server.url("/");
        try (Fetcher fetcher = Fetcher.create()) {
            // region filters
            Fetcher site = fetcher.with(redirects(5)).with(retries(3)).with(contentDecoding());
            // endregion
            // region retries
            Future<Response> page = fetcher.with(retries(3)).fetch(url);
            // endregion
            assertThat(site.runUntil(page).text()).isEqualTo("home");
        }
    }

    @Test
    void fetcherOptions() throws Exception {
        String url = server.url("/");
        // region fetcher-options
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(6)
                .timeouts(Timeouts.builder().total(ofSeconds(30)).build())
                .build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            Response page = fetcher.runUntil(fetcher.fetch(url));
            assertThat(page.text()).isEqualTo("home");
        }
        // endregion
    }

    @Test
    void timeouts() {
        // region timeouts
        Timeouts timeouts = Timeouts.builder().read(ofSeconds(5)).build();
        // endregion
        assertThat(timeouts.read()).isEqualTo(ofSeconds(5));
    }

    @Test
    void download() throws Exception {
        Path file = files.resolve("page");
        try (Fetcher fetcher = Fetcher.create()) {
            Request request = Request.get(server.url("/"));
            // region download
            Future<Response> saved = fetcher.handle(request)
                    .flatMap(response -> response.status().equals(Status.OK)
                            ? Download.to(file, response)
                            : Future.failed(new IOException(response.status().toString())));
            // endregion
            fetcher.runUntil(saved);
        }
        assertThat(file).hasContent("home");
    }

    @Test
    void handlerAndFilter() {
        // region handler
        Handler hello = request -> Future.completed(Response.text("Hello, " + request.query("name")));

        Response response = hello.handle(Request.get("/?name=Holle")).resultNow(); // no socket is needed
        assertThat(response.text()).isEqualTo("Hello, Holle");
        // endregion

        // region filter
        Filter login = (request, next) -> request.cookie("session") == null
                ? Future.completed(Response.of(Status.UNAUTHORIZED))
                : next.handle(request).map(page -> page.withHeader("Cache-Control", "private"));
        Handler guarded = login.around(hello);

        assertThat(guarded.handle(Request.get("/")).resultNow().status()).isEqualTo(Status.UNAUTHORIZED);
        // endregion
        Request known = Request.get("/?name=Holle").withHeader("Cookie", "session=7");
        assertThat(guarded.handle(known).resultNow().header("Cache-Control")).isEqualTo("private");
    }

    @Test
    void request() {
        // region request
        Request request = Request.post("http://example.org/users?notify=true", QueryParameters.of("name", "Holle"))
                .withHeader("Accept", "application/json");

        assertThat(request.path()).isEqualTo("/users");
        assertThat(request.queryBoolean("notify")).isTrue();
        assertThat(request.form().get("name")).isEqualTo("Holle");
        // endregion
    }

    @Test
    void response() {
        // region response
        Response response = Response.json("{\"id\": 7}")
                .withStatus(Status.CREATED)
                .withHeader("Location", "/users/7")
                .plusCookie(Cookie.of("seen", "yes"));

        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        // endregion
    }

    @Test
    void cookie() {
        // region cookie
        String field = Cookie.of("session", "a1b2").withPath("/").withHttpOnly().toSetCookie();
        assertThat(field).isEqualTo("session=a1b2; Path=/; HttpOnly");
        // endregion
    }

    @Test
    void body() throws Exception {
        EventLoop loop = EventLoop.open();
        Path file = Files.writeString(files.resolve("data"), "snow");
        Iterator<String> rows = List.of("sn", "ow").iterator();
        // region body
        Body text = Body.of("snow"); // in memory
        Body whole = FileBody.of(file); // opened when it is sent
        Body pieces = BodyStream.of( // each piece is asked for when there is room for it
                () -> Future.completed(
                        rows.hasNext() ? ByteBuffer.wrap(rows.next().getBytes(UTF_8)) : null));

        Future<Body.Bytes> collected = loop.submit(() -> pieces.collect(1_000)); // fails if there are more bytes
        // endregion
        try (loop) {
            assertThat(loop.runUntil(collected).text()).isEqualTo("snow");
        }
        assertThat(text.length()).isEqualTo(4).isEqualTo(whole.length());
    }

    @Test
    void serverSentEvent() {
        // region server-sent-event
        ServerSentEvent price =
                ServerSentEvent.of("{\"gold\": 41}").withName("price").withId("1027");
        // endregion
        assertThat(price).isEqualTo(new ServerSentEvent("price", "{\"gold\": 41}", "1027"));
    }

    @Test
    void eventStreamParser() throws IOException {
        // region event-stream-parser
        EventStreamParser parser = new EventStreamParser(EventStreamParser.MAX_EVENT);
        parser.feed(UTF_8.encode("id: 7\ndata: two\ndata: lines\n\ndata: not complete"));
        assertThat(parser.next()).isEqualTo(ServerSentEvent.of("two\nlines").withId("7"));
        assertThat(parser.next()).isNull(); // until more bytes come
        // endregion
    }

    @Test
    void eventStream() throws Exception {
        Snow app = new Snow();
        // region event-stream
        app.get(
                "/ticks",
                request -> EventStream.of(request, events -> {
                    Timer ticks =
                            Scheduler.current().scheduleAtFixedRate(ZERO, ofSeconds(1), () -> events.send("tick"));
                    events.closed().onDone(ticks::cancel);
                }));
        // endregion
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create();
                EventSource source = EventSource.of(fetcher, server.url("/ticks"))) {
            assertThat(fetcher.runUntil(source.next())).isEqualTo(ServerSentEvent.of("tick"));
        }
    }

    @Test
    void eventSource() throws Exception {
        Snow app = new Snow()
                .get(
                        "/",
                        request -> request.headers().contains("Last-Event-ID")
                                ? Response.of(Status.NO_CONTENT)
                                : EventStream.of(request, eventStreamOptions(), events -> {
                                    events.send(ServerSentEvent.of("41")
                                            .withName("price")
                                            .withId("1"));
                                    events.close();
                                }));
        try (Server server = app.listen(0)) {
            String url = server.url("/");
            // region event-source
            try (Fetcher fetcher = Fetcher.create();
                    EventSource source = EventSource.of(fetcher, url)) {
                source.forEach(event -> log.add(event.name() + " " + event.data()));
                fetcher.run(); // returns when the source has ended
            }
            // endregion
        }
        assertThat(log).containsExactly("price 41");
    }

    private static EventStreamOptions eventStreamOptions() {
        return EventStreamOptions.builder().retry(ofMillis(1)).build();
    }

    @Test
    void webSocketOptions() {
        // region websocket-options
        WebSocketOptions options = WebSocketOptions.builder()
                .subprotocols(List.of("chat.v2", "chat.v1"))
                .pingInterval(ofSeconds(10))
                .build();
        // endregion
        assertThat(options.subprotocols()).containsExactly("chat.v2", "chat.v1");
        assertThat(options.pingInterval()).isEqualTo(ofSeconds(10));
    }

    @Test
    void eventStreamAndSourceOptions() {
        // region event-stream-options
        EventStreamOptions options = EventStreamOptions.builder()
                .heartbeat(ofSeconds(5))
                .retry(ofSeconds(1))
                .build();
        // endregion
        assertThat(options.heartbeat()).isEqualTo(ofSeconds(5));
        assertThat(eventSourceOptions().idle()).isEqualTo(ofMinutes(5));
    }

    private EventSourceOptions eventSourceOptions() {
        // region event-source-options
        EventSourceOptions options = EventSourceOptions.builder()
                .idle(ofMinutes(5)) // of a server that sends no heartbeat
                .onReconnect((error, pause) -> log.add("again in " + pause.toSeconds() + " s"))
                .build();
        // endregion
        return options;
    }
}
