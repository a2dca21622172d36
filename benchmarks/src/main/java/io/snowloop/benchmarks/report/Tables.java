// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.BarChart;
import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.measure.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The tables of a page, each below its chart, whose files go to a folder beside the page. */
final class Tables {
    private final Path folder;
    private final StringBuilder text;

    Tables(Path folder, StringBuilder text) {
        this.folder = folder;
        this.text = text;
    }

    /** The CPU and more of each entry in one work, the least first. */
    void load(String work, List<Row> rows) throws IOException {
        List<Row> sorted =
                rows.stream().sorted(Comparator.comparingDouble(Tables::cpu)).toList();
        List<BarChart.Bar> bars = sorted.stream()
                .map(row -> bar(row.entry(), row.title(), row.summary(Round::cpuMicros)))
                .toList();
        String unit = Captions.unit(work);
        chart(work, work + ": CPU per " + unit, "µs", bars);
        boolean large = sorted.stream().anyMatch(row -> row.mebibytesPerCpuSecond() > 0);
        text.append("| entry | CPU µs | range |" + (large ? " MiB/CPU s |" : "") + " " + unit
                + "s/s | busy | p50 µs | p99 µs | bytes allocated | RSS MiB |\n");
        text.append(
                "| --- | ---: | ---: |" + (large ? " ---: |" : "") + " ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Row row : sorted) {
            Summary cpu = row.summary(Round::cpuMicros);
            String rate = large ? " | " + positive(row.mebibytesPerCpuSecond()) : "";
            line(
                    row.title(),
                    Numbers.text(cpu.median()),
                    Numbers.text(cpu.min()) + " to " + Numbers.text(cpu.max()) + rate,
                    String.format(
                            Locale.ROOT, "%,.0f", row.summary(Round::perSecond).median()),
                    String.format(
                            Locale.ROOT,
                            "%.0f %%",
                            100 * row.summary(Round::busy).median()),
                    positive(row.summary(Round::p50).median()),
                    positive(row.summary(Round::p99).median()),
                    positive(row.summary(Round::allocatedEach).median()),
                    String.format(Locale.ROOT, "%.0f", row.residentKib() / 1024.0));
        }
        text.append('\n');
    }

    /** A chart of the first metric, or of all metrics if there is only one entry; and a table of all. */
    void figures(String group, List<Figure> figures) throws IOException {
        List<String> metrics = figures.stream().map(Figure::metric).distinct().toList();
        List<String> titles = figures.stream().map(Figure::title).distinct().toList();
        boolean alone = titles.size() == 1;
        Figure first = figures.get(0);
        List<BarChart.Bar> bars = figures.stream()
                .filter(figure -> alone || figure.metric().equals(first.metric()))
                .filter(figure ->
                        figure.unit().equals(first.unit()) && !figure.values().isEmpty())
                .map(figure -> bar(figure.entry(), alone ? figure.metric() : figure.title(), figure.summary()))
                .toList();
        chart(
                group,
                Captions.title(group) + (alone ? ": " + first.title() : ": " + first.metric()),
                Numbers.unit(first.unit()),
                bars);
        text.append("| entry | ").append(String.join(" | ", metrics)).append(" |\n| --- |");
        text.append(" ---: |".repeat(metrics.size())).append('\n');
        for (String title : titles) {
            line(
                    title,
                    metrics.stream().map(metric -> cell(figures, title, metric)).toArray(String[]::new));
        }
        text.append('\n');
    }

    /** A chart and a table of each group of works over HTTP/2. */
    void http2(List<Row> rows) throws IOException {
        for (Http2Group group : Http2Group.of(rows)) {
            List<BarChart.Bar> bars = group.sortedByLast().stream()
                    .map(row -> bar(row.entry(), row.title(), row.summary(Round::cpuMicros)))
                    .toList();
            chart(group.name(), group.name() + ": CPU per request, " + group.lastCell(), "µs", bars);
            text.append(group.table()).append('\n');
        }
    }

    private static String cell(List<Figure> figures, String title, String metric) {
        return figures.stream()
                .filter(figure ->
                        figure.title().equals(title) && figure.metric().equals(metric))
                .map(Figure::text)
                .findFirst()
                .orElse("");
    }

    private void chart(String name, String title, String unit, List<BarChart.Bar> bars) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".svg"), BarChart.WIDE.svg(title, unit, bars));
        text.append(String.format(
                "## %s%n%n%s%n%n![%s](performance/%s.svg)%n%n", Captions.title(name), Captions.of(name), title, name));
    }

    private static BarChart.Bar bar(String entry, String title, Summary summary) {
        BarChart.Kind kind = Targets.OURS.contains(entry) || entry.startsWith("snowloop")
                ? BarChart.Kind.OURS
                : Yardsticks.has(entry) ? BarChart.Kind.YARDSTICK : BarChart.Kind.PEER;
        return new BarChart.Bar(title, summary.median(), summary.min(), summary.max(), kind);
    }

    private void line(String first, String... others) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", others))
                .append(" |\n");
    }

    /** The number, or an empty text if nothing was counted. */
    private static String positive(double value) {
        return value > 0 ? String.format(Locale.ROOT, "%,.0f", value) : "";
    }

    private static double cpu(Row row) {
        return row.summary(Round::cpuMicros).median();
    }
}
