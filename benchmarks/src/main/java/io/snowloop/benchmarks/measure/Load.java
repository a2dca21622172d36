// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A load by a program in C, which makes its connections first, and then runs as often as it is asked to. */
public interface Load {
    /** The name of its table. */
    String title();

    /** The program, compiled if its source is newer. */
    Path program(Path home) throws IOException, InterruptedException;

    /** The arguments of the program. */
    List<String> arguments(int port);

    /**
     * The counters of a run.
     *
     * @param units the number of messages, requests or handshakes, each of which was complete and right
     * @param nanos the length of the run
     * @param p50 the median of the latency in microseconds
     * @param p99 the 99th percentile of the latency in microseconds
     */
    record Count(long units, long nanos, double p50, double p99) {
        /** Reads the line that a program prints. */
        static Count parse(String line) throws IOException {
            String[] numbers = line.split(" ");
            if (numbers.length != 4) {
                throw new IOException("unexpected output of a load: " + line);
            }
            return new Count(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Double.parseDouble(numbers[2]),
                    Double.parseDouble(numbers[3]));
        }
    }
}
