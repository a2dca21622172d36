// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.samples.measure.Summary;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of one entry at one work.
 *
 * @param work the name of the work
 * @param entry the name of the entry
 * @param title the title of the entry
 * @param yardstick whether the entry is a baseline, and no peer
 * @param rounds the rounds in order
 * @param residentKib the physical memory after the last round, in KiB
 * @param note the names of the header fields of its responses
 */
public record Row(
        String work, String entry, String title, boolean yardstick, List<Round> rounds, long residentKib, String note) {
    /** The summary of one value of the rounds. */
    public Summary summary(ToDoubleFunction<Round> respect) {
        return Summary.of(rounds.stream().mapToDouble(respect).toArray());
    }

    /** The MiB of responses per second of CPU; 0 if the responses are small. */
    public double mebibytesPerCpuSecond() {
        return Work.answerSize(work) / 1.048576 / summary(Round::cpuMicros).median();
    }
}
