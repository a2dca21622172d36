// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The README's comparison with peers has the figures of the last measurement. The lowest one of each row is marked if its rounds overlap with no other. {@code -Ddocs.update=true} writes it anew.
 */
class ComparisonTest {
    private static final Path README = Project.HOME.resolve("README.md");
    private static final String MARK = "<!-- comparison -->";
    private static final List<String> PEERS = List.of("snow", "activej", "netty", "vertx", "undertow", "jetty", "jdk");

    private final JsonNode results = JsonMapper.shared()
            .readTree(Project.HOME.resolve("docs/performance/server.json").toFile());

    @Test
    void isThatOfTheMeasurement() throws IOException {
        List<String> lines = Files.readAllLines(README);
        int from = lines.indexOf(MARK) + 1;
        int to = lines.subList(from, lines.size()).indexOf("<!-- end of comparison -->") + from;
        if (Boolean.getBoolean("docs.update")) {
            List<String> updated = new ArrayList<>(lines.subList(0, from));
            updated.addAll(table());
            updated.addAll(lines.subList(to, lines.size()));
            Files.write(README, updated);
        } else {
            assertThat(lines.subList(from, to)).isEqualTo(table());
        }
    }

    private List<String> table() {
        List<String> table = new ArrayList<>();
        table.add(PEERS.stream().map(this::title).collect(Collectors.joining(" | ", "| Work | ", " |")));
        table.add("| ---" + " | ---:".repeat(PEERS.size()) + " |");
        table.add(work("short text, \u00b5s", "plaintext"));
        table.add(work("the same, 16 pipelined, \u00b5s", "pipelined"));
        table.add(work("JSON, \u00b5s", "json"));
        table.add(work("echo of 4 KiB, \u00b5s", "echo"));
        table.add(work("64 KiB from memory, \u00b5s", "bytes"));
        table.add(work("1 MiB from a file, \u00b5s", "file"));
        table.add(figure("idle connection, KiB", "idle", "total"));
        table.add(figure("from start to first response, ms", "start", "without archive"));
        JsonNode environment = results.path("environment");
        table.add("");
        table.add("*Measured on " + environment.path("date").asString() + ", on JDK "
                + environment.path("jdk").asString() + ", on one CPU of type "
                + environment.path("cpu").asString() + ".*");
        return table;
    }

    private String title(String entry) {
        return rows().filter(row -> row.path("entry").asString().equals(entry))
                .findFirst()
                .orElseThrow()
                .path("title")
                .asString();
    }

    private Stream<JsonNode> rows() {
        return results.path("rows").valueStream();
    }

    private String work(String label, String work) {
        return line(
                label,
                entry -> rows().filter(row -> row.path("work").asString().equals(work)
                                && row.path("entry").asString().equals(entry))
                        .flatMap(row -> row.path("rounds").valueStream())
                        .mapToDouble(round -> round.path("cpuNanos").asDouble()
                                / round.path("requests").asDouble()
                                / 1_000)
                        .toArray());
    }

    private String figure(String label, String group, String metric) {
        return line(
                label,
                entry -> results.path("figures")
                        .valueStream()
                        .filter(figure -> figure.path("group").asString().equals(group)
                                && figure.path("metric").asString().equals(metric)
                                && figure.path("entry").asString().equals(entry))
                        .flatMap(figure -> figure.path("values").valueStream())
                        .mapToDouble(JsonNode::asDouble)
                        .toArray());
    }

    private static String line(String label, Function<String, double[]> measured) {
        List<double[]> rounds = PEERS.stream().map(measured).toList();
        return rounds.stream()
                .map(own -> {
                    boolean lowest = rounds.stream().allMatch(other -> other == own || max(own) < min(other));
                    return lowest ? "**" + text(median(own)) + "**" : text(median(own));
                })
                .collect(Collectors.joining(" | ", "| " + label + " | ", " |"));
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        assertThat(sorted).as("measured values").isNotEmpty();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 20 ? "%.2f" : "%,.0f", value);
    }
}
