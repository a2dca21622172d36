// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.benchmarks.measure.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Row SNOW = row("snow", 6_000_000);
    private static final Row RAW = row("raw", 4_000_000);

    private static Row row(String entry, long cpuNanos) {
        Round round = new Round(1_000, 1_000_000_000L, cpuNanos, 800_000, 0, 250, 900);
        return new Row("plaintext", entry, "the " + entry, entry.equals("raw"), List.of(round), 2_048, "Content-Type");
    }

    @Test
    void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
        Environment environment =
                new Environment("2026-01-01", "a CPU", 2, "6.1", "25", List.of("-X"), List.of("a.jar"));
        Figure figure = new Figure("idle", "RSS", "KiB", "snow", "Snow", List.of(5.5, 6.5));
        Results results = new Results("server", environment, List.of(SNOW), List.of(figure));
        Path file = folder.resolve("new/results.json");
        results.write(file);
        assertThat(Results.read(file)).isEqualTo(results);
    }

    @Test
    void theTableBeginsWithTheLeastCpuAndComparesWithTheWall() {
        List<String> lines = Table.of("plaintext", List.of(SNOW, RAW)).lines().toList();
        assertThat(lines.get(1)).startsWith("the raw").contains(" 4.00 ").contains(" 1.00 ");
        assertThat(lines.get(2)).startsWith("the snow").contains(" 6.00 ").contains(" 1.50 ");
    }

    @Test
    void figuresHaveALineForEachEntryAndAColumnForEachMetric() {
        List<Figure> figures = List.of(
                new Figure("burst", "cold", "ms", "a", "A", List.of(300.0, 500.0, 400.0)),
                new Figure("burst", "warm", "ms", "a", "A", List.of(220.0)),
                new Figure("burst", "cold", "ms", "b", "B", List.of(2_000.0)));
        assertThat(Table.ofFigures("burst", figures).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("burst cold warm", "A 400 ms 220 ms", "B 2,000 ms -");
    }
}
