// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {
    private static final long RATE = 1_000;

    private final Path home = Path.of("..");

    private int requests;

    private Rig rig() {
        return new Rig(home, Jvm.withDefaults(Path.of(System.getProperty("java.home"))), null, Pace.QUICK);
    }

    @Test
    void theLatenciesOfRoundsAreOnePool() {
        Histogram pool = SteadyLoad.parse("10 97\n20 2");
        pool.add(SteadyLoad.parse("30 1"));
        assertThat(pool.getTotalCount()).isEqualTo(100);
        assertThat(pool.getValueAtPercentile(50)).isEqualTo(10);
        assertThat(pool.getValueAtPercentile(99)).isEqualTo(20);
        assertThat(pool.getValueAtPercentile(99.9)).isEqualTo(30);
    }

    /** A load that waits for responses would count the pause once for each connection (coordinated omission). */
    @Test
    void aPauseOfTheServerIsInTheLatencyOfAllRequestsThatAreDueInIt() throws Exception {
        Snow app = new Snow().get("/plaintext", request -> {
            if (++requests == 100) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            return Response.text(Payload.TEXT);
        });
        try (Server server = app.listen(0)) {
            Histogram latencies = SteadyLoad.run(rig(), server.port(), RATE, 1).latencies();
            assertThat(latencies.getTotalCount()).isEqualTo(RATE);
            long late = latencies.getCountBetweenValues(200_000, latencies.getMaxValue());
            assertThat(late).isGreaterThan(190); // those that are due in the first half of the pause
        }
    }

    @Test
    void aWrongResponseIsAFailure() throws Exception {
        try (Server server = new Snow().listen(0)) {
            assertThatThrownBy(() -> SteadyLoad.run(rig(), server.port(), RATE, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer");
        }
    }
}
