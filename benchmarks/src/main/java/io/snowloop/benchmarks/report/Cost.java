// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.Summary;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What one work costs now, beside another commit. The CPU is compared round by round: the machine may be slow for some
 * seconds, but it is then so for both.
 *
 * @param work the name of the work
 * @param cpu the CPU per request as a multiple of the other commit's, over the rounds
 * @param allocated the allocated bytes per request, the median
 * @param allocatedBefore those of the other commit
 */
public record Cost(String work, Summary cpu, double allocated, double allocatedBefore) {
    /** The head of a table of these. */
    public static final String HEAD =
            String.format(Locale.ROOT, "%-20s %10s %16s %10s %10s%n", "work", "CPU", "range", "B alloc", "before");

    /**
     * The cost of a work that was measured on both in the same rounds.
     *
     * @throws IllegalArgumentException if their works or the numbers of their rounds differ
     */
    public static Cost of(Row now, Row before) {
        if (!now.work().equals(before.work())
                || now.rounds().size() != before.rounds().size()) {
            throw new IllegalArgumentException("not of the same rounds: " + now.work() + " and " + before.work());
        }
        double[] ratios = IntStream.range(0, now.rounds().size())
                .mapToDouble(i ->
                        now.rounds().get(i).cpuMicros() / before.rounds().get(i).cpuMicros())
                .toArray();
        return new Cost(now.work(), Summary.of(ratios), allocated(now), allocated(before));
    }

    private static double allocated(Row row) {
        return row.summary(Round::allocatedEach).median();
    }

    /** Whether it takes over so many per cent more CPU than before. */
    public boolean isAbove(double percent) {
        return cpu.median() > 1 + percent / 100;
    }

    /** A line of the table. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-20s %+9.1f%% %+6.1f%% to %+5.1f%% %10.0f %10.0f%n",
                work,
                percent(cpu.median()),
                percent(cpu.min()),
                percent(cpu.max()),
                allocated,
                allocatedBefore);
    }

    private static double percent(double ratio) {
        return 100 * (ratio - 1);
    }
}
