// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.sim.Segment.Kind;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of one direction of a connection: in the sender's buffer, under way, in the receiver's buffer, and dropped. */
class WireTest {
    private static final int LARGE = 64 * 1024;
    private static final Duration TRANSIT = Duration.ofMillis(10);

    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = simulation.network();
    private final List<Segment> segments = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private SocketChannel client;
    private SocketChannel server;

    @AfterEach
    void close() {
        simulation.close();
    }

    /** Connects the client to the server. From here on a segment takes {@link #TRANSIT}. */
    private void connect(int sendBuffer, int receiveBuffer) throws IOException {
        connect(network, sendBuffer, receiveBuffer);
    }

    private void connect(SimNetwork network, int sendBuffer, int receiveBuffer) throws IOException {
        try (ServerSocketChannel listening = network.host(Scenario.SERVER).openServerSocketChannel()) {
            listening.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            listening.bind(Scenario.ADDRESS);
            client = network.host(Scenario.CLIENT).openSocketChannel();
            client.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            client.connect(Scenario.ADDRESS);
            server = listening.accept();
        }
        client.configureBlocking(false);
        server.configureBlocking(false);
        network.faults(Faults.NONE.latency(TRANSIT));
        network.onSegment(segments::add);
        network.onLoss(segment -> losses.add(segment.kind() + " " + segment.length()));
    }

    private int write(int bytes) throws IOException {
        return client.write(ByteBuffer.allocate(bytes));
    }

    private int read(int most) throws IOException {
        return server.read(ByteBuffer.allocate(most));
    }

    private void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    private boolean isWritable() throws IOException {
        try (Selector selector = network.host(Scenario.CLIENT).openSelector()) {
            client.register(selector, SelectionKey.OP_WRITE);
            return selector.selectNow() == 1;
        }
    }

    private String textOf(String host) {
        return network.openSockets().stream()
                .filter(socket -> socket.startsWith(host))
                .findFirst()
                .orElseThrow();
    }

    // -------------------------------------------------------------------------------------------- buffers and windows

    @Test
    void theSendBufferHoldsWhatIsUnderWay() throws IOException {
        connect(4_000, LARGE);
        assertThat(write(3_000)).isEqualTo(3_000);
        assertThat(write(3_000)).isEqualTo(1_000);
        assertThat(write(3_000)).isZero();
        simulation.runFor(TRANSIT);
        assertThat(write(5_000)).isEqualTo(4_000);
    }

    @Test
    void theSendBufferHoldsWhatTheWindowKeepsBack() throws IOException {
        connect(4_000, 2_000);
        assertThat(write(6_000)).isEqualTo(4_000);
        simulation.runFor(TRANSIT);
        assertThat(write(6_000)).as("as many as have arrived").isEqualTo(2_000);
    }

    @Test
    void aWriteInBlockingModeWaitsForRoomForAllOfItsBuffers() throws IOException {
        connect(4_000, 2_000);
        client.configureBlocking(true);
        for (int i = 1; i <= 10; i++) {
            simulation.at(TRANSIT.multipliedBy(2L * i), this::readAll);
        }
        ByteBuffer[] buffers = {ByteBuffer.allocate(0), ByteBuffer.allocate(10_000), ByteBuffer.allocate(1)};
        assertThat(client.write(buffers)).isEqualTo(10_001);
        assertThat(buffers[2].hasRemaining()).isFalse();
    }

    private void readAll() {
        try {
            read(LARGE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWindowIsWhatTheReceiversBufferHasRoomFor() throws IOException {
        connect(10_000, 2_000);
        write(6_000);
        simulation.runFor(TRANSIT);
        assertThat(textOf(Scenario.CLIENT)).contains("out: 4000 unsent, 0 in flight, 2000 unread;");
        read(500);
        assertThat(textOf(Scenario.CLIENT)).contains("out: 3500 unsent, 500 in flight, 1500 unread;");
        read(700);
        assertThat(textOf(Scenario.CLIENT)).contains("out: 2800 unsent, 1200 in flight, 800 unread;");
    }

    /** As on Linux: a program is not woken for each byte that becomes free. */
    @Test
    void itIsReadyToWriteIfAThirdOfTheBufferIsFree() throws IOException {
        connect(3_000, LARGE);
        write(2_000);
        assertThat(isWritable()).as("a third").isTrue();
        write(1);
        assertThat(isWritable()).as("less than a third").isFalse();
    }

    @Test
    void aBufferOfOneByteIsReadyOnlyIfItIsEmpty() throws IOException {
        connect(LARGE, LARGE);
        network.faults(Faults.NONE.latency(TRANSIT).buffers(1));
        assertThat(isWritable()).isTrue();
        write(1);
        assertThat(isWritable()).isFalse();
        simulation.runFor(TRANSIT);
        assertThat(isWritable()).as("its byte has arrived").isTrue();
    }

    // ------------------------------------------------------------------------------------------------------- segments

    private List<Integer> sizes() {
        return segments.stream()
                .filter(segment -> segment.kind() == Kind.DATA)
                .map(Segment::length)
                .toList();
    }

    @Test
    void theSizesOfSegmentsAreRandomUpToTheLongest() throws IOException {
        connect(LARGE, LARGE);
        network.faults(Faults.NONE.segments(100));
        write(5_000);
        simulation.run();
        assertThat(sizes()).allSatisfy(size -> assertThat(size).isBetween(1, 100));
        assertThat(new HashSet<>(sizes())).hasSizeGreaterThan(20);
    }

    /** So a fault that is switched off, and on again later, has the draws that it would have had. */
    @Test
    void aSegmentIsAllThatMayBeSentAndDrawsNothing() throws IOException {
        connect(LARGE, LARGE);
        write(1_000);
        simulation.run();
        assertThat(sizes()).containsExactly(1_000);
        segments.clear();
        network.faults(Faults.NONE.segments(100));
        write(5_000);
        simulation.run();
        List<Integer> later = sizes();
        segments.clear();
        try (Simulation same = new Simulation(1)) {
            connect(same.network(), LARGE, LARGE);
            same.network().faults(Faults.NONE.segments(100));
            write(5_000);
            same.run();
        }
        assertThat(sizes()).isEqualTo(later);
    }

    // ------------------------------------------------------------------------------------------------------ under way

    @Test
    void segmentsAreUnderWayUntilTheyArrive() throws IOException {
        connect(LARGE, LARGE);
        assertThat(network.segmentsUnderWay()).isZero();
        write(1);
        write(1);
        simulation.runFor(TRANSIT.dividedBy(2));
        write(1);
        assertThat(network.segmentsUnderWay()).isEqualTo(3);
        simulation.runFor(TRANSIT.dividedBy(2));
        assertThat(network.segmentsUnderWay()).isEqualTo(1);
        network.partition(Scenario.SERVER, Scenario.CLIENT);
        simulation.run();
        assertThat(network.segmentsUnderWay()).as("held back").isEqualTo(1);
        network.heal(Scenario.SERVER, Scenario.CLIENT);
        simulation.run();
        assertThat(network.segmentsUnderWay()).isZero();
        assertThat(read(10)).isEqualTo(3);
    }

    @Test
    void whatIsUnderWayToAPeerThatHasResetIsDropped() throws IOException {
        connect(LARGE, LARGE);
        reset(server);
        simulation.runFor(TRANSIT.dividedBy(2));
        write(1);
        assertThat(network.segmentsUnderWay()).as("RST and the byte").isEqualTo(2);
        simulation.runFor(TRANSIT.dividedBy(2));
        assertThat(network.segmentsUnderWay()).isZero();
        network.partition(Scenario.SERVER, Scenario.CLIENT);
        simulation.run();
        assertThat(losses).as("dropped before it came to the cut link").isEmpty();
        assertThat(segments).extracting(Segment::kind).containsExactly(Kind.RST);
    }

    @Test
    void aResetDropsWhatIsUnsent() throws IOException {
        connect(10_000, 2_000);
        write(6_000);
        reset(client);
        assertThat(textOf(Scenario.SERVER)).contains("in: 0 unsent, 2000 in flight, 0 unread");
    }

    // --------------------------------------------------------------------------------------------------------- losses

    @Test
    void aSegmentThatComesToACutLinkIsToldAsLostOnce() throws IOException {
        connect(LARGE, LARGE);
        write(3);
        simulation.run();
        assertThat(losses).as("without a partition").isEmpty();
        network.partition(Scenario.SERVER, Scenario.CLIENT);
        write(4);
        simulation.run();
        network.heal(Scenario.SERVER, Scenario.CLIENT);
        simulation.run();
        assertThat(losses).containsExactly("DATA 4");
        assertThat(read(10)).isEqualTo(7);
    }

    @Test
    void theSegmentsOfAConnectAreToldAsLostToo() throws IOException {
        connect(LARGE, LARGE);
        SocketChannel second = network.host(Scenario.CLIENT).openSocketChannel();
        second.configureBlocking(false);
        network.partition(Scenario.SERVER, Scenario.CLIENT);
        second.connect(new InetSocketAddress(Scenario.SERVER, 1));
        simulation.runFor(Duration.ofMillis(500));
        assertThat(losses).containsExactly("SYN 0");
        network.heal(Scenario.SERVER, Scenario.CLIENT);
        simulation.runFor(
                Duration.ofMillis(515)); // the second SYN has arrived after a second, and its answer is under way
        network.partition(Scenario.SERVER, Scenario.CLIENT);
        simulation.runFor(Duration.ofMillis(500));
        assertThat(losses).containsExactly("SYN 0", "RST 0");
        assertThat(second.finishConnect()).isFalse();
        network.heal(Scenario.SERVER, Scenario.CLIENT);
        simulation.run();
        assertThatThrownBy(second::finishConnect).hasMessageContaining("Connection refused");
        assertThat(losses).hasSize(2);
    }

    @Test
    void anAnswerThatArrivesIsNotLost() throws IOException {
        connect(LARGE, LARGE);
        SocketChannel second = network.host(Scenario.CLIENT).openSocketChannel();
        assertThatThrownBy(() -> second.connect(new InetSocketAddress(Scenario.SERVER, 1)))
                .hasMessageContaining("Connection refused");
        assertThat(losses).isEmpty();
    }

    // ----------------------------------------------------------------------------------------- faults at a certain
    // byte

    @Test
    void aResetByScriptComesWithItsByte() throws IOException {
        connect(LARGE, LARGE);
        network.faults(Faults.NONE.resetAfter(100));
        write(99);
        simulation.run();
        assertThat(read(200)).isEqualTo(99);
        assertThat(read(200)).isZero();
        write(1);
        simulation.run();
        assertThat(read(200)).isEqualTo(1);
        assertThatThrownBy(() -> read(200)).isInstanceOf(SocketException.class).hasMessage("Connection reset");
    }

    @Test
    void anEndByScriptComesAfterItsBytesAlthoughTheSenderGoesOn() throws IOException {
        connect(LARGE, 2_000);
        network.faults(Faults.NONE.latency(TRANSIT).endAfter(5));
        assertThat(write(6_000)).isEqualTo(6_000);
        simulation.run();
        assertThat(textOf(Scenario.CLIENT)).as("the rest is dropped").contains("out: 0 unsent, 0 in flight, 5 unread");
        assertThat(read(10)).isEqualTo(5);
        assertThat(read(10)).isEqualTo(-1);
        network.faults(Faults.NONE.endAfter(3));
        assertThat(write(6_000)).isEqualTo(6_000);
        simulation.run();
        assertThat(read(10)).as("after the end").isEqualTo(-1);
    }

    // --------------------------------------------------------------------------------------------- the text of a
    // deadlock

    @Test
    void saysHowFarADirectionHasEnded() throws Exception {
        Scenario scenario = new Scenario(simulation);
        scenario.listen(RecordingProtocol::new);
        Transport transport = simulation.runUntil(scenario.connect(new RecordingProtocol()));
        assertThat(textOf(Scenario.CLIENT)).contains("out: 0 unsent, 0 in flight, 0 unread;");
        simulation.network().faults(Faults.NONE.latency(Duration.ofSeconds(1)));
        scenario.client.execute(transport::shutdownOutput);
        simulation.runFor(Duration.ZERO);
        assertThat(textOf(Scenario.CLIENT)).contains("out: 0 unsent, 0 in flight, 0 unread, output shut down;");
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(textOf(Scenario.CLIENT)).contains("out: 0 unsent, 0 in flight, 0 unread, FIN received;");
        scenario.client.execute(transport::abort);
        scenario.accepted.forEach(accepted -> scenario.server.execute(accepted.transport::abort));
        scenario.finish();
    }
}
