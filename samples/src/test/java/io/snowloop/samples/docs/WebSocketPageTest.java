// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.ReconnectingWebSocket;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/websocket.md} shows. */
class WebSocketPageTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void anEcho() throws Exception {
        // region echo
        Snow app = new Snow().webSocket("/echo", socket -> socket.onText(text -> socket.send("you said: " + text)));
        // endregion
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            String url = server.url("/echo").replace("http", "ws");
            // region client
            fetcher.webSocket(url).onComplete((socket, error) -> {
                if (error != null) {
                    log.add("not opened: " + error.getMessage());
                    return;
                }
                socket.onText(text -> {
                    log.add(text);
                    socket.close();
                });
                socket.onClose((code, reason) -> log.add("closed " + code));
                socket.send("hello");
            });
            fetcher.run(); // returns when the WebSocket is closed
            // endregion
        }
        assertThat(log).containsExactly("you said: hello", "closed 1000");
    }

    @Test
    void reconnecting() throws Exception {
        List<String> news = List.of("snow", "more snow", "sun");
        Snow app = new Snow().webSocket("/news", (socket, request) -> {
            int since = request.queryInt("since");
            socket.send(news.get(since));
            socket.close(since < 2 ? CloseReason.SERVICE_RESTART : CloseReason.NORMAL, "");
        });
        try (Simulation simulation = new Simulation(1);
                Server server = Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
                Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"))) {
            String url = server.url("/news").replace("http", "ws");
            // region reconnecting
            Future<Void> end = ReconnectingWebSocket.of(fetcher, () -> Request.get(url + "?since=" + log.size()))
                    .open(socket -> socket.onText(log::add)); // for each connection
            // endregion
            simulation.runUntil(end);
        }
        assertThat(log).isEqualTo(news);
    }

    // region broadcast
    private final Set<WebSocket> members = new LinkedHashSet<>();

    private Snow room() {
        return new Snow().webSocket("/room", (socket, request) -> {
            members.add(socket);
            socket.onText(text -> broadcast(request.query("name") + ": " + text));
            socket.onClose((code, reason) -> members.remove(socket));
        });
    }

    private void broadcast(String text) {
        WebSocketMessage message = WebSocketMessage.text(text); // encoded once, for all
        List.copyOf(members)
                .forEach(member -> member.send(message).onComplete((sent, error) -> {
                    if (error instanceof QueueFullException) {
                        member.close(CloseReason.TRY_AGAIN_LATER, "you read too slowly");
                    }
                }));
    }
    // endregion

    // region copy
    private static void copy(WebSocket from, WebSocket to) {
        from.onText(text -> {
            Future<?> sent = to.send(text);
            if (!sent.isDone()) { // the reader is slower: the writer waits
                from.pauseReading();
                sent.onDone(from::resumeReading);
            }
        });
    }
    // endregion

    @Test
    void aClientThatSaysTooMuch() throws Exception {
        // region pace
        Snow app = new Snow()
                .webSocket(
                        "/room",
                        socket -> socket.onText(text -> {
                            log.add(text);
                            socket.pauseReading();
                            socket.loop().schedule(ofMillis(200), socket::resumeReading);
                        }));
        // endregion
        try (Simulation simulation = new Simulation(1)) {
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            EventLoop client = simulation.loop("10.0.0.2");
            WebSocket socket = simulation.runUntil(Fetcher.on(client).webSocket("ws://10.0.0.1/room"));
            for (int i = 0; i < 20; i++) {
                socket.send("snow " + i);
            }
            simulation.runFor(Duration.ofMillis(990));
            assertThat(log).containsExactly("snow 0", "snow 1", "snow 2", "snow 3", "snow 4");
            simulation.runFor(Duration.ofSeconds(5));
            assertThat(log).hasSize(20);
        }
    }

    // region simulated
    @Test
    void twoMembersInASimulation() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop serverLoop = simulation.add(EventLoop.open(simulation.options("10.0.0.1")));
            EventLoop clientLoop = simulation.add(EventLoop.open(simulation.options("10.0.0.2")));
            Server server = Server.of(room()).on(serverLoop).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(clientLoop);

            for (String name : List.of("Holle", "Marie")) {
                fetcher.webSocket("ws://10.0.0.1/room?name=" + name)
                        .onComplete((socket, error) -> socket.onText(text -> log.add(name + " reads " + text)));
            }
            simulation.at(Duration.ofSeconds(1), () -> broadcast("it snows"));
            simulation.at(Duration.ofSeconds(2), () -> server.drain(Duration.ofSeconds(1)));
            simulation.run();

            assertThat(log).containsExactly("Holle reads it snows", "Marie reads it snows");
            assertThat(members).isEmpty(); // the drain has closed them
        }
    }
    // endregion

    @Test
    void aCopyWaitsForItsReader() throws Exception {
        List<WebSocket> back = new ArrayList<>();
        Snow app = new Snow()
                .webSocket("/in", socket -> back.add(socket))
                .webSocket("/out", socket -> copy(back.get(0), socket));
        try (Simulation simulation = new Simulation(1)) {
            EventLoop serverLoop = simulation.add(EventLoop.open(simulation.options("10.0.0.1")));
            EventLoop clientLoop = simulation.add(EventLoop.open(simulation.options("10.0.0.2")));
            Server server = Server.of(app).on(serverLoop).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(clientLoop);
            fetcher.webSocket("ws://10.0.0.1/in")
                    .flatMap(in -> fetcher.webSocket("ws://10.0.0.1/out").map(out -> {
                        out.pauseReading();
                        out.onText(text -> log.add(text.substring(0, 1)));
                        in.send("a".repeat(300_000));
                        in.send("b".repeat(300_000));
                        in.send("c".repeat(300_000));
                        out.loop().schedule(Duration.ofSeconds(9), out::resumeReading);
                        return out;
                    }))
                    .onComplete((out, error) -> assertThat(error).isNull());
            simulation.at(Duration.ofSeconds(15), () -> server.drain(Duration.ofSeconds(1)));
            simulation.run();
        }
        assertThat(log).containsExactly("a", "b", "c");
    }
}
