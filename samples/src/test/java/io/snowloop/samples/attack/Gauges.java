// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a server holds at one moment.
 *
 * @param descriptors the open file descriptors of its process
 * @param registrations the channels in all of its loops
 * @param timers the timers in all of its loops
 * @param threads the live threads of its JVM
 * @param streams the bodies of responses that have neither ended nor been cancelled
 */
record Gauges(long descriptors, int registrations, int timers, int threads, int streams) {
    /** Reads what {@link #toLine} has written. */
    static Gauges parse(String line) {
        int[] numbers =
                Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
        return new Gauges(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /** The numbers in the order of the components. */
    String toLine() {
        return Arrays.stream(new long[] {descriptors, registrations, timers, threads, streams})
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }

    /** Whether nothing is more than there. */
    boolean isWithin(Gauges other) {
        return descriptors <= other.descriptors
                && registrations <= other.registrations
                && timers <= other.timers
                && threads <= other.threads
                && streams <= other.streams;
    }
}
