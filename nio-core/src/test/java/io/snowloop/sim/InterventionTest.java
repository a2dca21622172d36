// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client sends "hello" and waits for the same bytes. Without an intervention the log is that of the first test. */
class InterventionTest {
    private static final String SERVER = "10.0.0.1";
    private static final String CLIENT = "10.0.0.2";

    private final Simulation simulation = new Simulation(1);
    private final List<String> log = new ArrayList<>();

    private List<String> run(String interventions) {
        SimNetwork network = simulation.network();
        network.faults(Faults.NONE.latency(Duration.ofMillis(10)));
        network.onSegment(segment -> log.add(line("", segment)));
        network.onLoss(segment -> log.add(line("lost ", segment)));
        Intervention.parse(interventions).forEach(network::intervene);
        simulation.program("server", () -> checked(this::serve));
        simulation.program("client", () -> checked(this::ask));
        simulation.run();
        assertThat(simulation.leftovers()).isEmpty();
        return log;
    }

    private static String line(String how, Segment segment) {
        String to = segment.to().getAddress().getHostAddress().equals(SERVER) ? ">" : "<";
        String data = segment.length() == 0 ? "" : " " + segment.length();
        return segment.time().toMillis() + " " + how + to + " " + segment.kind() + data;
    }

    private void serve() throws IOException {
        try (ServerSocketChannel server = simulation
                        .network()
                        .host(SERVER)
                        .openServerSocketChannel()
                        .bind(new InetSocketAddress(7));
                SocketChannel channel = server.accept()) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                log.add(millis() + " server has " + buffer.remaining());
                channel.configureBlocking(false);
                log.add("took " + channel.write(buffer));
                channel.configureBlocking(true);
                channel.write(buffer);
                buffer.clear();
            }
        }
    }

    private void ask() throws IOException {
        try (SocketChannel channel = simulation.network().host(CLIENT).openSocketChannel()) {
            channel.connect(new InetSocketAddress(SERVER, 7));
            channel.write(US_ASCII.encode("hello"));
            channel.shutdownOutput();
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (channel.read(buffer) >= 0) {
                log.add(millis() + " client has " + buffer.position());
            }
        }
    }

    private long millis() {
        return simulation.ticker().elapsed().toMillis();
    }

    private static void checked(Io program) {
        try {
            program.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Io {
        void run() throws IOException;
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "drop=99", "short-write=99:0", "split=3:5", "split=1:1", "hold=10.0.0.9:0s:1s"})
    void withoutOneAndWithOneThatIsNeverReached(String interventions) {
        assertThat(run(interventions))
                .containsExactly(
                        "10 > SYN",
                        "20 < SYN_ACK",
                        "30 > DATA 5",
                        "30 > FIN",
                        "30 server has 5",
                        "took 5",
                        "40 < DATA 5",
                        "40 < FIN",
                        "40 client has 5");
    }

    @Test
    void aSynIsLostAndSentAgain() {
        assertThat(run("drop=1")).startsWith("10 lost > SYN", "1010 > SYN", "1020 < SYN_ACK");
    }

    @Test
    void whatIsSentAfterALostSegmentWaitsForIt() {
        assertThat(run("drop=3"))
                .startsWith("10 > SYN", "20 < SYN_ACK", "30 lost > DATA 5", "1030 > DATA 5", "1030 > FIN");
    }

    @Test
    void aSegmentThatIsLateKeepsItsNumber() {
        assertThat(run("delay=3:200ms,split=4:2"))
                .as("the fourth is the end: nothing else has come meanwhile")
                .containsSubsequence("230 > DATA 5", "230 > FIN", "240 < DATA 5");
    }

    @Test
    void aSegmentArrivesAsTwo() {
        assertThat(run("split=3:2"))
                .containsSubsequence("30 > DATA 2", "30 server has 2", "31 > DATA 3", "31 > FIN", "31 server has 3");
    }

    @Test
    void twoAtTheSegmentsOfOneRun() {
        assertThat(run("split=3:2,drop=4")).containsSubsequence("30 > DATA 2", "31 lost > DATA 3", "1031 > DATA 3");
    }

    @Test
    void aWriteTakesFewerBytes() {
        assertThat(run("short-write=2:1")).containsSubsequence("took 1", "40 < DATA 1", "40 < DATA 4");
    }

    @Test
    void aHostThatIsHeldHasItsBytesAndDoesNotReadThem() {
        assertThat(run("hold=10.0.0.1:25ms:100ms"))
                .containsSubsequence("30 > DATA 5", "30 > FIN", "125 server has 5", "135 < DATA 5");
    }

    @Test
    void aLoopThatIsHeldHasNoTurn() {
        EventLoop loop = simulation.loop(SERVER);
        simulation.network().intervene(new Intervention.Hold(SERVER, Duration.ofMillis(5), Duration.ofMillis(50)));
        loop.schedule(Duration.ofMillis(10), () -> log.add("fires at " + millis()));
        simulation.run();
        assertThat(log).containsExactly("fires at 55");
    }

    @Test
    void aTimerFiresBeforeASegmentThatWouldComeFirst() {
        EventLoop loop = simulation.loop(SERVER);
        loop.schedule(Duration.ofMillis(35), () -> log.add(millis() + " timer"));
        assertThat(run("timers-first=10.0.0.1:25ms:35ms"))
                .containsSubsequence("20 < SYN_ACK", "35 timer", "35 > DATA 5", "35 server has 5");
    }

    @Test
    void theAnswerOfAPortWhereNoProgramListens() {
        SimNetwork network = simulation.network();
        network.host(SERVER);
        network.onSegment(segment -> log.add(line("", segment)));
        network.onLoss(segment -> log.add(line("lost ", segment)));
        Intervention.parse("drop=2,delay=3:5ms").forEach(network::intervene);
        simulation.program("client", () -> assertThatThrownBy(this::ask).hasMessageContaining("refused"));
        simulation.run();
        assertThat(log).containsExactly("0 > SYN", "0 lost < RST", "1005 < RST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop=5",
                "delay=5:200ms",
                "split=5:1",
                "short-write=2:0",
                "hold=server:20ms:1000ms",
                "timers-first=server:0.000001ms:10.5ms"
            })
    void eachHasAText(String text) {
        assertThat(Intervention.parse(text)).singleElement().hasToString(text);
        assertThat(Intervention.parse("hold=a:1.5s:20ms,drop=1").get(0).on(name -> name + "." + name))
                .hasToString("hold=a.a:1500ms:20ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lose=5 | it is none of these",
                "drop | it is none of these",
                "drop=0 | segment",
                "drop=x | 'x' is no number",
                "delay=5 | it is none of these",
                "delay=5:20 | '20' is no time such as 20ms or 1.5s",
                "split=1:0 | bytes",
                "hold=server:1s | it is none of these",
                "hold=server:-1s:1s | '-1s' is no time",
                "drop=1,,drop=2 | '' is not an intervention such as drop=5",
            })
    void whatIsNoneIsRefused(String text, String message) {
        assertThatThrownBy(() -> Intervention.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an intervention such as drop=5, delay=5:200ms")
                .hasMessageContaining(message);
    }
}
