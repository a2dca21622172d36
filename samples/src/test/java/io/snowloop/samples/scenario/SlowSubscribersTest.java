// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.server.EventStream;
import io.snowloop.server.EventStreamOptions;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Seeds;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A feed with many subscribers that do not read. There is a bound for what the server keeps for each, and one for what it keeps for all. If
 * there is no room, the server ends a connection that needs more. A subscriber that reads gets all events.
 */
@EveryVersion
class SlowSubscribersTest {
    private static final int MOST = 300_000;
    private static final int MESSAGE = 10_000;
    private static final int MESSAGES = 40;
    private static final int SLOW = 20;

    /** More than the network holds of a connection, and what HTTP and WebSocket add. */
    private static final int NETWORK = 20_000;

    private static final ServerOptions SERVER =
            World.PATIENT_SERVER.toBuilder().maxMemory(MOST).build();

    /** With HTTP/2 all have one connection, whose window must be larger than those of all that do not read. */
    private static final FetcherOptions MANY = World.PATIENT_CLIENT.toBuilder()
            .maxPerOrigin(SLOW + 1)
            .http2(World.PATIENT_CLIENT.http2().toBuilder()
                    .limits(Http2Limits.builder().initialWindowSize(NETWORK / 4).build())
                    .build())
            .build();

    private final List<Long> kept = new ArrayList<>();
    private int received;

    /** Sends a message a second, and counts at least what must be kept for those who are still there. */
    private void feed(Simulation simulation, Set<?> subscribers, Runnable send) {
        for (int i = 1; i <= MESSAGES; i++) {
            long sent = (long) i * MESSAGE;
            simulation.at(ofSeconds(i), () -> {
                send.run();
                kept.add((subscribers.size() - 1) * Math.max(0, sent - NETWORK));
            });
        }
    }

    private void assertBounded(Set<?> subscribers, CapturedLog log) {
        assertThat(received).as("messages of the one who reads").isEqualTo(MESSAGES);
        assertThat(kept.stream().max(Long::compare).orElseThrow()).isBetween(MOST / 3L, (long) MOST);
        assertThat(subscribers).as("those who are left").hasSize(1);
        assertThat(log.records())
                .anySatisfy(record ->
                        assertThat(record.getMessage()).startsWith("ServerOptions.maxMemory = " + MOST + ": "));
    }

    @OnlyOver(value = Version.HTTP_1_1, because = "WebSockets are opened with it")
    @Seeds(5)
    void messagesOfWebSockets(Simulation simulation) throws Exception {
        WebSocketOptions options = WebSocketOptions.builder()
                .maxQueued(100 * MOST)
                .pingInterval(World.LONG)
                .build();
        simulation.network().faults(World.segmented(Faults.NONE.buffers(4_000)));
        Set<WebSocket> subscribers = new LinkedHashSet<>();
        List<WebSocket> clients = new ArrayList<>();
        Snow app = new Snow().webSocket("/feed", options, (socket, request) -> {
            subscribers.add(socket);
            socket.onClose((code, text) -> subscribers.remove(socket));
        });
        try (CapturedLog log = new CapturedLog(ServerOptions.class);
                World world = new World(simulation, app, SERVER, MANY)) {
            for (int i = 0; i <= SLOW; i++) {
                boolean reads = i == SLOW / 2;
                simulation.at(
                        Duration.ZERO,
                        () -> world.fetcher
                                .webSocket(Request.get("ws://" + World.SERVER + "/feed"), options)
                                .onComplete((socket, error) -> {
                                    clients.add(socket);
                                    if (reads) {
                                        socket.onBinary(bytes -> received++);
                                    } else {
                                        socket.pauseReading();
                                    }
                                }));
            }
            feed(simulation, subscribers, () -> {
                WebSocketMessage message = WebSocketMessage.binary(ByteBuffer.allocate(MESSAGE));
                List.copyOf(subscribers).forEach(socket -> socket.send(message));
            });
            simulation.at(ofSeconds(2 * MESSAGES), () -> {
                assertBounded(subscribers, log);
                clients.forEach(WebSocket::cancel);
            });
            world.settle();
            assertThat(subscribers).isEmpty();
        }
    }

    /** What has left the queue below its low water mark, of which no one is told, counts no longer when others need the room. */
    @OnlyOver(value = Version.HTTP_1_1, because = "WebSockets are opened with it")
    @Seeds(5)
    void thoseWhoHaveReadAllCountNothing(Simulation simulation) throws Exception {
        WebSocketOptions options =
                WebSocketOptions.builder().pingInterval(World.LONG).build();
        simulation.network().faults(Faults.NONE.buffers(4_000));
        List<WebSocket> subscribers = new ArrayList<>();
        Snow app = new Snow().webSocket("/feed", options, (socket, request) -> subscribers.add(socket));
        ServerOptions server = SERVER.toBuilder().maxMemory(60_000).build();
        try (World world = new World(simulation, app, server, MANY)) {
            List<WebSocket> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                simulation.at(
                        Duration.ZERO,
                        () -> world.fetcher
                                .webSocket(Request.get("ws://" + World.SERVER + "/feed"), options)
                                .onComplete((socket, error) -> {
                                    clients.add(socket);
                                    socket.onBinary(bytes -> received++);
                                }));
                int next = i;
                simulation.at(
                        ofSeconds(10 * (i + 1)), () -> subscribers.get(next).send(ByteBuffer.allocate(40_000)));
            }
            simulation.at(ofSeconds(60), () -> clients.forEach(WebSocket::cancel));
            world.settle();
            assertThat(received).isEqualTo(4);
        }
    }

    @Seeds(5)
    void events(Simulation simulation) throws Exception {
        EventStreamOptions options = EventStreamOptions.builder()
                .maxQueued(100 * MOST)
                .heartbeat(World.LONG)
                .build();
        simulation.network().faults(World.segmented(Faults.NONE.buffers(4_000)));
        Set<EventStream> subscribers = new LinkedHashSet<>();
        List<Response> clients = new ArrayList<>();
        Snow app = new Snow()
                .get(
                        "/feed",
                        request -> EventStream.of(request, options, stream -> {
                            subscribers.add(stream);
                            stream.closed().onDone(() -> subscribers.remove(stream));
                        }));
        String url = "http://" + World.SERVER + "/feed";
        try (CapturedLog log = new CapturedLog(ServerOptions.class);
                World world = new World(simulation, app, SERVER, MANY)) {
            List<EventSource> readers = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                simulation.at(
                        Duration.ZERO,
                        () -> world.fetcher
                                .handle(Request.get(url)) // of whose body nothing is read
                                .onComplete((response, error) -> clients.add(response)));
            }
            simulation.at(Duration.ZERO, () -> {
                readers.add(EventSource.of(world.fetcher, url));
                readers.get(0).forEach(event -> received++);
            });
            feed(
                    simulation,
                    subscribers,
                    () -> List.copyOf(subscribers).forEach(stream -> stream.send("x".repeat(MESSAGE))));
            simulation.at(ofSeconds(2 * MESSAGES), () -> {
                assertBounded(subscribers, log);
                readers.get(0).close();
                clients.forEach(Response::cancel);
            });
            world.settle();
            assertThat(subscribers).isEmpty();
        }
    }
}
