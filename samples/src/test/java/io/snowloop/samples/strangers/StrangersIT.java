// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Seeds;
import io.snowloop.sim.SimProvider;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program has to get every byte right, with the faults that a kernel and a network have. */
@Tag("oldest") // it takes more than a minute
class StrangersIT {
    /** The system property of the number of requests for each seed. */
    private static final int REQUESTS = Integer.getInteger("snowloop.strangers.requests", 20);

    /** The system property of the number of seeds. */
    private static final int SEEDS = Integer.getInteger("snowloop.strangers.seeds", 20);

    static Stream<Arguments> runs() {
        return runs(SEEDS);
    }

    static Stream<Arguments> fewRuns() {
        return runs(3);
    }

    private static Stream<Arguments> runs(int seeds) {
        List<Class<?>> programs = List.of(JdkHttp.class, NettyHttp.class, JettyHttp.class, UndertowHttp.class);
        return programs.stream()
                .flatMap(program -> Seeds.numbers(seeds).mapToObj(seed -> Arguments.of(program.getSimpleName(), seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void eachByteIsRight(String program, long seed) throws Exception {
        assertThat(run(program, REQUESTS, "-D" + SimProvider.SEED + "=" + seed)).endsWith(REQUESTS + " right");
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("fewRuns")
    void writesThatTakeNothingLoseNoAnswer(String program, long seed) throws Exception {
        assertThat(run(
                        program,
                        200,
                        "-D" + SimProvider.SEED + "=" + seed,
                        "-D" + SimProvider.FAULTS + "=zero-writes=0.5"))
                .endsWith("200 right");
    }

    @Test
    void eachByteIsRightWithNettyAtBothEnds() {
        Seeds.check(SEEDS, simulation -> NettySimulationTest.send(simulation, REQUESTS));
    }

    @Test
    void aSocketWithoutAChannelIsRefused() throws Exception {
        assertThat(run("StrangersIT$ASocket", 0))
                .contains("java.net.SocketException: java.net.Socket and ServerSocket have no channel, so they are not"
                        + " simulated");
    }

    /** The simulation begins with the first channel. */
    static final class ASocket {
        private ASocket() {}

        public static void main(String[] args) throws Exception {
            SocketChannel.open().close();
            new Socket(InetAddress.getLoopbackAddress(), 80).close();
        }
    }

    @Test
    void noDescriptorOfTheKernelIsUsed() throws Exception {
        assertThat(run("StrangersIT$Descriptors", 0)).isEqualTo("as many descriptors as before");
    }

    /** Opens what a provider has, and counts the descriptors of its JVM. */
    static final class Descriptors {
        private Descriptors() {}

        public static void main(String[] args) throws Exception {
            open(); // loads the classes
            long before = OpenFiles.all();
            List<Object> kept = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                kept.add(open());
            }
            long more = OpenFiles.all() - before;
            System.out.println(more == 0 ? "as many descriptors as before" : more + " more for " + kept.size());
        }

        private static List<Object> open() throws IOException {
            ServerSocketChannel server =
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            client.socket().setTcpNoDelay(true);
            return List.of(server, client, server.accept(), Selector.open(), Pipe.open());
        }
    }

    @Test
    void aPropertyWithoutAValidValueIsNamed() throws Exception {
        assertThat(run("JdkHttp", 1, "-D" + SimProvider.SEED + "=x")).contains("snowloop.sim.seed is not a number: x");
        assertThat(run("JdkHttp", 1, "-D" + SimProvider.PROFILE + "=x"))
                .contains("snowloop.sim.profile is one of realistic, adversarial, hostile, none, and not 'x'");
        assertThat(run("JdkHttp", 1, "-D" + SimProvider.FAULTS + "=rain"))
                .contains("snowloop.sim.faults: there is no fault 'rain': there are latency, ");
    }

    /** What it prints. */
    private static String run(String program, int requests, String... properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Djava.nio.channels.spi.SelectorProvider=" + SimProvider.class.getName(),
                "-D" + SimProvider.SPEED + "=1000"));
        command.addAll(List.of(properties));
        command.addAll(List.of(StrangersIT.class.getPackageName() + "." + program, String.valueOf(requests)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }
}
