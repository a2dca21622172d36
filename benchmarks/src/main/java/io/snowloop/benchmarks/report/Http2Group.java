// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.measure.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The works over HTTP/2 that differ only in the connections and streams.
 *
 * @param name such as {@code h2-bytes}
 * @param rows by these, such as {@code 64x32}, in the order in which they were measured; at least one
 */
record Http2Group(String name, Map<String, List<Row>> rows) {
    /** The groups of these rows, whose works have names such as {@code h2-bytes-64x32}. */
    static List<Http2Group> of(List<Row> rows) {
        Map<String, Map<String, List<Row>>> groups = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.work().substring(0, row.work().lastIndexOf('-')),
                        LinkedHashMap::new,
                        Collectors.groupingBy(
                                row -> row.work().substring(row.work().lastIndexOf('-') + 1),
                                LinkedHashMap::new,
                                Collectors.toList())));
        return groups.entrySet().stream()
                .map(group -> new Http2Group(group.getKey(), group.getValue()))
                .toList();
    }

    /** The connections and streams of the last column. */
    String lastCell() {
        return List.copyOf(rows.keySet()).get(rows.size() - 1);
    }

    /** The rows of the last column, that with the least CPU first. */
    List<Row> sortedByLast() {
        return rows.getOrDefault(lastCell(), List.of()).stream()
                .sorted(Comparator.comparingDouble(row -> median(row)))
                .toList();
    }

    /** A line for each entry, in the order of the last column: the CPU per request of each work, and the allocated bytes. */
    String table() {
        List<String> head = new ArrayList<>(List.of("entry"));
        rows.keySet().forEach(cell -> head.add(cell + ": CPU µs"));
        rows.keySet().forEach(cell -> head.add(cell + ": bytes allocated"));
        StringBuilder table = new StringBuilder(line(head));
        table.append("| --- |").append(" ---: |".repeat(head.size() - 1)).append('\n');
        for (Row entry : sortedByLast()) {
            List<String> line = new ArrayList<>(List.of(entry.title()));
            rows.values().forEach(same -> line.add(cpu(ofEntry(same, entry))));
            rows.values().forEach(same -> line.add(allocated(ofEntry(same, entry))));
            table.append(line(line));
        }
        return table.toString();
    }

    private static List<Row> ofEntry(List<Row> same, Row entry) {
        return same.stream().filter(row -> row.entry().equals(entry.entry())).toList();
    }

    private static String cpu(List<Row> measured) {
        return measured.stream()
                .map(row -> row.summary(Round::cpuMicros))
                .map(Http2Group::text)
                .collect(Collectors.joining());
    }

    private static String text(Summary cpu) {
        return Numbers.text(cpu.median()) + " (" + Numbers.text(cpu.min()) + " to " + Numbers.text(cpu.max()) + ")";
    }

    private static String allocated(List<Row> measured) {
        return measured.stream()
                .map(row -> String.format(
                        Locale.ROOT, "%,.0f", row.summary(Round::allocatedEach).median()))
                .collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static double median(Row row) {
        return row.summary(Round::cpuMicros).median();
    }
}
