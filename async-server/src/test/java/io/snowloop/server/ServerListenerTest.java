// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
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

/** How many connections a server takes, and when it has ended. */
class ServerListenerTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private final LogCapture log = new LogCapture(ServerOptions.class);
    private Server server;

    @BeforeEach
    void listen() throws IOException {
        server = Server.of(request -> Future.completed(Response.text("x")))
                .options(ServerOptions.builder().maxConnections(2).build())
                .on(loop)
                .listen(ADDRESS);
    }

    @AfterEach
    void close() {
        server.close();
        log.close();
        simulation.close();
    }

    private RecordingProtocol send() {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        };
        clients.submit(() -> Connector.DEFAULT.connect(clients, ADDRESS, Duration.ofDays(1), client));
        simulation.runFor(MOMENT);
        return client;
    }

    @Test
    void oneMoreThanItTakesWaitsUntilAnotherHasGone() {
        RecordingProtocol first = send();
        RecordingProtocol second = send();
        RecordingProtocol third = send();
        assertThat(first.text()).startsWith("HTTP/1.1 200 OK");
        assertThat(second.text()).startsWith("HTTP/1.1 200 OK");
        assertThat(third.text()).isEmpty();
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage()).contains("maxConnections = 2"));

        first.outside(() -> first.transport.close());
        simulation.runFor(MOMENT);

        assertThat(third.text()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aDrainIsOverWhenTheLastConnectionIs() {
        RecordingProtocol client = send();
        assertThat(server.isListening()).isTrue();

        Future<@Nullable Void> drained = server.drain(Duration.ofDays(1));
        simulation.runFor(MOMENT);
        assertThat(server.isListening()).isFalse();
        assertThat(drained.isDone()).as("the client has not closed").isFalse();

        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).isTrue();
    }

    @Test
    void aDrainThatEndsByItsLimitSaysWhatItBreaksOff() throws IOException {
        server.close();
        simulation.runFor(MOMENT);
        server = Server.of(request -> loop.newPromise()).on(loop).listen(ADDRESS); // no answer comes
        try (LogCapture ending = new LogCapture(Server.class)) {
            send();
            Future<@Nullable Void> drained = server.drain(Duration.ofSeconds(5));
            simulation.runFor(Duration.ofSeconds(6));

            assertThat(drained.isDone()).isTrue();
            assertThat(ending.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .isEqualTo("the drain has lasted as long as it may, PT5S."
                                    + " Connections that are reset, with what is in progress on them: 1"));
        }
    }

    @Test
    void aDrainWithoutConnectionsIsOverAtOnce() {
        Future<@Nullable Void> drained = server.drain(Duration.ofDays(1));
        simulation.runFor(MOMENT);

        assertThat(drained.isDone()).isTrue();
    }

    /** Idle exchanges keep their timers, to be used again, as long as there is a connection. */
    @Test
    void withTheLastConnectionTheTimersLeaveTheLoop() {
        RecordingProtocol client = send();
        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);

        assertThat(loop.pendingTimers()).isZero();
    }
}
