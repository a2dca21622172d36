// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.Redirects.redirects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.sse.EventTooLargeException;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class EventSourceTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\n";
    private static final Duration ALMOST = Duration.ofMillis(1);
    private static final RandomGenerator NO_JITTER = () -> 0;

    private static final EventSourceOptions DEFAULT =
            EventSourceOptions.builder().random(NO_JITTER).build();

    private final List<String> log = new ArrayList<>();
    private final Scene scene = new Scene();
    private EventSource source = open(Request.get(Scene.URL), DEFAULT);

    private EventSource open(Request request, EventSourceOptions options) {
        return open(scene.fetcher, request, options);
    }

    private EventSource open(Fetcher fetcher, Request request, EventSourceOptions options) {
        return EventSource.of(
                fetcher,
                request,
                options.toBuilder()
                        .onReconnect((error, pause) -> log.add("again in " + pause))
                        .build());
    }

    @AfterEach
    void close() {
        source.close();
        scene.close();
    }

    /** Writes each event, and how the source ends, into the log. */
    private Future<Void> listen() {
        Future<Void> all = source.forEach(event -> log.add(text(event)));
        all.onComplete((nothing, error) -> log.add(error == null ? "ended" : "failed"));
        scene.settle();
        return all;
    }

    private static String text(ServerSentEvent event) {
        return event.name() + " " + event.data() + (event.id() == null ? "" : " #" + event.id());
    }

    private Future<ServerSentEvent> next() {
        Future<ServerSentEvent> next = source.next();
        scene.settle();
        return next;
    }

    private void restart(Request request, EventSourceOptions options) {
        source.close();
        source = open(request, options);
    }

    private void pass(Duration time) {
        scene.pass(time);
    }

    // ------------------------------------------------------------------------------------------------------ events

    @Test
    void itAsksForAStreamOfEventsAndGivesThem() {
        listen();
        assertThat(scene.peer().take())
                .isEqualTo("GET / HTTP/1.1\nHost: 10.0.0.1\nAccept: text/event-stream\nCache-Control: no-store\n\n");
        scene.peer().send(OK);
        scene.peer().send("data: a\n\n: b\n\nevent: c\ndata: d\ndata: e\nid: 7\n\ndata: f\n");
        assertThat(log).containsExactly("message a", "c d\ne #7");
        scene.peer().send("\n");
        assertThat(log).containsExactly("message a", "c d\ne #7", "message f #7");
    }

    @Test
    void anEventIsGivenWhenItIsAskedFor() {
        assertThat(scene.peers).isEmpty();
        Future<ServerSentEvent> first = next();
        scene.peer().send(OK + "data: a\n\ndata: b\n\ndata: c\n\n");
        assertThat(first.resultNow().data()).isEqualTo("a");
        assertThat(next().resultNow().data()).isEqualTo("b");
        assertThat(next().resultNow().data()).isEqualTo("c");
        Future<ServerSentEvent> last = next();
        assertThat(last.isDone()).isFalse();
        assertThat(scene.fetcher.inFlight()).isEqualTo(1);
    }

    @Test
    void asLongAsNoneIsAskedForNothingIsRead() {
        Future<ServerSentEvent> first = next();
        scene.peer().send(OK + "data: a\n\n");
        assertThat(first.isDone()).isTrue();
        scene.peer().write("data: " + "x".repeat(4_000_000));
        pass(Duration.ofHours(1)); // nor is the server suspected
        scene.serverLoop.execute(() -> log.add(scene.peer().transport.queued() > 1_000_000 ? "waits" : "read"));
        scene.settle();
        assertThat(log).containsExactly("waits");
    }

    @Test
    void oneCallAtATime() {
        Future<ServerSentEvent> first = next();
        Future<ServerSentEvent> second = next();
        assertThat(Scene.error(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one call at a time");
        scene.peer().send(OK + "data: a\n\n");
        assertThat(first.resultNow().data()).isEqualTo("a");
    }

    @Test
    void aCallThatIsCancelledLosesNoEvent() {
        Future<ServerSentEvent> first = next();
        first.cancel();
        scene.settle();
        scene.peer().send(OK + "data: a\n\n");
        Future<ServerSentEvent> impatient = source.next().timeout(Duration.ofSeconds(1));
        scene.settle();
        assertThat(impatient.resultNow().data()).isEqualTo("a");
        Future<ServerSentEvent> late = source.next().timeout(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(late.isFailed()).isTrue();
        scene.peer().send("data: b\n\n");
        assertThat(next().resultNow().data()).isEqualTo("b");
    }

    @Test
    void theRequestMayBeOfAnyKind() {
        Request request = Request.get(Scene.URL)
                .withMethod(Method.POST)
                .withBody(Body.of("question"))
                .withHeader("Accept", "*/*")
                .withHeader("Cache-Control", "max-age=0");
        restart(request, DEFAULT);
        listen();
        assertThat(scene.peer().take())
                .isEqualTo("POST / HTTP/1.1\nHost: 10.0.0.1\nAccept: */*\nCache-Control: max-age=0\n"
                        + "Content-Length: 8\n\nquestion");
        scene.peer().send(OK + "data: answer\n\n");
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peer().take()).endsWith("question");
    }

    @Test
    void aBodyThatCanBeSentOnlyOnceIsRefused() {
        Request request =
                Request.get(Scene.URL).withMethod(Method.POST).withBody(BodyStream.of(() -> Future.completed(null)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSource.of(scene.fetcher, request, DEFAULT))
                .withMessageContaining("collect the body first");
    }

    // -------------------------------------------------------------------------------------------------- reconnecting

    @Test
    void afterTheEndItConnectsAgainAndSaysWhatItHasGot() {
        listen();
        scene.peer().send(OK + "id: 7-\u00c3\u00a4\ndata: a\n\nid: 8\ndata: lost");
        scene.peer().end();
        assertThat(log).containsExactly("message a #7-\u00e4", "again in PT3S");
        pass(Duration.ofSeconds(3).minus(ALMOST));
        assertThat(scene.peers).hasSize(1);
        pass(ALMOST);
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peer().take()).contains("\nLast-Event-ID: 7-\u00e4\n");
        scene.peer().send(OK + "data: b\n\n");
        assertThat(log).last().isEqualTo("message b #7-\u00e4");
        scene.onLoop(() -> assertThat(source.lastEventId()).isEqualTo("7-\u00e4"));
    }

    @Test
    void theRequestMaySayWhereToBegin() {
        restart(Request.get(Scene.URL).withHeader("Last-Event-ID", "5"), DEFAULT);
        listen();
        assertThat(scene.peer().take()).contains("\nLast-Event-ID: 5\n");
        scene.peer().send(OK + "id: 6\ndata: a\n\n");
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(scene.peer().take()).contains("\nLast-Event-ID: 6\n").doesNotContain("5");
    }

    @Test
    void anIdThatIsTakenBackIsNotSent() {
        listen();
        scene.peer().send(OK + "id: 7\ndata: a\n\nid\ndata: b\n\n");
        scene.peer().take();
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(scene.peer().take()).doesNotContain("Last-Event-ID");
        scene.peer().send(OK + "id:   8  \ndata: c\n\n");
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(scene.peer().take()).contains("\nLast-Event-ID: 8\n");
    }

    @Test
    void anIdThatNoFieldCanCarryFailsTheSource() {
        Future<Void> all = listen();
        scene.peer().send(OK + "id: 7\u0001\ndata: a\n\n");
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(Scene.error(all))
                .isInstanceOf(IOException.class) // a mistake of the server, not of our caller
                .hasMessageContaining("the id \"7\\u0001\"")
                .hasMessageContaining("Last-Event-ID");
    }

    @Test
    void aResetIsAnEndToo() {
        listen();
        scene.peer().send(OK + "data: a\n\n");
        scene.peer().reset();
        pass(Duration.ofSeconds(3));
        assertThat(log).containsExactly("message a", "again in PT3S");
        assertThat(scene.peers).hasSize(2);
    }

    @Test
    void theServerSetsThePause() {
        listen();
        scene.peer().send(OK + "retry: 500\n\n");
        scene.peer().end();
        assertThat(log).containsExactly("again in PT0.5S");
        pass(Duration.ofMillis(500));
        scene.peer().send(OK + "retry: 0\n\n");
        scene.peer().end();
        assertThat(log).last().isEqualTo("again in PT0.1S");
        pass(Duration.ofMillis(100));
        scene.peer().send(OK + "retry: 99999999999999999999\n\n");
        scene.peer().end();
        pass(Duration.ofDays(36_500));
        assertThat(scene.peers).hasSize(3);
    }

    @Test
    void thePauseDoublesUntilThereIsAStream() {
        scene.refuseConnections();
        listen();
        pass(Duration.ofSeconds(3 + 6 + 12 + 24 + 30 + 30));
        assertThat(log)
                .containsExactly(
                        "again in PT3S",
                        "again in PT6S",
                        "again in PT12S",
                        "again in PT24S",
                        "again in PT30S",
                        "again in PT30S",
                        "again in PT30S");
        scene.listen(80);
        pass(Duration.ofSeconds(30));
        scene.peer().send(OK);
        scene.peer().end();
        assertThat(log).last().isEqualTo("again in PT3S");
    }

    @Test
    void aPartOfThePauseIsRandom() {
        List<Double> numbers = new ArrayList<>(List.of(0.5, 0.999_999));
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return numbers.remove(0);
            }
        };
        EventSourceOptions options = EventSourceOptions.builder()
                .random(random)
                .retry(Duration.ofSeconds(4))
                .maxBackOff(Duration.ofSeconds(1))
                .build();
        BackOff backOff = new BackOff(options);
        assertThat(backOff.next(-1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backOff.next(-1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        for (int i = 0; i < 1_000; i++) {
            BackOff usual = new BackOff(EventSourceOptions.DEFAULT);
            assertThat(usual.next(-1)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4_500));
        }
    }

    @Test
    void aServerThatIsSilentIsLeft() {
        restart(
                Request.get(Scene.URL),
                DEFAULT.toBuilder().idle(Duration.ofSeconds(20)).build());
        listen();
        scene.peer().send(OK);
        pass(Duration.ofSeconds(20).minus(ALMOST));
        scene.peer().send(": heartbeat\n\n");
        pass(Duration.ofSeconds(20).minus(ALMOST));
        assertThat(log).isEmpty();
        pass(ALMOST);
        assertThat(log).containsExactly("again in PT3S");
        pass(Duration.ofSeconds(3));
        assertThat(scene.peers).hasSize(2);
        pass(Duration.ofSeconds(20)); // this one sends no head
        assertThat(log).hasSize(2);
    }

    @Test
    void aStreamHasNoTotalTimeOut() {
        restart(
                Request.get(Scene.URL),
                DEFAULT.toBuilder().idle(Duration.ofDays(2)).build());
        listen();
        scene.peer().send(OK);
        pass(Duration.ofDays(1));
        scene.peer().send("data: a\n\n");
        assertThat(log).containsExactly("message a");
        Future<?> other = scene.get(); // whose time-outs are as they were, while the stream goes on
        pass(Timeouts.DEFAULT.read());
        assertThat(Scene.error(other)).isInstanceOf(ReadTimeoutException.class).hasMessageContaining("for 60000 ms");
        Future<?> dripping = scene.get();
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 1000\n\n");
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(30));
            if (!dripping.isDone()) {
                scene.peer().send("x");
            }
        }
        assertThat(Scene.error(dripping)).isInstanceOf(TotalTimeoutException.class);
        assertThat(log).containsExactly("message a");
    }

    @Test
    void theHeadHasTheTotalTimeOut() {
        restart(
                Request.get(Scene.URL),
                DEFAULT.toBuilder().idle(Duration.ofDays(2)).build());
        listen();
        pass(Timeouts.DEFAULT.total());
        assertThat(log).containsExactly("again in PT3S");
    }

    // ------------------------------------------------------------------------------------------------------ the end

    @Test
    void noContentEndsIt() {
        Future<Void> all = listen();
        scene.peer().send("HTTP/1.1 204 No Content\n\n");
        assertThat(log).containsExactly("ended");
        assertThat(all.isFailed()).isFalse();
        assertThat(next().resultNow()).isNull();
        assertThat(scene.peers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 206, 304, 400, 401, 404, 500, 503})
    void anyOtherStatusFailsIt(int status) {
        Future<Void> all = listen();
        scene.peer().send("HTTP/1.1 " + status + " X\nContent-Type: text/event-stream\nContent-Length: 0\n\n");
        assertThat(Scene.error(all))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was answered with " + status);
        assertThat(Scene.error(next())).isSameAs(Scene.error(all));
        pass(Duration.ofMinutes(1));
        assertThat(scene.peers).hasSize(1);
    }

    @Test
    void whatTheServerSaysOfItsRefusalIsInTheMessage() {
        Future<Void> all = listen();
        scene.peer().send("HTTP/1.1 400 X\nContent-Type: text/plain\nContent-Length: 12\n\nno such room");
        assertThat(Scene.error(all)).hasMessageEndingWith("takes 200 and text/event-stream only: no such room");
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream;charset=utf-8, false",
        "TEXT/Event-Stream, false",
        "text/event-stream ;foo, false",
        "text/html, true",
        "text/event-stream2, true",
        "event-stream, true",
        "'', true"
    })
    void theTypeMustBeThatOfEvents(String type, boolean fails) {
        Future<Void> all = listen();
        scene.peer().send(OK.replace("text/event-stream", type) + "data: a\n\n");
        assertThat(all.isFailed()).isEqualTo(fails);
        assertThat(log).containsExactly(fails ? "failed" : "message a");
    }

    @Test
    void withoutATypeItFails() {
        Future<Void> all = listen();
        scene.peer().send("HTTP/1.1 200 OK\n\ndata: a\n\n");
        assertThat(Scene.error(all)).hasMessageContaining("200 OK and no Content-Type");
    }

    @Test
    void anEventThatIsTooLargeFailsIt() {
        restart(Request.get(Scene.URL), DEFAULT.toBuilder().maxEvent(20).build());
        Future<Void> all = listen();
        scene.peer().send(OK + "data: a\n\n");
        scene.peer().send("data: " + "x".repeat(30));
        assertThat(Scene.error(all)).isInstanceOf(EventTooLargeException.class).hasMessageContaining("maxEvent = 20");
        assertThat(log).containsExactly("message a", "failed");
        assertThat(scene.fetcher.inFlight()).isZero();
    }

    @Test
    void redirectsAreFollowed() {
        listen();
        scene.peer().send("HTTP/1.1 302 Found\nLocation: /events\nContent-Length: 0\n\n");
        assertThat(scene.peer().take()).contains("GET /events HTTP/1.1\n").contains("Accept: text/event-stream\n");
        scene.peer().send(OK + "id: 1\ndata: a\n\n");
        scene.peer().end();
        pass(Duration.ofSeconds(3));
        assertThat(scene.peer().take()).contains("GET / HTTP/1.1\n").contains("Last-Event-ID: 1\n");
    }

    /** As in browsers, whose limit the standard of fetch sets: 20. More are an error of the network, after which it tries again. */
    @ParameterizedTest
    @CsvSource({"2, true", "20, true", "21, false"})
    void soManyRedirectsAreFollowed(int redirects, boolean followed) {
        listen();
        for (int i = 0; i < redirects; i++) {
            scene.peer().take();
            scene.peer().send("HTTP/1.1 302 Found\nLocation: /" + i + "\nContent-Length: 0\n\n");
        }
        if (!followed) {
            assertThat(log).containsExactly("again in PT3S");
        } else {
            assertThat(scene.peer().take()).contains("GET /" + (redirects - 1) + " HTTP/1.1\n");
            scene.peer().send(OK + "data: a\n\n");
            assertThat(log).containsExactly("message a");
        }
    }

    /** Else who is redirected to could set a session of the origin that has redirected. */
    @ParameterizedTest
    @CsvSource({"false, ''", "true, a.example a b.example b"})
    void anOriginSetsItsOwnCookiesOnly(boolean follows, String expected) {
        CookieJar jar = CookieJar.create();
        try (Scene hosts = new Scene(FetcherOptions.builder()
                .connectTo(new InetSocketAddress(Scene.SERVER, 80))
                .build())) {
            Fetcher fetcher = (follows ? hosts.fetcher.with(redirects(5)) : hosts.fetcher).with(jar);
            try (EventSource events = EventSource.of(fetcher, "http://a.example/")) {
                Future<ServerSentEvent> next = events.next();
                hosts.settle();
                hosts.peer()
                        .send(
                                "HTTP/1.1 302 Found\nLocation: http://b.example/\nSet-Cookie: s=a\nContent-Length: 0\n\n");
                hosts.peer().send("HTTP/1.1 200 OK\nSet-Cookie: s=b\nContent-Type: text/event-stream\n\ndata: a\n\n");
                assertThat(next.resultNow().data()).isEqualTo("a");
            }
            hosts.settle();
        }
        assertThat(jar.cookies().stream()
                        .map(cookie -> cookie.domain() + " " + cookie.value())
                        .sorted()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void theRedirectsOfTheFetcherCount() {
        source.close();
        source = open(scene.fetcher.with(redirects(0)), Request.get(Scene.URL), DEFAULT);
        listen();
        scene.peer().send("HTTP/1.1 302 Found\nLocation: /a\nContent-Length: 0\n\n");
        assertThat(log).containsExactly("again in PT3S");
    }

    /** A page that never ends, in place of events, would hold its connection. */
    @Test
    void aBodyThatIsNoStreamOfEventsIsNotReadToItsEnd() {
        listen();
        scene.peer().send("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked\n\n4\n<p>a\n");
        assertThat(log).containsExactly("failed");
        assertThat(scene.fetcher.inFlight()).isZero();
        scene.assertNothingUnderWay();
    }

    @Test
    void aRequestThatIsInvalidFailsIt() {
        restart(Request.get("/no-host"), DEFAULT);
        assertThat(Scene.error(listen())).isInstanceOf(IllegalArgumentException.class);
        assertThat(log).containsExactly("failed");
    }

    @Test
    void aNetworkThatFailsDoesNot() {
        List<Throwable> errors = new ArrayList<>();
        EventSourceOptions options = DEFAULT.toBuilder()
                .onReconnect((error, pause) -> errors.add(error))
                .build();
        source = EventSource.of(scene.fetcher, Request.get(Scene.URL), options);
        source.next();
        scene.settle();
        scene.peer().send(OK);
        scene.peer().end();
        scene.refuseConnections();
        pass(Duration.ofSeconds(3));
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).isInstanceOf(ConnectionClosedException.class).hasMessageContaining("has ended");
        assertThat(errors.get(1)).isInstanceOf(ConnectException.class);
    }

    @Test
    void anObserverThatThrowsIsReportedAndTheSourceGoesOn() {
        source = EventSource.of(
                scene.fetcher,
                Request.get(Scene.URL),
                DEFAULT.toBuilder()
                        .onReconnect((error, pause) -> {
                            throw new IllegalStateException("observer");
                        })
                        .build());
        listen();
        scene.peer().end();
        assertThat(scene.reports.takeErrors()).singleElement().isInstanceOf(IllegalStateException.class);
        pass(Duration.ofSeconds(3));
        assertThat(scene.peers).hasSize(2);
    }

    @Test
    void anActionThatThrowsClosesIt() {
        Future<Void> all = source.forEach(event -> {
            throw new IllegalStateException(event.data());
        });
        scene.settle();
        scene.peer().send(OK + "data: a\n\ndata: b\n\n");
        assertThat(Scene.error(all)).hasMessage("a");
        assertThat(scene.fetcher.inFlight()).isZero();
        assertThat(next().resultNow()).isNull();
    }

    // --------------------------------------------------------------------------------------------------------- close

    @Test
    void closeEndsItWhileItConnects() {
        listen();
        closeAndCheck();
    }

    @Test
    void closeEndsItWhileItReads() {
        listen();
        scene.peer().send(OK);
        scene.onLoop(() -> assertThat(source.isConnected()).isTrue());
        assertThat(source).hasToString("EventSource[GET http://10.0.0.1/, connected]");
        closeAndCheck();
        assertThat(source).hasToString("EventSource[GET http://10.0.0.1/, ended]");
    }

    @Test
    void closeEndsItDuringAPause() {
        listen();
        scene.peer().end();
        log.clear();
        scene.onLoop(() -> assertThat(source.isConnected()).isFalse());
        assertThat(source).hasToString("EventSource[GET http://10.0.0.1/, not connected]");
        closeAndCheck();
        pass(Duration.ofMinutes(1));
        assertThat(scene.peers).hasSize(1);
    }

    private void closeAndCheck() {
        source.close();
        source.close();
        scene.settle();
        assertThat(log).containsExactly("ended");
        assertThat(scene.fetcher.inFlight()).isZero();
        assertThat(scene.loop.pendingTimers()).isZero();
        assertThat(next().resultNow()).isNull();
    }

    @Test
    void closeDropsTheEventsThatWereNotAskedFor() {
        Future<ServerSentEvent> first = next();
        scene.peer().send(OK + "data: a\n\ndata: b\n\n");
        assertThat(first.isDone()).isTrue();
        source.close();
        assertThat(next().resultNow()).isNull();
    }

    @Test
    void cancellingTheListenerClosesIt() {
        Future<Void> all = listen();
        scene.peer().send(OK);
        all.cancel();
        scene.settle();
        assertThat(scene.fetcher.inFlight()).isZero();
        assertThat(next().resultNow()).isNull();
    }

    @Test
    void aFetcherThatIsClosedFailsIt() {
        Future<Void> all = listen();
        scene.peer().send(OK);
        scene.fetcher.close();
        scene.settle();
        pass(Duration.ofSeconds(3));
        assertThat(Scene.error(all)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void aLoopThatClosesEndsIt() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.2");
            EventSource open = open(Fetcher.on(loop), Request.get("http://10.0.0.2:1/"), DEFAULT);
            Future<Void> all = open.forEach(event -> {});
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(log).as("it pauses").hasSize(1);

            loop.close();

            assertThat(Scene.error(all)).hasMessage(loop + " was closed");
            assertThat(log).as("and does not connect again").hasSize(1);
        }
    }
}
