// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Seeds;
import io.snowloop.sim.SimProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program has to get every byte right, with the faults that a kernel and a network have. */
class StrangersIT {
    /** The system property of the number of requests for each seed. */
    private static final int REQUESTS = Integer.getInteger("snowloop.strangers.requests", 20);

    static LongStream seeds() {
        return Seeds.numbers(20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theClientAndTheServerOfTheJdk(long seed) throws Exception {
        assertThat(run(JdkHttp.class, REQUESTS, "-D" + SimProvider.SEED + "=" + seed))
                .isEqualTo(REQUESTS + " right");
    }

    @Test
    void aSocketWithoutAChannelIsRefused() throws Exception {
        assertThat(run(AfterFirstChannel.class, 0))
                .contains("java.net.SocketException: java.net.Socket and ServerSocket have no channel, so they are not"
                        + " simulated");
    }

    /** The simulation begins with the first channel. */
    static final class AfterFirstChannel {
        public static void main(String[] args) throws Exception {
            SimProvider.simulation();
            JdkHttp.main(args);
        }
    }

    @Test
    void aPropertyWithoutAValidValueIsNamed() throws Exception {
        assertThat(run(JdkHttp.class, 1, "-D" + SimProvider.SEED + "=x"))
                .contains("snowloop.sim.seed is not a number: x");
        assertThat(run(JdkHttp.class, 1, "-D" + SimProvider.PROFILE + "=x"))
                .contains("snowloop.sim.profile is one of realistic, adversarial, none, and not 'x'");
        assertThat(run(JdkHttp.class, 1, "-D" + SimProvider.FAULTS + "=rain"))
                .contains("snowloop.sim.faults: there is no fault 'rain': there are latency, ");
    }

    /** What it prints. */
    private static String run(Class<?> program, int requests, String... properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Djava.nio.channels.spi.SelectorProvider=" + SimProvider.class.getName(),
                "-D" + SimProvider.SPEED + "=1000"));
        command.addAll(List.of(properties));
        command.addAll(List.of(program.getName(), String.valueOf(requests)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }
}
