// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.sim.Segment.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel of a simulated host does when a program closes a socket, in each state: the segments, and the ports. */
class ClosingTest {
    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = simulation.network();
    private final List<Segment> segments = new ArrayList<>();
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = network.host(Scenario.SERVER).openServerSocketChannel();
        server.bind(Scenario.ADDRESS).configureBlocking(false);
        network.onSegment(segments::add);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = network.host(Scenario.CLIENT).openSocketChannel();
        channel.configureBlocking(false);
        return channel;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = network.host(Scenario.CLIENT).openSocketChannel();
        channel.connect(Scenario.ADDRESS);
        channel.configureBlocking(false);
        return channel;
    }

    private List<Kind> kinds() {
        return segments.stream().map(Segment::kind).toList();
    }

    private static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    // ------------------------------------------------------------------------------------------------ before it is
    // made

    /** RFC 9293 section 3.5.2: there is no such connection any more. */
    @Test
    void theAnswerToAConnectThatWasClosedMeanwhileIsReset() throws IOException {
        network.faults(Faults.NONE.latency(Duration.ofMillis(10)));
        SocketChannel client = open();
        client.connect(Scenario.ADDRESS);
        simulation.runFor(Duration.ofMillis(15));
        client.close();
        simulation.run();
        assertThat(kinds()).containsExactly(Kind.SYN, Kind.SYN_ACK, Kind.RST);
        try (SocketChannel accepted = server.accept()) {
            assertThatThrownBy(() -> accepted.read(ByteBuffer.allocate(1)))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        }
    }

    @Test
    void aConnectThatWasClosedIsNotTriedAgain() throws IOException {
        network.faults(Faults.NONE.blackHoles(1));
        SocketChannel client = open();
        client.connect(Scenario.ADDRESS);
        simulation.runFor(Duration.ofMillis(500));
        client.close();
        simulation.run();
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anInterruptedThreadSendsNothing() throws IOException {
        SocketChannel client = network.host(Scenario.CLIENT).openSocketChannel();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.connect(Scenario.ADDRESS)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        simulation.run();
        assertThat(segments).isEmpty();
    }

    // ----------------------------------------------------------------------------------------------- with SO_LINGER 0

    @Test
    void itIsResetWhileThePeerHasNotEnded() throws IOException {
        SocketChannel client = connect();
        client.shutdownOutput();
        simulation.run();
        reset(client);
        simulation.run();
        assertThat(kinds()).containsExactly(Kind.SYN, Kind.SYN_ACK, Kind.FIN, Kind.RST);
    }

    @Test
    void itIsResetIfThePeerAloneHasEnded() throws IOException {
        SocketChannel client = connect();
        server.accept().shutdownOutput();
        simulation.run();
        reset(client);
        simulation.run();
        assertThat(kinds()).containsExactly(Kind.SYN, Kind.SYN_ACK, Kind.FIN, Kind.RST);
    }

    @Test
    void itIsNotResetAfterTheEndOfBothDirections() throws IOException {
        SocketChannel client = connect();
        client.shutdownOutput();
        server.accept().shutdownOutput();
        simulation.run();
        reset(client);
        simulation.run();
        assertThat(kinds()).containsExactly(Kind.SYN, Kind.SYN_ACK, Kind.FIN, Kind.FIN);
    }

    // ------------------------------------------------------------------------------------------------------ its ports

    @Test
    void theLocalPortIsFreeAgain() throws IOException {
        SocketChannel first = connect();
        InetSocketAddress local = (InetSocketAddress) first.getLocalAddress();
        assertThatThrownBy(() -> open().bind(local)).hasMessageContaining("in use");
        first.close();
        SocketChannel second = open();
        second.bind(local);
        assertThatThrownBy(() -> open().bind(local)).hasMessageContaining("in use");
        second.close();
        open().bind(local);
    }

    // --------------------------------------------------------------------------------------------------- with
    // selectors

    /** What has come to the server before is a connection, and not refused. */
    @Test
    void aServerResetsTheConnectionsThatHaveArrived() throws IOException {
        SocketChannel client = open();
        client.connect(Scenario.ADDRESS);
        server.close();
        simulation.run();
        assertThat(kinds()).startsWith(Kind.SYN, Kind.SYN_ACK);
        assertThatThrownBy(client::finishConnect).hasMessage("Connection reset by peer");
    }

    /** {@link Selector}: the cancelled keys are deregistered before the wait. */
    @Test
    void aServerThatWasClosedDoesNotListenDuringTheNextSelect() throws IOException {
        SocketChannel client = open();
        try (Selector selector = network.host(Scenario.SERVER).openSelector()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            server.close();
            simulation.at(Duration.ofMillis(100), () -> connect(client));
            assertThat(selector.select(1_000)).isZero();
        }
        assertThatThrownBy(client::finishConnect).isInstanceOf(ConnectException.class);
    }

    private static void connect(SocketChannel client) {
        try {
            client.connect(Scenario.ADDRESS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The order of a {@code HashSet} would be another one, and another one again with more keys. */
    @Test
    void aSelectorClosesSocketsInTheOrderOfTheirRegistration() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        List<Integer> closed = new ArrayList<>();
        try (Selector selector = network.host(Scenario.CLIENT).openSelector()) {
            for (int i = 0; i < 40; i++) {
                SocketChannel client = connect();
                client.register(selector, 0);
                clients.add(client);
            }
            network.onSegment(segment -> closed.add(segment.from().getPort() - 49_152));
            for (int i : new int[] {33, 2, 17}) {
                reset(clients.get(i));
            }
            selector.selectNow();
            simulation.run();
        }
        assertThat(closed).startsWith(2, 17, 33);
    }
}
