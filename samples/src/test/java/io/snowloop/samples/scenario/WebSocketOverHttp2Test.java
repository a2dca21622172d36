// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** What a {@link WebSocketTest} does, on streams of HTTP/2 (RFC 8441), and beside each other on one connection. */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
@OnlyOver(value = Version.HTTP_2, because = "with HTTP/1.1 each WebSocket has a connection of its own")
class WebSocketOverHttp2Test extends WebSocketTest {
    private static final WebSocketOptions PATIENT = WebSocketOptions.builder()
            .pingInterval(World.LONG)
            .closeTimeout(World.LONG)
            .build();

    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue(World.SERVER);

    /** 2xx would mean that it is open. */
    @Override
    Status ofAPlainRoute() {
        return Status.NOT_IMPLEMENTED;
    }

    @Seeds
    void socketsAndRequestsShareOneConnection(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        Snow app = Site.app(random)
                .webSocket("/double", PATIENT, (socket, request) -> socket.onText(text -> socket.send(text + text)));
        List<String> received = new ArrayList<>();
        int count = 5;
        try (World world = world(simulation, app)) {
            world.fetchAnything(6, Duration.ofSeconds(1));
            for (int i = 0; i < count; i++) {
                String text = i + " " + "s".repeat(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 1_000));
                simulation.at(
                        Duration.ofMillis(random.nextInt(1_000)),
                        () -> world.fetcher
                                .webSocket(Request.get("ws://" + World.SERVER + "/double"), PATIENT)
                                .onComplete((socket, error) -> doubled(socket, text, received)));
            }
            world.settle();
            world.calls.forEach(Call::assertRight);
            assertThat(received).hasSize(count).allMatch(end -> end.equals("right 1000"));
        }
    }

    private static void doubled(WebSocket socket, String text, List<String> received) {
        boolean[] right = new boolean[1];
        socket.onText(answer -> {
            right[0] = answer.equals(text + text);
            socket.close();
        });
        socket.onClose((code, reason) -> received.add((right[0] ? "right " : "wrong ") + code));
        socket.send(text);
    }

    /** Streams that break off, of either side, leave the others alone. */
    @Seeds
    void socketsThatBreakOffLeaveTheOthersAlone(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        List<String> ends = new ArrayList<>();
        List<String> received = new ArrayList<>();
        Snow app = new Snow().webSocket("/double", PATIENT, (socket, request) -> {
            socket.onText(text -> socket.send(text + text)).onClose((code, text) -> ends.add("server " + code));
            if (request.query("abort") != null) {
                socket.loop().schedule(Duration.ofMillis(random.nextInt(200)), socket::cancel);
            }
        });
        try (World world = world(simulation, app)) {
            String url = "ws://" + World.SERVER + "/double";
            simulation.at(
                    Duration.ZERO,
                    () -> world.fetcher
                            .webSocket(Request.get(url), PATIENT)
                            .onComplete((socket, error) -> doubled(socket, "s".repeat(3_000), received)));
            for (int i = 0; i < 4; i++) {
                boolean byServer = random.nextBoolean();
                simulation.at(
                        Duration.ofMillis(random.nextInt(100)),
                        () -> world.fetcher
                                .webSocket(Request.get(byServer ? url + "?abort=1" : url), PATIENT)
                                .onComplete((socket, error) -> breakOff(socket, byServer, random, ends)));
            }
            world.settle();
            assertThat(received).containsExactly("right 1000");
            assertThat(ends)
                    .contains("server 1006", "server 1000"); // a client may not have opened its end when it breaks
            assertThat(ends).isSubsetOf("client 1006", "server 1006", "server 1000");
        }
    }

    private static void breakOff(WebSocket socket, boolean byServer, Random random, List<String> ends) {
        if (socket == null) {
            return; // it was reset before it was open
        }
        socket.onText(text -> {}).onClose((code, text) -> ends.add("client " + code));
        socket.send("x".repeat(random.nextInt(5_000)));
        if (!byServer) {
            socket.loop().schedule(Duration.ofMillis(random.nextInt(200)), socket::cancel);
        }
    }

    /** A reader of one that does not read, at either end, does not stop another stream. */
    @Seeds(20)
    void aDeafReaderStopsNoOtherStream(Simulation simulation) {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        List<String> received = new ArrayList<>();
        WebSocket[] deaf = new WebSocket[2];
        Snow app = new Snow()
                .get("/plain", request -> Response.text("x".repeat(20_000)))
                .webSocket("/flood", PATIENT, (socket, request) -> {
                    deaf[0] = socket;
                    socket.pauseReading();
                    socket.onText(text -> received.add("server"));
                    socket.send("x".repeat(150_000));
                });
        try (World world = world(simulation, app)) {
            simulation.at(
                    Duration.ZERO,
                    () -> world.fetcher
                            .webSocket(Request.get("ws://" + World.SERVER + "/flood"), PATIENT)
                            .onComplete((socket, error) -> {
                                deaf[1] = socket;
                                socket.pauseReading();
                                socket.onText(text -> received.add("client"));
                                socket.send("x".repeat(150_000));
                            }));
            List<Call> calls = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                calls.add(world.fetch(Duration.ofMinutes(i), Request.get(world.server.url("/plain"))));
            }
            simulation.at(Duration.ofHours(10), () -> {
                assertThat(received).isEmpty();
                assertThat(calls).allMatch(call -> call.response.text().length() == 20_000);
                assertThat(world.fetcher.connections()).isEqualTo(1);
            });
            simulation.at(Duration.ofHours(11), () -> deaf[1].loop().execute(deaf[1]::resumeReading));
            simulation.at(Duration.ofHours(20), () -> deaf[1].loop().execute(deaf[1]::close));
            simulation.at(Duration.ofHours(20), () -> deaf[0].loop().execute(deaf[0]::resumeReading));
            world.settle();
            assertThat(received).startsWith("client");
        }
    }

    /** As in browsers: over HTTP/2 if there is a connection whose server takes WebSockets, else over HTTP/1.1. */
    @Seeds(5)
    void negotiated(Simulation simulation) {
        TlsConfig serverTls = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain()));
        TlsConfig clientTls = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));
        FetcherOptions options = World.PATIENT_CLIENT.toBuilder()
                .httpVersion(HttpVersionPolicy.NEGOTIATE)
                .tls(clientTls)
                .build();
        List<String> versions = new ArrayList<>();
        Snow app = new Snow()
                .get("/plain", request -> Response.text("plain"))
                .webSocket("/version", (socket, request) -> {
                    versions.add(request.version() + (request.context().isSecure() ? " secure" : ""));
                    socket.close();
                });
        try (World world = new World(simulation, app, World.PATIENT_SERVER, options, serverTls)) {
            String url = world.server.url("/version").replace("https", "wss");
            simulation.at(Duration.ZERO, () -> world.fetcher.webSocket(url));
            world.fetch(Duration.ofSeconds(10), Request.get(world.server.url("/plain")));
            simulation.at(Duration.ofSeconds(20), () -> world.fetcher.webSocket(url));
            world.settle();
            assertThat(versions).containsExactly("HTTP/1.1 secure", "HTTP/2.0 secure");
        }
    }
}
