// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.Retries.retries;
import static io.snowloop.server.Snow.blocking;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.connection.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/testing.md} shows. */
class TestingPageTest {
    // region app
    /** Keeps notes, and rings a bell later. */
    static Snow notes() {
        Map<String, String> notes = new ConcurrentHashMap<>();
        return new Snow()
                .put("/notes/{name}", request -> {
                    notes.put(request.path("name"), request.text());
                    return Response.of(Status.NO_CONTENT);
                })
                .get("/notes/{name}", request -> {
                    String note = notes.get(request.path("name"));
                    return note == null ? Response.of(Status.NOT_FOUND) : Response.text(note);
                })
                .get("/bell", (request, loop) -> loop.sleep(ofSeconds(20)).map(slept -> Response.text("ding")));
    }
    // endregion

    // region call
    @Test
    void aNoteIsKept() {
        Snow app = notes();

        app.handle(Request.put("/notes/a", Body.of("snow"))).resultNow();

        assertThat(app.handle(Request.get("/notes/a")).resultNow().text()).isEqualTo("snow");
        assertThat(app.handle(Request.get("/notes/b")).resultNow().status()).isEqualTo(Status.NOT_FOUND);
    }
    // endregion

    // region virtual-time
    @Test
    void theBellRingsAfter20Seconds() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            Future<Response> bell = loop.submit(() -> notes().handle(Request.get("/bell")));

            assertThat(simulation.runUntil(bell).text()).isEqualTo("ding");
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofSeconds(20)); // and no time on your clock
        }
    }
    // endregion

    @Test
    void aBlockingViewInVirtualTime() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Snow app = new Snow().get("/", blocking(request -> Response.text("done"), Runnable::run));
            Future<Response> answer = simulation.loop("10.0.0.1").submit(() -> app.handle(Request.get("/")));

            assertThat(simulation.runUntil(answer).text()).isEqualTo("done");
        }
    }

    // region network
    @Test
    void aNoteIsKeptOverABadNetwork() {
        Seeds.check(50, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random()));
            Server.of(notes()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));

            Future<Response> note = fetcher.fetch(Request.put("http://10.0.0.1/notes/a", Body.of("snow")))
                    .flatMap(stored -> fetcher.fetch("http://10.0.0.1/notes/a"));

            assertThat(simulation.runUntil(note).text()).isEqualTo("snow");
        });
    }
    // endregion

    // region outage
    @Test
    void aClientThatTriesAgain() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(notes()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2")).with(retries(3));
            simulation.network().partition("10.0.0.1", "10.0.0.2", ZERO, ofSeconds(15)); // from when to when

            Future<Response> note = fetcher.fetch("http://10.0.0.1/notes/a");

            assertThat(simulation.runUntil(note).status()).isEqualTo(Status.NOT_FOUND);
            assertThat(simulation.ticker().elapsed()).isGreaterThan(ofSeconds(15));
        }
    }
    // endregion

    // region socket
    @Test
    void aNoteIsKeptOverASocket() throws Exception {
        try (Server server = notes().listen(0); // any free port
                Fetcher fetcher = Fetcher.create()) {
            String url = server.url("/notes/a"); // with the port that it got
            fetcher.runUntil(fetcher.fetch(Request.put(url, Body.of("snow"))));

            assertThat(fetcher.runUntil(fetcher.fetch(url)).text()).isEqualTo("snow");
        }
    }
    // endregion

    // region client
    /** Code that uses a client takes a {@link Handler}: a Fetcher is one, and so is an app. */
    static Future<Integer> words(Handler http, String url) {
        return http.handle(Request.get(url))
                .flatMap(response -> response.collect(100_000))
                .map(response -> response.text().split(" ").length);
    }

    @Test
    void wordsAreCounted() {
        Snow site = new Snow().get("/", request -> Response.text("it snows again"));

        assertThat(words(site, "/").resultNow()).isEqualTo(3);
    }
    // endregion

    // region live-app
    /** Tells all who listen, over a WebSocket or a stream of events, what is put into it. */
    static final class Bell {
        private final Set<WebSocket> sockets = new LinkedHashSet<>();
        private final Set<EventStream> streams = new LinkedHashSet<>();

        Snow app() {
            return new Snow()
                    .webSocket("/live", socket -> {
                        sockets.add(socket);
                        socket.onText(this::ring).onClose((code, text) -> sockets.remove(socket));
                    })
                    .get(
                            "/events",
                            request -> EventStream.of(request, stream -> {
                                streams.add(stream);
                                stream.closed().onDone(() -> streams.remove(stream));
                            }));
        }

        private void ring(String text) {
            sockets.forEach(socket -> socket.send(text));
            streams.forEach(stream -> stream.send(text));
        }
    }
    // endregion

    // region live-network
    @Test
    void aBellIsHeardOverABadNetwork() {
        Seeds.check(20, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random()));
            Bell bell = new Bell();
            Server server =
                    Server.of(bell.app()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            List<String> heard = new ArrayList<>();

            EventSource.of(fetcher, "http://10.0.0.1/events").forEach(event -> heard.add("event " + event.data()));
            fetcher.webSocket("ws://10.0.0.1/live").onComplete((socket, error) -> {
                socket.onText(text -> heard.add("message " + text));
                socket.loop().schedule(ofSeconds(100), () -> socket.send("ding")); // both have come
            });
            simulation.at(ofSeconds(200), () -> {
                fetcher.close(); // with all that it has open
                server.drain(ofSeconds(1));
            });
            simulation.run();

            assertThat(heard).containsExactlyInAnyOrder("event ding", "message ding");
            assertThat(bell.sockets).isEmpty();
            assertThat(bell.streams).isEmpty();
        });
    }
    // endregion

    // region live-call
    @Test
    void anEventIsInTheBodyWithoutASocket() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Snow app = new Snow()
                    .get(
                            "/",
                            request -> EventStream.of(request, events -> {
                                events.send("ding");
                                events.close();
                            }));

            Future<Response> answer = simulation
                    .loop("10.0.0.1")
                    .submit(() -> app.handle(Request.get("/")).flatMap(response -> response.collect(1_000)));

            assertThat(simulation.runUntil(answer).text()).isEqualTo("data: ding\n\n");
        }
    }
    // endregion

    // region live-socket
    @Test
    void aBellIsHeardOverASocket() throws Exception {
        try (Server server = new Bell().app().listen(0);
                Fetcher fetcher = Fetcher.create()) {
            WebSocket socket = fetcher.runUntil(fetcher.webSocket(server.url("/live")));
            Promise<String> heard = socket.loop().newPromise();
            socket.onText(heard::complete).send("ding");

            assertThat(fetcher.runUntil(heard)).isEqualTo("ding");
        }
    }
    // endregion
}
