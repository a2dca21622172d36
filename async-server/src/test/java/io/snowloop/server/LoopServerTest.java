// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.metrics.Metrics;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.BrokenMetrics;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an accepted channel comes to its loop: there it is a connection, or it is closed and counted as over. */
class LoopServerTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);

    private static final ServerSetup SETUP = setup(null, Metrics.NONE);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final LogCapture log = new LogCapture(LoopServer.class);
    private int ended;

    @AfterEach
    void close() {
        log.close();
        simulation.close();
    }

    private static ServerSetup setup(@Nullable TlsConfig tls, Metrics metrics) {
        return new ServerSetup(request -> nameOfLoop(), ServerOptions.DEFAULT, tls, metrics, null, AddressRanges.of());
    }

    private static Future<Response> nameOfLoop() {
        return Future.completed(Response.text(Scheduler.current().toString()));
    }

    private LoopServer part() {
        return part(SETUP);
    }

    private LoopServer part(ServerSetup setup) {
        LimitLog limits = new LimitLog(ServerOptions.class);
        MemoryBudget memory = new MemoryBudget(1_000_000, 1, limits);
        return new LoopServer(
                loop, setup, memory, limits, new FailureLog(ServerOptions.DEFAULT.failureInterval()), () -> ended++);
    }

    private SocketChannel channel() throws IOException {
        return loop.reactor().provider().openSocketChannel();
    }

    private void assertGivenUp(SocketChannel channel, Class<? extends Throwable> why) {
        simulation.runFor(MOMENT);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).isEqualTo("a connection ended before it began");
            assertThat(record.getThrown()).isInstanceOf(why);
        });
    }

    @Test
    void loopsServeConnectionsInTurn() throws IOException {
        EventLoop second = simulation.loop("10.0.0.1");
        EventLoop clients = simulation.loop("10.0.0.2");
        ServerListener.open(List.of(loop, second), SETUP, ListenOptions.DEFAULT, List.of(ADDRESS));

        for (EventLoop expected : List.of(loop, second, loop)) {
            RecordingProtocol client = new RecordingProtocol() {
                @Override
                protected void onConnected() {
                    write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                }
            };
            clients.execute(() -> Connector.DEFAULT.connect(clients, ADDRESS, Duration.ofDays(1), client));
            simulation.runFor(MOMENT);
            assertThat(client.text()).endsWith("\r\n\r\n" + expected);
        }
    }

    @Test
    void oneThatComesAfterTheServerHasBeenClosed() throws IOException {
        LoopServer part = part();
        SocketChannel channel = channel();
        part.abort();
        part.accept(channel);
        assertGivenUp(channel, ConnectionClosedException.class);
    }

    @Test
    void oneThatComesAfterItsLoopHasBeenClosed() throws IOException {
        LoopServer part = part();
        SocketChannel channel = channel();
        loop.close();
        part.accept(channel);
        assertGivenUp(channel, RejectedExecutionException.class);
    }

    @Test
    void oneThatIsClosedOnItsWay() throws IOException {
        LoopServer part = part();
        SocketChannel channel = channel();
        channel.close();
        part.accept(channel);
        assertGivenUp(channel, ClosedChannelException.class);
    }

    /** Its place is free again: a server that lost one for each connection would accept none in the end. */
    @Test
    void oneForWhichThereIsNoTlsEngineIsOver() throws Exception {
        SSLContext notInitialized = SSLContext.getInstance("TLS");
        LoopServer part = part(setup(TlsConfig.server(notInitialized), Metrics.NONE));
        SocketChannel channel = channel();
        loop.execute(() -> part.accept(channel));
        assertThatThrownBy(() -> simulation.runFor(MOMENT))
                .hasMessage("SSLContext is not initialized"); // it is reported
        simulation.runFor(MOMENT);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void metricsThatThrowCostNoPlace() throws IOException {
        LoopServer part = part(setup(null, new BrokenMetrics()));
        SocketChannel channel = channel();
        assertThatThrownBy(() -> part.accept(channel)).hasMessageStartingWith("a "); // the acceptor reports it
        simulation.runFor(MOMENT);
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended).isEqualTo(1);
    }
}
