// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.sim.Scenario.Echo;
import io.snowloop.sim.Scenario.Sender;
import io.snowloop.sim.Segment.Kind;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault alone: it is injected, and a program observes it as on a real network. */
class FaultsTest {
    private final Simulation simulation = new Simulation(3);
    private final List<Segment> segments = new ArrayList<>();
    private Scenario scenario;

    @BeforeEach
    void open() throws Exception {
        scenario = new Scenario(simulation);
        scenario.listen(Echo::new);
        simulation.network().onSegment(segments::add);
    }

    @AfterEach
    void close() {
        scenario.finish();
        simulation.close();
    }

    private Sender send(int bytes) {
        Sender sender = new Sender(new byte[bytes]);
        scenario.connect(sender);
        simulation.run();
        return sender;
    }

    private List<Segment> data() {
        return segments.stream().filter(segment -> segment.kind() == Kind.DATA).toList();
    }

    @Test
    void latencyIsTheTimeInTransit() {
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(10)));
        send(1);
        assertThat(segments)
                .extracting(Segment::toString)
                .containsExactly(
                        "0.010000 10.0.0.2:49152 > 10.0.0.1:7 SYN",
                        "0.020000 10.0.0.1:7 > 10.0.0.2:49152 SYN_ACK",
                        "0.030000 10.0.0.2:49152 > 10.0.0.1:7 DATA 1",
                        "0.030000 10.0.0.2:49152 > 10.0.0.1:7 FIN",
                        "0.040000 10.0.0.1:7 > 10.0.0.2:49152 DATA 1",
                        "0.040000 10.0.0.1:7 > 10.0.0.2:49152 FIN");
    }

    @Test
    void aLinkMayHaveFaultsOfItsOwn() {
        simulation.network().faults(Faults.NONE.latency(Duration.ofHours(1)));
        simulation.network().faults(Scenario.SERVER, Scenario.CLIENT, Faults.NONE.latency(Duration.ofMillis(1)));
        send(1);
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void jitterVariesTheTimeButNotTheOrder() {
        simulation.network().faults(Faults.NONE.jitter(Duration.ofMillis(10)).segments(1));
        Sender sender = new Sender("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.UTF_8));
        scenario.connect(sender);
        simulation.run();
        assertThat(sender.text()).isEqualTo("abcdefghijklmnopqrstuvwxyz");
        assertThat(new TreeSet<>(data().stream().map(Segment::time).toList())).hasSizeGreaterThan(4);
    }

    @Test
    void bandwidthIsBytesASecond() {
        simulation.network().faults(Faults.NONE.bandwidth(1_000));
        RecordingProtocol protocol = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                transport.write(ByteBuffer.allocate(5_000));
            }
        };
        scenario.connect(protocol);
        simulation.runUntil(() -> protocol.received() == 5_000);
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(10));
        protocol.transport.abort();
    }

    @Test
    void segmentsAreCutDownToOneByte() {
        simulation.network().faults(Faults.NONE.segments(1));
        send(50);
        assertThat(data()).hasSize(100).extracting(Segment::length).containsOnly(1);
    }

    @Test
    void aResetComesAfterItsBytes() {
        simulation.network().faults(Faults.NONE.segments(100).resetAfter(700));
        Sender sender = send(2_000);
        assertThat(sender.received()).isLessThanOrEqualTo(700);
        assertThat(sender.cause).hasMessageContaining("Connection reset");
        assertThat(scenario.accepted.get(0).received()).isBetween(700, 799);
        assertThat(scenario.accepted.get(0).cause).hasMessageContaining("Connection reset");
    }

    @Test
    void aConnectionMayBeResetAtOnce() {
        simulation.network().faults(Faults.NONE.resetAfter(0));
        assertThat(send(10).received()).isZero();
    }

    @Test
    void aStreamMayEndInTheMiddle() {
        simulation.network().faults(Faults.NONE.endAfter(333));
        Sender sender = send(1_000);
        assertThat(scenario.accepted.get(0).received()).isEqualTo(333);
        assertThat(sender.received()).isEqualTo(333);
        assertThat(sender.calls).containsSubsequence("ended", "closed");
    }

    @Test
    void aPartitionHoldsBackSegments() {
        simulation.network().partition(Scenario.SERVER, Scenario.CLIENT, Duration.ofMillis(5), Duration.ofSeconds(9));
        simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(2)));
        Sender sender = send(10);
        assertThat(sender.received()).isEqualTo(10);
        assertThat(data()).allSatisfy(segment -> assertThat(segment.time()).isGreaterThan(Duration.ofSeconds(9)));
    }

    @Test
    void aFailedAcceptIsRetried() {
        simulation.network().faults(Scenario.SERVER, Scenario.SERVER, Faults.NONE.acceptErrors(0.5));
        try (CapturedLog log = new CapturedLog(Acceptor.class)) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(10).received()).isEqualTo(10);
            }
            assertThat(log.records()).isNotEmpty();
        }
    }

    @Test
    void aPausedHostIsLate() {
        simulation.network().faults(Scenario.CLIENT, Scenario.CLIENT, Faults.NONE.clockJumps(1, Duration.ofSeconds(1)));
        List<Duration> fired = new ArrayList<>();
        scenario.client.schedule(
                Duration.ofMillis(100), () -> fired.add(simulation.ticker().elapsed()));
        scenario.server.schedule(
                Duration.ofMillis(100), () -> fired.add(simulation.ticker().elapsed()));
        simulation.run();
        assertThat(fired.get(0)).as("the server").isEqualTo(Duration.ofMillis(100));
        assertThat(fired.get(1)).as("the client").isBetween(Duration.ofMillis(101), Duration.ofSeconds(2));
    }

    @Test
    void aPausedProgramReturnsLateFromItsSelect() throws Exception {
        simulation.network().faults(Faults.NONE.clockJumps(1, Duration.ofSeconds(1)));
        try (Selector selector = simulation.network().host("10.0.0.9").openSelector()) {
            assertThat(selector.select(100)).isZero();
        }
        assertThat(simulation.ticker().elapsed()).isBetween(Duration.ofMillis(101), Duration.ofSeconds(2));
    }

    @Test
    void wakeUpsAndReadyKeysMayBeSpurious() throws Exception {
        simulation.network().faults(Faults.NONE.spuriousWakeUps(1).spuriousReady(1));
        SimHost host = simulation.network().host("10.0.0.9");
        simulation.at(Duration.ofSeconds(5), () -> {});
        try (Selector selector = host.openSelector();
                ServerSocketChannel server = host.openServerSocketChannel()) {
            server.bind(new InetSocketAddress(80)).configureBlocking(false);
            SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
            assertThat(selector.select(10_000)).isEqualTo(1);
            assertThat(simulation.ticker().elapsed()).isLessThan(Duration.ofSeconds(5));
            assertThat(key.isAcceptable()).isTrue();
            assertThat(server.accept()).isNull();
        }
    }

    @Test
    void aKernelDoesNotAnnounceAConnectThatIsPending() throws Exception {
        Faults faults = Faults.NONE.spuriousReady(1).latency(Duration.ofMillis(1));
        assertThat(readyToConnect(faults)).as("adversarial").isEqualTo(1);
        assertThat(readyToConnect(faults.realistic())).as("realistic").isZero();
        assertThat(Faults.NONE.buffers(1).realistic().buffers).isEqualTo(2_048);
        assertThat(Faults.NONE.buffers(5_000).realistic().buffers).isEqualTo(5_000);
        assertThat(Faults.NONE.realistic().buffers).as("no fault").isZero();
    }

    private int readyToConnect(Faults faults) throws Exception {
        simulation.network().faults(faults);
        SimHost host = simulation.network().host(Scenario.CLIENT);
        try (Selector selector = host.openSelector();
                SocketChannel client = host.openSocketChannel()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_CONNECT);
            client.connect(Scenario.ADDRESS);
            return selector.selectNow();
        }
    }

    @Test
    void writesMayBeShortOrTakeNothing() throws Exception {
        RecordingProtocol idle = new RecordingProtocol();
        simulation.runUntil(scenario.connect(idle));
        SocketChannel channel = simulation.network().host(Scenario.CLIENT).openSocketChannel();
        channel.connect(Scenario.ADDRESS);
        channel.configureBlocking(false);
        simulation.network().faults(Faults.NONE.zeroWrites(1));
        assertThat(channel.write(ByteBuffer.allocate(1_000))).isZero();
        simulation.network().faults(Faults.NONE.shortWrites(1));
        assertThat(channel.write(ByteBuffer.allocate(1_000))).isBetween(1, 999);
        channel.close();
        simulation.network().faults(Faults.NONE);
        idle.transport.close();
    }

    @Test
    void readyKeysAndHostsComeInRandomOrder() {
        simulation.network().faults(Faults.NONE.shuffled());
        List<Boolean> clientFirst = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            boolean[] first = {true};
            scenario.client.schedule(Duration.ofMillis(i), () -> {
                clientFirst.add(first[0]);
                first[0] = false;
            });
            scenario.server.schedule(Duration.ofMillis(i), () -> {
                clientFirst.add(!first[0]);
                first[0] = false;
            });
        }
        simulation.run();
        assertThat(clientFirst).contains(true, false);
    }

    @Test
    void readyKeysComeInTheOrderOfRegistrationUnlessTheyAreShuffled() throws Exception {
        SimHost host = simulation.network().host("10.0.0.9");
        try (Selector selector = host.openSelector();
                SocketChannel first = host.openSocketChannel();
                SocketChannel second = host.openSocketChannel()) {
            for (SocketChannel channel : List.of(first, second)) {
                channel.connect(Scenario.ADDRESS);
                channel.configureBlocking(false).register(selector, SelectionKey.OP_WRITE);
            }
            assertThat(firstReady(selector)).containsOnly(first);
            simulation.network().faults(Faults.NONE.shuffled());
            assertThat(firstReady(selector)).contains(first, second);
        }
    }

    /** The channel that comes first, in each of fifty selects. */
    private static List<Channel> firstReady(Selector selector) throws IOException {
        List<Channel> first = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            selector.selectNow();
            first.add(selector.selectedKeys().iterator().next().channel());
            selector.selectedKeys().clear();
        }
        return first;
    }

    @Test
    void aConnectionToTheSameHostMayBeEstablishedAtOnce() throws Exception {
        simulation.network().faults(Faults.NONE.immediateConnects(1));
        SocketChannel channel = simulation.network().host(Scenario.SERVER).openSocketChannel();
        channel.configureBlocking(false);
        assertThat(channel.connect(Scenario.ADDRESS)).isTrue();
        channel.close();
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertRefused(() -> Faults.NONE.resets(1.5), "the probability of resets must be from 0 to 1, not 1.5");
        assertRefused(() -> Faults.NONE.resets(Double.NaN), "the probability of resets must be from 0 to 1, not NaN");
        assertRefused(() -> Faults.NONE.segments(0), "segments must be at least 1, not 0");
        assertRefused(() -> Faults.NONE.endAfter(-1), "endAfter must be at least 0, not -1");
        assertRefused(
                () -> Faults.NONE.latency(Duration.ofMillis(-1)), "latency must not be negative, but is PT-0.001S");
        assertThatThrownBy(() -> simulation.network().host("localhost")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
