// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;

/**
 * The length of a measurement.
 *
 * @param warmUp the warm-up of each entry and work, in CPU seconds
 * @param seconds the length of a round, in seconds
 * @param rounds the number of rounds of each entry and work
 */
public record Pace(int warmUp, int seconds, int rounds) {
    /** For published results. */
    public static final Pace FULL = new Pace(8, 5, 7);

    /** For a first impression. */
    public static final Pace QUICK = new Pace(3, 2, 3);

    /** The CPU time of the measured process. */
    public interface Clock {
        CpuTime read() throws IOException;
    }

    /** A load that runs for a number of seconds. */
    public interface Load {
        void run(int seconds) throws IOException, InterruptedException;
    }

    /**
     * Warms up for an amount of CPU time, so that the compiler gets equally far on a busy machine. If the load cannot
     * use the whole CPU, the warm-up ends after twice that time. Its runs are as short as the rounds, because the JVM
     * discards some compiled code when the first connection closes.
     */
    public void warmUp(Clock clock, Load load) throws IOException, InterruptedException {
        CpuTime start = clock.read();
        for (int past = 0; past < 2 * warmUp && clock.read().since(start) < warmUp * 1_000_000_000L; past += seconds) {
            load.run(seconds);
        }
    }
}
