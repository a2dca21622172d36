// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The address of a server, and its two ends: drain and close. */
class ServerTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofDays(1);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private final List<Promise<Response>> answers = new ArrayList<>();
    private final List<Future<Transport>> connections = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    private Future<Response> answer(Request request) {
        if (request.path().equals("/at-once")) {
            return Future.completed(Response.text("at once"));
        }
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    private Server.Builder builder() {
        return Server.of(this::answer).on(loop);
    }

    private RecordingProtocol get(String path) {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        };
        clients.execute(() -> connections.add(Connector.DEFAULT.connect(clients, ADDRESS, LONG, client)));
        simulation.runFor(MOMENT);
        return client;
    }

    private static void assertReset(RecordingProtocol client) {
        assertThat(client.isClosed()).isTrue();
        assertThat(client.cause).isInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    @Test
    void itsUrlHasTheAddressThatItListensOn() throws IOException {
        EventLoop other = simulation.loop("fd00::1");
        try (Server one = builder().listen("10.0.0.1", 80);
                Server all = builder().listen("0.0.0.0", 81);
                Server six = builder().on(other).listen("fd00::1", 82)) {
            assertThat(one.url("/a?b=c")).isEqualTo("http://10.0.0.1:80/a?b=c");
            assertThat(all.url("/")).as("an address that a client can use").isEqualTo("http://127.0.0.1:81/");
            assertThat(six.url("/")).isEqualTo("http://[fd00:0:0:0:0:0:0:1]:82/");
        }
    }

    @Test
    void aDrainEndsWhatIsIdleAndAnswersWhatHasBegun() throws IOException {
        try (Server server = builder().listen(ADDRESS)) {
            RecordingProtocol idle = get("/at-once");
            RecordingProtocol busy = get("/later");

            server.drain(LONG);
            simulation.runFor(MOMENT);
            assertThat(idle.calls).contains("ended");
            assertThat(busy.calls).doesNotContain("ended");

            answers.get(0).complete(Response.text("late"));
            simulation.runFor(MOMENT);
            assertThat(busy.text()).contains("Connection: close\r\n").endsWith("late");
            assertThat(busy.calls).contains("ended");
        }
    }

    @Test
    void aDrainResetsWhatIsLeftAtItsLimit() throws IOException {
        try (Server server = builder().listen(ADDRESS)) {
            RecordingProtocol client = get("/later");

            Future<@Nullable Void> drained = server.drain(Duration.ofSeconds(5));
            simulation.runFor(Duration.ofSeconds(5).minus(MOMENT));
            assertThat(client.isClosed()).isFalse();
            assertThat(drained.isDone()).isFalse();
            simulation.runFor(MOMENT.multipliedBy(2));

            assertReset(client);
            assertThat(drained.isDone()).isTrue();
            assertThat(answers.get(0).isCancelled()).isTrue();
        }
    }

    @Test
    void anotherThreadMayDrainAndClose() throws IOException {
        Server server = builder().listen(ADDRESS);
        RecordingProtocol idle = get("/at-once");
        RecordingProtocol busy = get("/later");

        simulation.program("admin", () -> {
            server.drain(LONG);
            simulation.sleep(MOMENT);
            server.close();
        });
        simulation.runFor(MOMENT.dividedBy(2));
        assertThat(server.isListening()).isFalse();
        assertThat(idle.calls).contains("ended");
        assertThat(busy.isClosed()).isFalse();
        simulation.runFor(MOMENT);
        assertReset(busy);
    }

    @Test
    void closedItHasNoConnectionsAndKeepsNoDrainWaiting() throws IOException {
        Server server = builder().listen(ADDRESS);
        RecordingProtocol busy = get("/later");
        Future<@Nullable Void> drained = server.drain(LONG);

        server.close();
        simulation.runFor(MOMENT);
        assertReset(busy);
        assertThat(drained.isDone()).isTrue();
    }

    @Test
    void closedItAcceptsNoMore() throws IOException {
        Server server = builder().listen(ADDRESS);
        assertThat(server.isListening()).isTrue();

        server.close();
        assertThat(server.isListening()).isFalse();
        get("/at-once");
        assertThat(connections.get(0).outcome().error()).isInstanceOf(ConnectException.class);
    }

    /** Only a loop of the server's own would wait for its own end. */
    @Test
    void aCallbackOnTheCallersLoopMayCloseIt() throws IOException {
        Server server = builder().listen(ADDRESS);
        loop.execute(server::close);
        simulation.runFor(MOMENT);
        assertThat(server.isListening()).isFalse();
    }

    @Test
    void whoseLoopIsClosedHasNothingToDrain() throws IOException {
        Server server = builder().listen(ADDRESS);
        loop.close();
        assertThat(server.drain(LONG).isDone()).isTrue();
        server.close();
    }

    /** Each time: a shutdown hook that is left cannot be added again. */
    @Test
    void servesWithAShutdownHookAndRemovesIt() throws IOException {
        List<String> log = new ArrayList<>();
        try (Server server = builder().listen(ADDRESS)) {
            DrainOnExit drain = new DrainOnExit(server, ServerTimeouts.DEFAULT);
            drain.during(() -> log.add("first"));
            drain.during(() -> log.add("second"));
        }
        assertThat(log).containsExactly("first", "second");
    }
}
