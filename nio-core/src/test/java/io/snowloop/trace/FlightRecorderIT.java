// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: a class is loaded once. */
class FlightRecorderIT {
    @Test
    void theEventsAreThereBeforeTheLoopRunsSoThatTheFirstReportBlocksItNoLonger() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpensALoop.class.getName())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(text.lines()).contains("io.snowloop.SlowCallback", "io.snowloop.Late");
    }

    /** Prints the names of all events. */
    static final class OpensALoop {
        private OpensALoop() {}

        public static void main(String[] args) throws IOException {
            EventLoopOptions options =
                    EventLoopOptions.builder().observer(DebugMode.DEFAULT).build();
            try (EventLoop loop = EventLoop.open(options)) {
                FlightRecorder.getFlightRecorder().getEventTypes().forEach(type -> System.out.println(type.getName()));
            }
        }
    }
}
