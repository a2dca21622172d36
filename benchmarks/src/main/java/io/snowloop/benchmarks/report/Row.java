package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.Summary;
import io.snowloop.benchmarks.measure.Work;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One entry at one work.
 *
 * @param work its name
 * @param entry its name
 * @param title of the entry
 * @param yardstick whether it only shows what is possible
 * @param rounds in their order
 * @param residentKib physical memory after the last round
 * @param note what is to be said of it: the header fields of its answers
 */
public record Row(
        String work, String entry, String title, boolean yardstick, List<Round> rounds, long residentKib, String note) {
    /** What the rounds come to in one respect. */
    public Summary summary(ToDoubleFunction<Round> respect) {
        return Summary.of(rounds.stream().mapToDouble(respect).toArray());
    }

    /** How many MiB it answers with in a second of its CPU; 0 where answers are small. */
    public double mebibytesPerCpuSecond() {
        return Work.answerSize(work) / 1.048576 / summary(Round::cpuMicros).median();
    }
}
