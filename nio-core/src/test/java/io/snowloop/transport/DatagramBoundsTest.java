// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingDatagrams;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a datagram transport holds, and what it does beyond that. The kernel has room for 1,000 bytes, the link takes 1,000 a second. */
class DatagramBoundsTest {
    private static final DatagramOptions OPTIONS = DatagramOptions.builder()
            .maxQueuedDatagrams(3)
            .maxQueuedBytes(2_500)
            .build();

    private final Simulation simulation = new Simulation(5);
    private final RecordingDatagrams server = new RecordingDatagrams();
    private final RecordingDatagrams client = new RecordingDatagrams();
    private final CapturedLog log = new CapturedLog(DatagramOptions.class);
    private EventLoop loop;
    private InetSocketAddress there;

    @BeforeEach
    void open() throws IOException {
        there = new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 7);
        DatagramTransport.bind(simulation.loop("10.0.0.1"), there, DatagramOptions.DEFAULT, server);
        loop = simulation.add(EventLoop.open(simulation.options("10.0.0.2").toBuilder()
                .observer(LoopTrace.ofCapacity(4096))
                .build()));
        DatagramTransport.connect(loop, there, OPTIONS, client);
        simulation.network().faults(Faults.NONE.bandwidth(1_000));
        simulation.network().faults("10.0.0.2", "10.0.0.2", Faults.NONE.buffers(1_000));
    }

    @AfterEach
    void close() {
        simulation.close();
        log.close();
        assertThat(client.violations).isEmpty();
        assertThat(server.violations).isEmpty();
    }

    private static String of(int length) {
        return "x".repeat(length);
    }

    private List<TraceRecord> records(LoopEvent event) {
        return LoopTrace.of(loop).recording().records().stream()
                .filter(record -> record.event() == event)
                .toList();
    }

    @Test
    void whatTheKernelHasNoRoomForIsQueuedAndSentInOrder() {
        client.outside(() -> {
            assertThat(client.send(of(1_000))).as("by the kernel").isTrue();
            assertThat(client.transport.queued()).isZero();
            assertThat(client.send(of(900))).as("queued").isTrue();
            assertThat(client.send("last")).isTrue();
        });
        assertThat(client.transport.queued()).isEqualTo(904);
        simulation.run();
        assertThat(server.received()).containsExactly(of(1_000), of(900), "last");
        assertThat(client.transport.queued()).isZero();
        assertThat(client.transport.dropped()).isZero();
        assertThat(client.calls).as("none was dropped, so no one waits").containsExactly("opened");
    }

    @Test
    void oneDatagramMoreThanTheBoundIsDroppedAndCounted() {
        client.send(of(1_000));
        assertThat(IntStream.range(0, 5).mapToObj(i -> client.send("" + i)))
                .containsExactly(true, true, true, false, false);
        assertThat(client.transport.dropped()).isEqualTo(2);
        assertThat(log.records())
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        "DatagramOptions.maxQueuedDatagrams = 3: dropped a datagram that the kernel has no room"
                                + " for (said once)");
        simulation.run();
        assertThat(server.received()).containsExactly(of(1_000), "0", "1", "2");
        assertThat(client.calls).containsExactly("opened", "writable");
    }

    @Test
    void emptyDatagramsCountToo() {
        client.send(of(1_000));
        client.send("queued");
        assertThat(IntStream.range(0, 3).mapToObj(i -> client.send(""))).containsExactly(true, true, false);
        simulation.run();
        assertThat(server.received()).containsExactly(of(1_000), "queued", "", "");
    }

    @Test
    void aByteMoreThanTheBoundIsDroppedAndCounted() {
        client.send(of(1_000));
        assertThat(client.send(of(2_000))).isTrue();
        assertThat(client.send(of(501))).isFalse();
        assertThat(client.send(of(500))).isTrue();
        assertThat(client.transport.queued()).isEqualTo(2_500);
        assertThat(client.transport.dropped()).isOne();
        assertThat(log.records())
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        "DatagramOptions.maxQueuedBytes = 2500: dropped a datagram that the kernel has no room for (said"
                                + " once)");
    }

    @Test
    void thereIsRoomAgainOnceAllAreSent() {
        List<Boolean> sent = new ArrayList<>();
        RecordingDatagrams waiting = new RecordingDatagrams() {
            @Override
            protected void onWritable() {
                assertThat(transport.queued()).isZero();
                sent.add(send(of(1_000)));
                sent.add(send("again")); // queued, but none is dropped: this is not called another time
            }
        };
        try {
            DatagramTransport.connect(loop, there, OPTIONS, waiting);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        waiting.send(of(1_000));
        IntStream.range(0, 4).forEach(i -> waiting.send("" + i));
        simulation.run();
        assertThat(sent).containsExactly(true, true);
        assertThat(waiting.calls).containsExactly("opened", "writable");
        assertThat(server.received()).endsWith("again");
    }

    @Test
    void closeSendsWhatIsQueuedAndAbortDoesNot() throws IOException {
        RecordingDatagrams aborting = new RecordingDatagrams();
        DatagramTransport.connect(loop, there, OPTIONS, aborting);
        for (RecordingDatagrams each : List.of(client, aborting)) {
            each.send(of(1_000));
            each.send("queued");
            IntStream.range(0, 3).forEach(i -> each.send(""));
            assertThat(each.transport.dropped()).isOne();
        }
        client.outside(client.transport::close);
        assertThat(client.transport.isOpen()).isFalse();
        assertThat(client.send("too late")).isFalse();
        aborting.outside(aborting.transport::abort);
        simulation.run();
        assertThat(server.received()).containsOnlyOnce("queued").doesNotContain("too late");
        assertThat(client.calls).as("no writable").containsExactly("opened", "closed");
        assertThat(aborting.calls).containsExactly("opened", "closed");
    }

    @Test
    void aDatagramThatTheKernelRefusesLaterFailsAndTheNextIsSent() throws IOException {
        DatagramOptions large = OPTIONS.toBuilder().maxQueuedBytes(100_000).build();
        RecordingDatagrams sender = new RecordingDatagrams();
        DatagramTransport.connect(loop, there, large, sender);
        sender.send(of(1_000));
        assertThat(sender.send(of(65_508))).as("queued").isTrue();
        sender.send("next");
        simulation.run();
        assertThat(server.received()).containsExactly(of(1_000), "next");
        assertThat(sender.calls).containsExactly("opened", "failed: SocketException");
    }

    /** A turn flushes what was queued at its begin: then the loop's other tasks have theirs. */
    @Test
    void aProtocolThatSendsAgainWhatTheKernelRefusesDoesNotHoldTheLoop() throws IOException {
        DatagramOptions large = OPTIONS.toBuilder().maxQueuedBytes(200_000).build();
        List<Integer> failuresAtTheNextTask = new ArrayList<>();
        RecordingDatagrams stubborn = new RecordingDatagrams() {
            @Override
            protected void onFailed() {
                if (failures.size() == 1) {
                    loop.execute(() -> failuresAtTheNextTask.add(failures.size()));
                }
                if (failures.size() < 100) {
                    send(of(65_508));
                }
            }
        };
        DatagramTransport.connect(loop, there, large, stubborn);
        stubborn.send(of(1_000));
        assertThat(stubborn.send(of(65_508))).as("queued").isTrue();
        assertThat(stubborn.send(of(65_508))).as("queued").isTrue();
        simulation.run();
        assertThat(failuresAtTheNextTask)
                .singleElement()
                .satisfies(count -> assertThat(count).isLessThan(10));
        assertThat(stubborn.failures).as("all were tried").hasSize(101);
        assertThat(stubborn.transport.queued()).isZero();
    }

    @Test
    void sixteenDatagramsAreReceivedInATurnAndOthersAreServedBetween() throws IOException {
        RecordingDatagrams flooded = new RecordingDatagrams();
        InetSocketAddress local = new InetSocketAddress(InetAddress.getByName("10.0.0.2"), 9);
        DatagramTransport.bind(loop, local, OPTIONS, flooded);
        simulation.network().faults("10.0.0.2", "10.0.0.2", Faults.NONE);
        List<Integer> atEachTask = new ArrayList<>();
        simulation.network().faults(Faults.NONE);
        IntStream.range(0, 40).forEach(i -> server.send("" + i, local));
        Runnable[] task = new Runnable[1];
        task[0] = () -> {
            atEachTask.add(flooded.received().size());
            if (flooded.received().size() < 40) {
                loop.execute(task[0]);
            }
        };
        loop.execute(task[0]);
        simulation.run();
        assertThat(atEachTask).endsWith(16, 32, 40);
    }

    @Test
    void pausedReadingHasTheKernelDropWhatItsBufferCannotHold() throws IOException {
        RecordingDatagrams slow = new RecordingDatagrams();
        InetSocketAddress local = new InetSocketAddress(InetAddress.getByName("10.0.0.2"), 9);
        DatagramOptions small = OPTIONS.toBuilder().receiveBuffer(4_000).build();
        simulation.network().faults("10.0.0.2", "10.0.0.2", Faults.NONE);
        DatagramTransport.bind(loop, local, small, slow);
        slow.transport.pauseReading();
        simulation.network().faults(Faults.NONE);
        IntStream.range(0, 10).forEach(i -> server.send(i + of(999), local));
        simulation.run();
        assertThat(slow.received()).isEmpty();
        slow.transport.resumeReading();
        simulation.run();
        assertThat(slow.received()).containsExactly("0" + of(999), "1" + of(999), "2" + of(999));
    }

    @Test
    void theKernelsSendBufferIsAsLargeAsTheOptionSays() throws IOException {
        simulation.network().faults("10.0.0.2", "10.0.0.2", Faults.NONE);
        RecordingDatagrams sender = new RecordingDatagrams();
        DatagramOptions small = OPTIONS.toBuilder().sendBuffer(3_000).build();
        DatagramTransport.connect(loop, there, small, sender);
        IntStream.range(0, 3).forEach(i -> sender.send(of(1_000)));
        assertThat(sender.transport.queued()).isZero();
        sender.send(of(1_000));
        assertThat(sender.transport.queued()).isEqualTo(1_000);
    }

    @Test
    void aTraceHasTheBytesReadWrittenAndQueued() {
        client.send(of(1_000));
        client.send(of(600));
        simulation.run();
        server.send("answer", client.transport.localAddress());
        simulation.run();
        assertThat(records(LoopEvent.WRITTEN)).extracting(TraceRecord::value).containsExactly(1_000L, 600L);
        assertThat(records(LoopEvent.READ)).extracting(TraceRecord::value).containsExactly(6L);
        assertThat(records(LoopEvent.QUEUE_LEVEL))
                .extracting(TraceRecord::value)
                .containsExactly(600L, 0L);
        assertThat(records(LoopEvent.WRITTEN))
                .allSatisfy(record -> assertThat(record.owner().toString()).contains("RecordingDatagrams"));
    }

    @Test
    void optionsOutOfBoundsAreRefused() {
        DatagramOptions.Builder builder = DatagramOptions.builder();
        assertThatThrownBy(() -> builder.maxQueuedDatagrams(-1))
                .hasMessage("maxQueuedDatagrams must be at least 0, not -1");
        assertThatThrownBy(() -> builder.maxQueuedBytes(-1)).hasMessage("maxQueuedBytes must be at least 0, not -1");
        assertThatThrownBy(() -> builder.receiveBuffer(-1)).hasMessage("receiveBuffer must be at least 0, not -1");
        assertThatThrownBy(() -> builder.sendBuffer(-1)).hasMessage("sendBuffer must be at least 0, not -1");
        assertThatThrownBy(() -> builder.multicastHops(256)).hasMessage("multicastHops must be from 0 to 255, not 256");
        assertThat(OPTIONS.toBuilder().build().maxQueuedBytes()).isEqualTo(2_500);
    }

    @Test
    void thePortIsDrawnFromTheSeed() throws IOException {
        assertThat(portOf(5))
                .isEqualTo(client.transport.localAddress().getPort())
                .isNotEqualTo(portOf(6));
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ZERO);
    }

    private int portOf(long seed) throws IOException {
        try (Simulation other = new Simulation(seed)) {
            RecordingDatagrams protocol = new RecordingDatagrams();
            return DatagramTransport.connect(other.loop("10.0.0.2"), there, OPTIONS, protocol)
                    .localAddress()
                    .getPort();
        }
    }
}
