// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CProgram;
import io.snowloop.benchmarks.measure.Cpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a load at a constant request rate found.
 *
 * @param requests the number of answers
 * @param latencies p50, p99 and p99.9 in microseconds, counted from the time at which a request was due
 */
record SteadyLoad(long requests, List<Double> latencies) {
    private static final int CONNECTIONS = 64;
    private static final int PERCENTILES = 3;

    /** Sends {@code rate} requests per second for a number of seconds, from the other CPU. */
    static SteadyLoad run(Rig rig, int port, long rate, int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "taskset",
                        "-c",
                        Cpus.GENERATOR,
                        CProgram.compiled(rig.home(), "steady_load").toString(),
                        Integer.toString(port),
                        Long.toString(rate),
                        Integer.toString(CONNECTIONS),
                        Integer.toString(seconds))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the steady load failed: " + output);
        }
        String[] numbers = output.split(" ");
        List<Double> latencies =
                Arrays.stream(numbers, 1, 1 + PERCENTILES).map(Double::valueOf).toList();
        return new SteadyLoad(Long.parseLong(numbers[0]), latencies);
    }
}
