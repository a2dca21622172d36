// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.proxy;

import static io.snowloop.server.filter.Forwarded.forwarded;
import static io.snowloop.server.filter.Forwarded.xForwarded;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.client.WebSocketHandshakeException;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client, a proxy and two backends, each on a host of its own, in virtual time. */
class ReverseProxyTest {
    private static final String ONE = "10.0.0.11";
    private static final String TWO = "10.0.0.12";
    private static final AddressRanges PROXIES = AddressRanges.of("10.0.0.1");

    /** A simulated network may be slower than any that a server should wait for. */
    private static final ServerOptions ANY_RATE =
            ServerOptions.builder().minimumRate(1).build();

    private final Simulation simulation = new Simulation(1);
    private final Fetcher client = Fetcher.on(simulation.loop("10.0.0.9"));
    private final List<Request> received = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        simulation.network().host(ONE);
        simulation.network().host(TWO);
        serve(simulation, ONE, TWO);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private static void serve(Simulation simulation, String... backends) throws IOException {
        EventLoop loop = simulation.loop("10.0.0.1");
        Fetcher fetcher = Fetcher.on(loop, ReverseProxy.options());
        List<String> urls =
                List.of(backends).stream().map(host -> "http://" + host + "/").toList();
        Handler proxy = new ReverseProxy(fetcher, new Backends(urls, loop.ticker()));
        Server.of(new Snow().mount("/", proxy)).options(ANY_RATE).on(loop).listen("10.0.0.1", 80);
    }

    private Server backend(String host, Snow app) throws IOException {
        app.filter((request, next) -> {
            received.add(request);
            return next.handle(request);
        });
        return Server.of(app).on(simulation.loop(host)).listen(host, 80);
    }

    private static Snow named(String name) {
        return new Snow().regex("/.*", request -> Response.text(name));
    }

    private Response fetch(Request request) throws Exception {
        return simulation.runUntil(client.fetch(request));
    }

    private Response fetch(String path) throws Exception {
        return fetch(Request.get("http://10.0.0.1" + path));
    }

    @Test
    void whatConcernsOneConnectionIsNotPassedOn() throws Exception {
        backend(
                ONE,
                new Snow()
                        .get(
                                "/a",
                                request -> Response.text("a")
                                        .withHeader("Connection", "X-Hop")
                                        .withHeader("X-Hop", "1")
                                        .withHeader("Keep-Alive", "timeout=5")
                                        .withHeader("X-End", "1")));
        Response response = fetch(Request.get("http://10.0.0.1/a?b=c%20d")
                .withHeaders(Headers.of(
                        "Host", "notes.example:8080",
                        "Connection", "X-One, x-two, Host",
                        "X-One", "1",
                        "X-Two", "2",
                        "TE", "trailers",
                        "Proxy-Connection", "keep-alive",
                        "X-End", "1")));

        Headers sent = received.get(0).headers();
        assertThat(received.get(0).target()).isEqualTo("/a?b=c%20d");
        assertThat(sent.names())
                .containsExactlyInAnyOrder(
                        "Host",
                        "X-End",
                        "Forwarded",
                        "X-Forwarded-For",
                        "X-Forwarded-Host",
                        "X-Forwarded-Proto",
                        "Via");
        assertThat(sent.get("Host")).isEqualTo("notes.example:8080");
        assertThat(sent.get("Via")).isEqualTo("1.1 snowloop");
        assertThat(response.text()).isEqualTo("a");
        assertThat(response.header("X-End")).isEqualTo("1");
        assertThat(response.header("Via")).isEqualTo("1.1 snowloop");
        assertThat(response.headers().names()).doesNotContain("X-Hop", "Keep-Alive");
    }

    /** RFC 9110 §7.7: path and query are the backend's. */
    @ParameterizedTest
    @ValueSource(strings = {"//a", "/a//b/", "/a/./b/../c", "/%61/%2F%2e?q=//x&r=%20", "/?", "/a?b=http://c//d"})
    void theTargetIsPassedOnAsItWasSent(String target) throws Exception {
        backend(ONE, named("one"));
        fetch(target);

        assertThat(received.get(0).target()).isEqualTo(target);
    }

    /** Both filters for servers behind proxies find the client, whatever it has said of itself. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendKnowsTheClient(boolean standard) throws Exception {
        backend(
                ONE,
                new Snow()
                        .filter(standard ? forwarded(PROXIES) : xForwarded(PROXIES))
                        .get(
                                "/",
                                request -> Response.text(request.remoteAddress() + " "
                                        + request.context().isSecure() + " " + request.header("Host"))));
        Response response = fetch(Request.get("http://10.0.0.1/")
                .withHeader("Forwarded", "for=6.6.6.6;proto=https;host=evil.example")
                .withHeader("X-Forwarded-For", "6.6.6.6")
                .withHeader("X-Forwarded-Proto", "https")
                .withHeader("X-Forwarded-Host", "evil.example"));
        assertThat(response.text()).startsWith("/10.0.0.9:").endsWith(" false 10.0.0.1");
    }

    @Test
    void backendsTakeTurns() throws Exception {
        backend(ONE, named("one"));
        backend(TWO, named("two"));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(fetch("/").text());
        }
        assertThat(answers).containsExactly("one", "two", "one", "two");
    }

    /** The body of the request is a stream, which can be sent once. */
    @Test
    void oneThatRefusesIsTheLastChoiceForAWhile() throws Exception {
        backend(TWO, new Snow().post("/", request -> Response.text(request.text())));
        for (int i = 0; i < 4; i++) {
            assertThat(fetch(Request.post("http://10.0.0.1/", Body.of("snow"))).text())
                    .isEqualTo("snow");
        }
        assertThat(received).hasSize(4);
        backend(ONE, named("one"));
        assertThat(fetch(Request.post("http://10.0.0.1/", Body.of("snow"))).text())
                .isEqualTo("snow");
        simulation.runFor(ofSeconds(11));
        assertThat(List.of(fetch("/").text(), fetch("/").text())).contains("one");
    }

    @Test
    void aBackendThatIsLostIsLoggedOnceAndOnceWhenItIsBack() throws Exception {
        try (CapturedLog log = new CapturedLog(Backends.class)) {
            backend(TWO, named("two"));
            for (int i = 0; i < 5; i++) {
                fetch("/");
                simulation.runFor(ofSeconds(11)); // it is tried again, and again in vain
            }
            backend(ONE, named("one"));
            for (int i = 0; i < 4; i++) {
                fetch("/");
            }

            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .satisfiesExactly(
                            lost -> assertThat(lost)
                                    .startsWith("the backend http://10.0.0.11 cannot be reached: ")
                                    .contains("ConnectException"),
                            back -> assertThat(back).isEqualTo("the backend http://10.0.0.11 answers again"));
        }
    }

    @Test
    void noBackendIsA502() throws Exception {
        Response response = fetch("/");
        assertThat(response.status()).isEqualTo(Status.BAD_GATEWAY);
        assertThat(response.text()).contains("the backend cannot be reached");
    }

    @Test
    void oneThatDoesNotConnectOrAnswerIsA504() throws Exception {
        backend(
                ONE,
                new Snow().get("/", (request, loop) -> loop.sleep(ofSeconds(50)).map(slept -> Response.text("late"))));
        assertThat(fetch("/").status()).isEqualTo(Status.GATEWAY_TIMEOUT);
        assertThat(simulation.ticker().elapsed()).isBetween(ofSeconds(30), ofSeconds(31));

        simulation.network().partition("10.0.0.1", ONE);
        simulation.network().partition("10.0.0.1", TWO);
        assertThat(fetch("/").status()).isEqualTo(Status.GATEWAY_TIMEOUT);
    }

    /** An error of the backend's own is passed on as it is. */
    @Test
    void anErrorIsPassedOn() throws Exception {
        backend(ONE, new Snow().get("/", request -> {
                    throw new HttpException(Status.CONFLICT, "not now");
                }));
        assertThat(fetch("/").status()).isEqualTo(Status.CONFLICT);
        assertThat(fetch(Request.of(Method.OPTIONS, "http://10.0.0.1/")).header("Allow"))
                .contains("GET");
    }

    /** A client that leaves ends the work of the backend. */
    @Test
    void aClientThatLeavesIsNoticed() throws Exception {
        List<String> log = new ArrayList<>();
        backend(
                ONE,
                new Snow()
                        .get(
                                "/",
                                (request, loop) -> loop.sleep(ofSeconds(20))
                                        .map(slept -> Response.text("late"))
                                        .onComplete((response, error) ->
                                                log.add(response == null ? "cancelled" : "answered"))));
        Future<Response> response = client.fetch("http://10.0.0.1/");
        simulation.runFor(ofSeconds(1));
        response.cancel();
        simulation.runFor(ofSeconds(1));
        assertThat(log).containsExactly("cancelled");
    }

    /** A response goes on for longer than any time-out, and each of its events comes at once. */
    @Test
    void aResponseComesAsItIsSent() throws Exception {
        backend(ONE, new Snow().get("/", request -> EventStream.of(request, events -> events.send("first"))));
        EventSource source = EventSource.of(client, "http://10.0.0.1/");
        assertThat(simulation.runUntil(source.next()).data()).isEqualTo("first");
        assertThat(simulation.ticker().elapsed()).isLessThan(ofSeconds(1));
        simulation.runFor(ofMinutes(10));
        assertThat(source.isConnected()).isTrue();
        source.close();
    }

    /** The backend reads nothing, so the client can send no more than what the buffers on its way hold. */
    @Test
    void aBodyIsSentAsFastAsTheBackendReads() throws Exception {
        backend(
                ONE,
                new Snow()
                        .route(
                                Method.POST,
                                "/",
                                request -> Scheduler.current()
                                        .sleep(ofSeconds(20))
                                        .flatMap(slept -> request.body().collect(100_000_000))
                                        .map(body -> Response.text("" + body.length()))));
        int[] pieces = {0};
        BodyStream body = BodyStream.of(() -> {
            pieces[0]++;
            return Future.completed(pieces[0] > 300 ? null : ByteBuffer.allocate(10_000));
        });
        Future<Response> response = client.fetch(Request.post("http://10.0.0.1/", body));
        simulation.runFor(ofSeconds(15));
        assertThat(pieces[0]).isBetween(1, 250);
        assertThat(simulation.runUntil(response).text()).isEqualTo("3000000");
    }

    @Test
    void bodiesAreTheSameOverABadNetwork() {
        Seeds.check(5, each -> {
            each.network().faults(Faults.benign(each.random()));
            serve(each, ONE);
            Snow echo = new Snow()
                    .route(
                            Method.POST,
                            "/",
                            request -> Future.completed(Response.stream(request.body().stream(), "text/plain")));
            Server.of(echo).options(ANY_RATE).on(each.loop(ONE)).listen(ONE, 80);
            String text = "it snows ".repeat(100);
            Future<Response> response =
                    Fetcher.on(each.loop("10.0.0.9")).fetch(Request.post("http://10.0.0.1/", Body.of(text)));
            assertThat(each.runUntil(response).text()).isEqualTo(text);
        });
    }

    // ------------------------------------------------------------------------------------------------------ WebSockets

    private Snow echo() {
        WebSocketOptions options =
                WebSocketOptions.builder().subprotocols(List.of("snow.v2")).build();
        return new Snow().webSocket("/echo", options, (socket, request) -> {
            socket.onText(text -> {
                if (text.equals("end")) {
                    socket.close(4_000, "the end");
                } else if (text.equals("break")) {
                    socket.cancel();
                } else {
                    socket.send(text);
                }
            });
            socket.onBinary(socket::send);
        });
    }

    private WebSocket open(List<String> log, String... headers) throws Exception {
        WebSocketOptions options = WebSocketOptions.builder()
                .subprotocols(List.of("snow.v1", "snow.v2"))
                .build();
        Request request = Request.get("ws://10.0.0.1/echo").withHeaders(Headers.of(headers));
        return simulation.runUntil(client.webSocket(request, options)
                .map(socket -> socket.onText(log::add)
                        .onBinary(bytes -> log.add("binary " + StandardCharsets.UTF_8.decode(bytes)))
                        .onClose((code, text) -> log.add(code + " " + text))));
    }

    private void on(WebSocket socket, Runnable action) throws Exception {
        socket.loop().execute(action);
        simulation.runFor(ofSeconds(1));
    }

    @Test
    void aWebSocketIsPassedOn() throws Exception {
        backend(ONE, echo());
        List<String> log = new ArrayList<>();
        WebSocket socket = open(log, "Origin", "http://10.0.0.1");
        assertThat(socket.subprotocol()).isEqualTo("snow.v2"); // of the backend's choice
        on(socket, () -> socket.send("it snows"));
        on(socket, () -> socket.send(ByteBuffer.wrap("snow".getBytes(StandardCharsets.UTF_8))));
        on(socket, () -> socket.send("end"));
        assertThat(log).containsExactly("it snows", "binary snow", "4000 the end");
    }

    @Test
    void aWebSocketThatBreaksOffDoesSoAtBothEnds() throws Exception {
        backend(ONE, echo());
        List<String> log = new ArrayList<>();
        WebSocket socket = open(log);
        on(socket, () -> socket.send("break"));
        assertThat(log).singleElement().asString().startsWith(CloseReason.ABNORMAL + " ");
    }

    /** A page of another site: it is the backend that refuses it. */
    @Test
    void aRefusalIsPassedOn() throws Exception {
        backend(ONE, echo());
        assertThat(refusal("Origin", "http://evil.example")).isEqualTo(Status.FORBIDDEN);
        assertThat(received).hasSize(1);
    }

    /** Its status says of a page that it is there, and would be that of other content. */
    @Test
    void aPageInPlaceOfAWebSocketIsA502() throws Exception {
        backend(ONE, named("one"));
        assertThat(refusal()).isEqualTo(Status.BAD_GATEWAY);
    }

    /** Else each of them would have a connection of the backend until the proxy gives it up. */
    @ParameterizedTest
    @ValueSource(
            strings = {"GET;Sec-WebSocket-Key=short", "GET;Sec-WebSocket-Protocol=a b", "POST;Sec-WebSocket-Protocol=a"
            })
    void aMalformedHandshakeIsRefusedBeforeTheBackendIsAsked(String malformed) throws Exception {
        backend(ONE, echo());
        EventLoop loop = simulation.loop("10.0.0.2");
        Snow proxy = new Snow()
                .mount("/", new ReverseProxy(Fetcher.on(loop), new Backends(List.of("http://" + ONE), loop.ticker())));
        String[] parts = malformed.split("[;=]", 3);
        Request request = Request.of(Method.of(parts[0]), "/echo")
                .withHeader("Connection", "Upgrade")
                .withHeader("Upgrade", "websocket")
                .withHeader("Sec-WebSocket-Version", "13")
                .withHeader("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        Request sent = request.withHeaders(request.headers().with(parts[1], parts[2]));

        Response response = simulation.runUntil(loop.submit(() -> proxy.handle(sent)));

        assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(received).isEmpty();
    }

    private Status refusal(String... headers) throws Exception {
        try {
            open(new ArrayList<>(), headers);
            throw new AssertionError("it was opened");
        } catch (ExecutionException e) {
            return ((WebSocketHandshakeException) e.getCause()).status();
        }
    }

    @Test
    void aSlowReaderHoldsTheSenderBack() throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        backend(ONE, new Snow().webSocket("/echo", socket -> {
                    socket.pauseReading();
                    sockets.add(socket);
                }));
        WebSocket socket = open(new ArrayList<>());
        List<String> sent = new ArrayList<>();
        on(socket, () -> sendOn(socket, sent));
        simulation.runFor(ofSeconds(5));
        int before = sent.size();
        assertThat(before).isLessThan(40);
        simulation.runFor(ofSeconds(5));
        assertThat(sent).hasSize(before);
        List<String> read = new ArrayList<>();
        on(sockets.get(0), () -> sockets.get(0).onText(read::add).resumeReading());
        simulation.runFor(ofSeconds(5));
        assertThat(read).hasSize(40);
        assertThat(socket.isOpen()).isTrue();
    }

    private static void sendOn(WebSocket socket, List<String> sent) {
        if (sent.size() < 40) {
            sent.add("x");
            socket.send("x".repeat(100_000)).onDone(() -> sendOn(socket, sent));
        }
    }

    // --------------------------------------------------------------------------------------------------------
    // arguments

    @Test
    void backendsAreServers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backends(List.of(), Ticker.system()))
                .withMessageContaining("needs a backend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backends(List.of("http://10.0.0.1/a"), Ticker.system()))
                .withMessageContaining("has no path: http://10.0.0.1/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "0 http://127.0.0.1/path"})
    void badArgumentsAreRefusedInWords(String args) {
        CommandRun run = CommandRun.of(("run reverse-proxy " + args).strip().split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("snowloop: ").contains("reverse-proxy --help");
    }
}
