// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.WebSocketHandshakeException;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A fetcher's WebSocket and a server's, over a network with faults. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
@OnlyOver(value = Version.HTTP_1_1, because = "WebSocketOverHttp2Test has them, and more, over HTTP/2")
class WebSocketTest {
    private static final String URL = "ws://" + World.SERVER + "/echo";
    private static final int MESSAGES = 12;

    private final List<String> received = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    /** The answer of a route that has no WebSocket. */
    Status ofAPlainRoute() {
        return Status.OK;
    }

    final World world(Simulation simulation, Snow app) {
        return new World(simulation, app, World.PATIENT_SERVER, World.PATIENT_CLIENT);
    }

    /** The ends of the connection's two sides, in any order. */
    private void watch(String side, WebSocket socket) {
        socket.onClose((code, text) -> ends.add(side + " " + code));
    }

    /** It reads as fast as its client does. */
    private Snow echo(WebSocketOptions options) {
        return new Snow()
                .get("/plain", request -> Response.text("plain"))
                .webSocket("/echo", options, (socket, request) -> {
                    watch("server", socket);
                    socket.onText(text -> resumeAfter(socket, socket.send(text)))
                            .onBinary(bytes -> resumeAfter(socket, socket.send(bytes)));
                });
    }

    private static void resumeAfter(WebSocket socket, Future<?> sent) {
        if (!sent.isDone()) {
            socket.pauseReading();
            sent.onDone(socket::resumeReading);
        }
    }

    /** Without compression: the bytes count. */
    static final WebSocketOptions SILENT =
            WebSocketOptions.builder().pingInterval(World.LONG).build();

    private static WebSocketOptions options(Random random) {
        return WebSocketOptions.builder()
                .deflate(random.nextBoolean() ? null : new Deflate(random.nextBoolean(), random.nextBoolean(), 10))
                .pingInterval(World.LONG)
                .closeTimeout(World.LONG)
                .build();
    }

    private static List<String> messages(Random random) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(i + " " + "snow\u2744".repeat(random.nextInt(random.nextInt(8) == 0 ? 1_000 : 20)));
        }
        return messages;
    }

    private Future<WebSocket> open(World world, WebSocketOptions options) {
        return world.fetcher.webSocket(Request.get(URL), options);
    }

    /** Short reads and writes, delays, any order of events: each message comes back once, in order, and the end is orderly. */
    @Seeds
    void eachMessageComesBackOnceAndInOrder(Simulation simulation) throws Exception {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        List<String> messages = messages(random);
        try (World world = world(simulation, echo(options(random)))) {
            simulation.at(
                    Duration.ZERO,
                    () -> open(world, options(random)).onComplete((socket, error) -> {
                        watch("client", socket);
                        socket.onText(text -> {
                            received.add(text);
                            if (received.size() == MESSAGES) {
                                socket.close();
                            }
                        });
                        sendAll(socket, messages, 0);
                    }));
            world.settle();
            assertThat(received).isEqualTo(messages);
            assertThat(ends).containsExactlyInAnyOrder("client 1000", "server 1000");
        }
    }

    private static void sendAll(WebSocket socket, List<String> messages, int from) {
        if (from < messages.size()) {
            socket.send(messages.get(from)).onDone(() -> sendAll(socket, messages, from + 1));
        }
    }

    /** A network that breaks: what has come is a beginning of what was sent, both sides hear of the end, and nothing is left. */
    @Seeds
    void aBrokenConnectionIsToldToBothSides(Simulation simulation) throws Exception {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)).resetAfter(400 + random.nextInt(3_000)));
        WebSocketOptions impatient = WebSocketOptions.builder()
                .pingInterval(Duration.ofHours(1))
                .pingTimeout(Duration.ofHours(1))
                .build();
        List<String> messages = messages(random);
        try (World world = world(simulation, echo(impatient))) {
            simulation.at(
                    Duration.ZERO,
                    () -> open(world, impatient).onComplete((socket, error) -> {
                        if (socket == null) {
                            assertThat(error).isInstanceOf(IOException.class);
                            return;
                        }
                        watch("client", socket);
                        socket.onText(received::add);
                        sendAll(socket, messages, 0);
                        socket.loop().schedule(Duration.ofHours(10), socket::close);
                    }));
            world.settle();
            assertThat(messages.subList(0, received.size())).isEqualTo(received);
            assertThat(ends.stream().filter(end -> end.startsWith("client"))).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** The client reads nothing for an hour: the server stops, with a bounded queue, and goes on then. */
    @Seeds(5)
    void aDeafClientStopsTheServer(Simulation simulation) throws Exception {
        int[] queued = new int[1];
        int count = 100;
        Snow app = new Snow().webSocket("/echo", SILENT, (socket, request) -> sendMany(socket, count, queued));
        try (World world = world(simulation, app)) {
            simulation.at(
                    Duration.ZERO,
                    () -> open(world, SILENT).onComplete((socket, error) -> {
                        socket.onBinary(bytes -> received.add(String.valueOf(bytes.getInt())));
                        socket.onClose((code, text) -> ends.add("client " + code));
                        socket.pauseReading();
                        socket.loop().schedule(Duration.ofHours(1), () -> {
                            assertThat(queued[0]).as("sent to a deaf client").isLessThan(count);
                            socket.resumeReading();
                        });
                    }));
            world.settle();
            assertThat(received).hasSize(count).startsWith("100").endsWith("1");
            assertThat(ends).containsExactly("client 1000");
        }
    }

    private static void sendMany(WebSocket socket, int left, int[] count) {
        if (left == 0) {
            socket.close();
            return;
        }
        count[0]++;
        socket.send(ByteBuffer.allocate(20_000).putInt(left).rewind()).onDone(() -> sendMany(socket, left - 1, count));
    }

    @Seeds(20)
    void aDrainClosesWith1001AndTheClientConnectsToNoneAgain(Simulation simulation) throws Exception {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World world = world(simulation, echo(options(random)))) {
            simulation.at(
                    Duration.ZERO,
                    () -> open(world, options(random)).onComplete((socket, error) -> {
                        watch("client", socket);
                        socket.onText(received::add);
                        socket.send("before");
                    }));
            List<Future<?>> drained = new ArrayList<>();
            simulation.at(Duration.ofHours(1), () -> drained.add(world.server.drain(Duration.ofHours(1))));
            world.settle();
            assertThat(drained).singleElement().matches(Future::isDone);
            assertThat(received).containsExactly("before");
            assertThat(ends).containsExactlyInAnyOrder("client 1001", "server 1001");
        }
    }

    @Seeds(5)
    void closingTheFetcherClosesItsWebSockets(Simulation simulation) throws Exception {
        try (World world = world(simulation, echo(WebSocketOptions.DEFAULT))) {
            simulation.at(
                    Duration.ZERO,
                    () -> open(world, WebSocketOptions.DEFAULT).onComplete((socket, error) -> watch("client", socket)));
            simulation.at(Duration.ofMinutes(1), world.fetcher::close);
            world.settle();
            assertThat(ends).containsExactlyInAnyOrder("client " + CloseReason.GOING_AWAY, "server 1001");
        }
    }

    @Seeds(5)
    void anAnswerThatIsNoWebSocketFails(Simulation simulation) throws Exception {
        try (World world = world(simulation, echo(WebSocketOptions.DEFAULT))) {
            for (String path : List.of("/plain", "/none")) {
                simulation.at(
                        Duration.ZERO,
                        () -> world.fetcher
                                .webSocket("ws://" + World.SERVER + path)
                                .onComplete((socket, error) -> {
                                    assertThat(error).isInstanceOf(WebSocketHandshakeException.class);
                                    received.add(((WebSocketHandshakeException) error)
                                            .status()
                                            .toString());
                                }));
            }
            world.settle();
            assertThat(received).containsExactlyInAnyOrder(ofAPlainRoute().toString(), Status.NOT_FOUND.toString());
        }
    }

    /** Filters of the fetcher see the opening request, too. */
    @Seeds(5)
    void aFilterOfTheFetcherAddsAField(Simulation simulation) throws Exception {
        Snow app = new Snow().webSocket("/echo", (socket, request) -> {
            socket.send(String.valueOf(request.header("Authorization")));
            socket.close();
        });
        try (World world = world(simulation, app)) {
            Fetcher with =
                    world.fetcher.with((request, next) -> next.handle(request.withHeader("Authorization", "Bearer 7")));
            simulation.at(
                    Duration.ZERO,
                    () -> with.webSocket(URL).onComplete((socket, error) -> socket.onText(received::add)));
            world.settle();
            assertThat(received).containsExactly("Bearer 7");
        }
    }
}
