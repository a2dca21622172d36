// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Results as text tables for a terminal. */
public final class Table {
    private Table() {}

    /** The table of one work, sorted by CPU per request. */
    public static String of(String work, List<Row> rows) {
        double baseline = rows.stream()
                .filter(row -> row.entry().equals("raw"))
                .mapToDouble(Table::cpu)
                .findFirst()
                .orElse(Double.NaN);
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-20s %18s %8s %9s %10s %6s %9s %9s %9s %9s%n",
                work,
                "CPU us (range)",
                "x raw",
                "MiB/CPU s",
                "requests/s",
                "busy",
                "p50 us",
                "p99 us",
                "B alloc",
                "RSS"));
        rows.stream().sorted(Comparator.comparingDouble(Table::cpu)).forEach(row -> text.append(line(row, baseline)));
        return text.toString();
    }

    private static String line(Row row, double baseline) {
        Summary cpu = row.summary(Round::cpuMicros);
        long errors = row.rounds().stream().mapToLong(Round::errors).sum();
        String line = String.format(
                Locale.ROOT,
                "%-20s %7.2f %4.2f-%-5.2f %8s %9s %10.0f %5.0f%% %9s %9s %9.0f %8.0fM%n",
                row.title(),
                cpu.median(),
                cpu.min(),
                cpu.max(),
                Double.isNaN(baseline) ? "-" : String.format(Locale.ROOT, "%.2f", cpu.median() / baseline),
                positive(row.mebibytesPerCpuSecond()),
                row.summary(Round::perSecond).median(),
                100 * row.summary(Round::busy).median(),
                positive(row.summary(Round::p50).median()),
                positive(row.summary(Round::p99).median()),
                row.summary(Round::allocatedEach).median(),
                row.residentKib() / 1024.0);
        return errors == 0 ? line : line.stripTrailing() + "  " + errors + " errors\n";
    }

    /**
     * The number, or a dash if it was not measured: clients have no latency, as their number of requests is constant.
     */
    private static String positive(double value) {
        return value == 0 ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }

    /** The table of one group: a line for each entry, a column for each metric, with the medians. */
    public static String ofFigures(String group, List<Figure> figures) {
        List<String> metrics = figures.stream().map(Figure::metric).distinct().toList();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-30s", group));
        metrics.forEach(metric -> text.append(String.format(Locale.ROOT, " %16s", metric)));
        text.append('\n');
        for (String title : figures.stream().map(Figure::title).distinct().toList()) {
            text.append(String.format(Locale.ROOT, "%-30s", title));
            for (String metric : metrics) {
                String value = figures.stream()
                        .filter(figure ->
                                figure.title().equals(title) && figure.metric().equals(metric))
                        .map(Figure::text)
                        .findFirst()
                        .orElse("-");
                text.append(String.format(Locale.ROOT, " %16s", value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The table of the targets for which there are results. */
    public static String ofTargets(Results results) {
        StringBuilder text = new StringBuilder();
        for (Target target : Targets.of(results)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-32s %12s  %-36s %s%n",
                    target.what(),
                    target.measuredText(),
                    target.wantedText(),
                    target.verdict()));
        }
        return text.toString();
    }

    private static double cpu(Row row) {
        return row.summary(Round::cpuMicros).median();
    }
}
