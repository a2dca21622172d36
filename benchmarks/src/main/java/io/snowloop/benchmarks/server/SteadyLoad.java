// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CProgram;
import io.snowloop.benchmarks.measure.Cpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/**
 * What a load at a constant request rate found.
 *
 * @param latencies of all answers, in microseconds, counted from the time at which a request was due
 */
record SteadyLoad(Histogram latencies) {
    private static final int CONNECTIONS = 64;
    private static final int DIGITS = 3;

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
        return new SteadyLoad(parse(output));
    }

    /** An empty histogram of latencies, with three significant digits. */
    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /** Reads lines with a latency and the number of answers that had it. */
    static Histogram parse(String output) {
        Histogram latencies = histogram();
        output.lines()
                .map(line -> line.split(" "))
                .forEach(line -> latencies.recordValueWithCount(Long.parseLong(line[0]), Long.parseLong(line[1])));
        return latencies;
    }

    /** The number of answers. */
    long requests() {
        return latencies.getTotalCount();
    }
}
