// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.metrics.Metrics;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a load balancer is told of a server, from its first request to its end. */
class HealthTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private final LogCapture log = new LogCapture(ServerOptions.class);
    private Server server;
    private Health fromOutside;

    @BeforeEach
    void listen() throws IOException {
        server = Server.of(new Snow().get("/health", Health.health()))
                .options(ServerOptions.builder().maxConnections(2).build())
                .on(loop)
                .listen(ADDRESS);
        fromOutside = Health.of(server);
    }

    @AfterEach
    void close() {
        server.close();
        log.close();
        simulation.close();
    }

    private RecordingProtocol connect() {
        return connect(ADDRESS);
    }

    private RecordingProtocol connect(InetSocketAddress address) {
        RecordingProtocol client = new RecordingProtocol();
        clients.submit(() -> Connector.DEFAULT.connect(clients, address, Duration.ofDays(1), client));
        simulation.runFor(MOMENT);
        return client;
    }

    private String ask(RecordingProtocol client) {
        int before = client.text().length();
        client.outside(() -> client.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"));
        simulation.runFor(MOMENT);
        return client.text().substring(before);
    }

    /** Without a request, no one sees that the clients have read what was kept. */
    @Test
    void aServerWhoseClientsHaveReadAllIsReadyFromOutside() throws IOException {
        simulation.network().faults(Faults.NONE.buffers(4_000));
        InetSocketAddress address = new InetSocketAddress("10.0.0.1", 81);
        ServerOptions small = ServerOptions.builder().maxMemory(400_000).build();
        Server busy = Server.of(new Snow().get("/", request -> Response.bytes(new byte[60_000], "a/b")))
                .options(small)
                .on(loop)
                .listen(address);
        for (int i = 0; i < 6; i++) {
            RecordingProtocol client = connect(address);
            client.outside(() -> client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            simulation.runFor(MOMENT.multipliedBy(20));
            assertThat(client.text()).hasSizeGreaterThan(60_000);
        }
        fromOutside = Health.of(busy);
        assertThat(outside()).isEqualTo("200 ready\n");
        busy.close();
    }

    private static void assertDown(String answer, String state) {
        assertThat(answer)
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("Cache-Control: no-store\r\n")
                .endsWith("\r\n\r\n" + state + "\n");
    }

    private String outside() {
        Future<Response> answer = fromOutside.handle(Request.get("/"));
        simulation.runFor(MOMENT);
        Response response = answer.resultNow();
        return response.status().code() + " " + response.text();
    }

    @Test
    void aNewServerIsReady() {
        assertThat(ask(connect()))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Cache-Control: no-store\r\n")
                .endsWith("\r\n\r\nready\n");
        assertThat(outside()).isEqualTo("200 ready\n");
    }

    @Test
    void withAllItsConnectionsItIsOverloadedUntilOneIsOver() {
        RecordingProtocol first = connect();
        RecordingProtocol second = connect();
        assertDown(ask(first), "overloaded");
        assertThat(outside()).isEqualTo("503 overloaded\n");

        second.outside(() -> second.transport.close());
        simulation.runFor(MOMENT);
        assertThat(ask(first)).endsWith("ready\n");
        assertThat(outside()).isEqualTo("200 ready\n");
    }

    @Test
    void aFullMemoryIsAnOverloadUntilThereIsRoom() {
        MemoryBudget memory = new MemoryBudget(100, 1, new LimitLog(ServerOptions.class));
        LoopServer part = new LoopServer(
                loop,
                new ServerSetup(
                        request -> Future.completed(Response.text("x")),
                        ServerOptions.DEFAULT,
                        null,
                        Metrics.NONE,
                        null,
                        AddressRanges.of()),
                memory,
                new LimitLog(ServerOptions.class),
                new FailureLog(ServerOptions.DEFAULT.failureInterval()),
                () -> {});
        memory.add(50);
        assertThat(part.readiness()).isEqualTo(Readiness.READY);
        memory.add(1);
        assertThat(part.readiness()).isEqualTo(Readiness.OVERLOADED);
        memory.add(-1);
        assertThat(part.readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void withNoticeItSaysThatItDrainsAndStillTakesConnections() {
        RecordingProtocol first = connect();
        Future<@Nullable Void> drained = server.drain(Duration.ofSeconds(10), Duration.ofSeconds(5));
        simulation.runFor(Duration.ofSeconds(9));
        assertDown(ask(first), "draining");
        assertThat(server.isListening()).isTrue();
        assertThat(outside()).isEqualTo("503 draining\n");

        RecordingProtocol second = connect();
        assertDown(ask(second), "draining"); // and not overloaded, although it is that, too
        assertThat(second.text()).as("it may send another request").doesNotContain("Connection: close");

        simulation.runFor(Duration.ofSeconds(1));
        assertThat(server.isListening()).isFalse();
        assertThat(drained.isDone()).isFalse();
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(drained.isDone()).isTrue();
        assertThat(outside()).isEqualTo("503 draining\n");
    }

    @Test
    void aLoopThatDoesNotTurnGivesNoAnswerToOutsideEither() {
        Future<Response> answer = fromOutside.handle(Request.get("/"));
        assertThat(answer.isDone()).isFalse();

        simulation.runFor(MOMENT);
        assertThat(answer.resultNow().text()).isEqualTo("ready\n");
    }

    /** A client may have gone by itself, and a caller may lose patience. */
    @Test
    void aServerThatIsClosedDuringTheNoticeHasEnded() {
        Future<@Nullable Void> drained = server.drain(Duration.ofSeconds(10), Duration.ofSeconds(5));
        server.close();
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).isTrue();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void aNoticeIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.drain(Duration.ofSeconds(-1), MOMENT))
                .withMessage("notice must not be negative, but is PT-1S");
    }

    @Test
    void aRequestThatNoServerHasReceivedIsToldThatAllIsWell() {
        assertThat(Health.health().handle(Request.get("/")).resultNow().text()).isEqualTo("ready\n");
    }
}
