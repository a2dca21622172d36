// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.sim.Scenario.Echo;
import io.snowloop.sim.Scenario.Sender;
import io.snowloop.sim.Segment.Kind;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Faults#loss}: a segment that is lost is sent again, and what is behind it waits. A segment takes 10 ms. */
class LossTest {
    private static final Faults WHOLE = Faults.NONE.latency(Duration.ofMillis(10));
    private static final Faults LOST = WHOLE.loss(Math.nextDown(1.0), Duration.ofMillis(200));

    private final Simulation simulation = new Simulation(1);
    private final SimNetwork network = simulation.network();
    private final List<String> seen = new ArrayList<>();
    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listening = network.host(Scenario.SERVER).openServerSocketChannel()) {
            listening.bind(Scenario.ADDRESS);
            client = network.host(Scenario.CLIENT).openSocketChannel();
            client.connect(Scenario.ADDRESS);
            server = listening.accept();
        }
        client.configureBlocking(false);
        server.configureBlocking(false);
        network.onSegment(segment -> see("", segment));
        network.onLoss(segment -> see(" lost", segment));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private void see(String how, Segment segment) {
        seen.add(segment.time().toMillis() + " ms: " + segment.length() + how);
    }

    private void write(Faults faults, int bytes) throws IOException {
        network.faults(faults);
        client.write(ByteBuffer.allocate(bytes));
    }

    @Test
    void aSegmentIsSentAgainAfterTheTimeOut() throws IOException {
        write(LOST, 1);
        network.faults(WHOLE);
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "210 ms: 1");
    }

    /** After two minutes at the latest, however often it is lost. */
    @Test
    void theTimeOutIsNotDoubledWithoutAnEnd() throws IOException {
        write(LOST, 1);
        simulation.runFor(Duration.ofDays(1));
        assertThat(seen)
                .contains("102210 ms: 1 lost", "204610 ms: 1 lost", "324610 ms: 1 lost", "444610 ms: 1 lost")
                .hasSizeGreaterThan(700);
        network.faults(WHOLE);
        simulation.run();
        assertThat(seen).last().asString().endsWith(" ms: 1");
    }

    /** Each segment of 100 bytes needs 100 ms: what is sent again is behind all of them, and the time-out begins when it has left. */
    @Test
    void whatIsSentAgainNeedsItsTimeOnTheLink() throws IOException {
        Duration soon = Duration.ofMillis(50);
        write(WHOLE.bandwidth(1_000), 100);
        write(WHOLE.bandwidth(1_000).loss(Math.nextDown(1.0), soon), 100);
        write(WHOLE.bandwidth(1_000), 100);
        simulation.run();
        assertThat(seen).containsExactly("110 ms: 100", "210 ms: 100 lost", "410 ms: 100", "410 ms: 100");
    }

    @Test
    void whatIsBehindItWaitsForIt() throws IOException {
        write(LOST, 1);
        write(WHOLE, 2);
        write(WHOLE, 3);
        simulation.runFor(Duration.ofMillis(209));
        assertThat(server.read(ByteBuffer.allocate(10))).isZero();
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "210 ms: 1", "210 ms: 2", "210 ms: 3");
        assertThat(server.read(ByteBuffer.allocate(10))).isEqualTo(6);
    }

    /** They arrive at 10 ms, the sender knows it at 20 ms, and the segment takes 10 ms again. */
    @Test
    void threeThatHaveOvertakenItSaveTheTimeOut() throws IOException {
        write(LOST, 1);
        for (int bytes = 2; bytes <= 5; bytes++) {
            write(WHOLE, bytes);
        }
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "30 ms: 1", "30 ms: 2", "30 ms: 3", "30 ms: 4", "30 ms: 5");
    }

    /** NewReno: the sender learns of the second one when the first has arrived. */
    @Test
    void twoThatAreLostTakeTwoRoundTrips() throws IOException {
        write(LOST, 1);
        write(LOST, 2);
        for (int i = 0; i < 3; i++) {
            write(WHOLE, 3);
        }
        simulation.run();
        assertThat(seen)
                .containsExactly(
                        "10 ms: 1 lost", "10 ms: 2 lost", "30 ms: 1", "50 ms: 2", "50 ms: 3", "50 ms: 3", "50 ms: 3");
    }

    @Test
    void theTimeOutIsDoubledWhenItIsLostAgain() throws IOException {
        write(LOST, 1);
        simulation.runFor(Duration.ofMillis(300));
        network.faults(WHOLE);
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "210 ms: 1 lost", "610 ms: 1");
    }

    /** It is under way again when three arrive that were behind it, at 30 ms. A second copy would come at 70 ms. */
    @Test
    void whatIsSentAgainIsNotSentOnceMoreWhenItIsOvertaken() throws IOException {
        write(WHOLE.loss(Math.nextDown(1.0), Duration.ofMillis(25)), 1);
        network.faults(WHOLE);
        simulation.runFor(Duration.ofMillis(20));
        for (int i = 0; i < 3; i++) {
            write(WHOLE, 2);
        }
        Faults slow = Faults.NONE.latency(Duration.ofMillis(30));
        network.faults(slow);
        simulation.runFor(Duration.ofMillis(40));
        write(slow, 3);
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "55 ms: 1", "55 ms: 2", "55 ms: 2", "55 ms: 2", "90 ms: 3");
    }

    @Test
    void segmentsHaveTheSizeOfEthernet() throws IOException {
        write(WHOLE.loss(1e-9, Duration.ofMillis(200)), 4_000);
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1460", "10 ms: 1460", "10 ms: 1080");
    }

    @Test
    void nothingIsSentAgainWhenTheConnectionIsGone() throws IOException {
        write(LOST, 1);
        server.setOption(StandardSocketOptions.SO_LINGER, 0);
        server.close(); // RST
        network.faults(WHOLE);
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "10 ms: 0");
        assertThat(network.segmentsUnderWay()).isZero();
    }

    @Test
    void aPartitionHoldsBackWhatIsSentAgain() throws IOException {
        write(LOST, 1);
        network.faults(WHOLE);
        network.partition(Scenario.CLIENT, Scenario.SERVER, Duration.ofMillis(205), Duration.ofMillis(500));
        simulation.run();
        assertThat(seen).containsExactly("10 ms: 1 lost", "210 ms: 1 lost", "510 ms: 1");
    }

    @Test
    void aProbabilityOfOneWouldLoseAll() {
        assertThatThrownBy(() -> Faults.NONE.loss(1, Duration.ofMillis(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no segment pass");
        assertThatThrownBy(() -> Faults.NONE.loss(0.5, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Both directions lose, and what comes back is what was sent. */
    @Seeds
    void everyByteArrivesInItsPlace(Simulation lossy) throws Exception {
        Scenario scenario = new Scenario(lossy);
        scenario.listen(Echo::new);
        Random random = lossy.random();
        lossy.network()
                .faults(Faults.NONE
                        .latency(Duration.ofMillis(random.nextInt(30)))
                        .jitter(Duration.ofMillis(random.nextInt(30)))
                        .segments(1 + random.nextInt(2_000))
                        .loss(0.05 + random.nextDouble() / 2, Duration.ofMillis(1 + random.nextInt(300))));
        List<Segment> losses = new ArrayList<>();
        lossy.network().onLoss(losses::add);
        byte[] bytes = new byte[20_000];
        random.nextBytes(bytes);
        Sender sender = new Sender(bytes);
        scenario.connect(sender);
        lossy.run();
        assertThat(sender.bytes()).isEqualTo(bytes);
        assertThat(losses).isNotEmpty().extracting(Segment::kind).containsOnly(Kind.DATA);
        scenario.finish();
    }
}
