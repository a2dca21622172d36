package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.benchmarks.measure.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Environment NOWHERE = new Environment("", "", 2, "", "", List.of(), List.of());

    private static Row row(String entry, double cpuMicros) {
        Round round = new Round(1_000, 1_000_000_000L, Math.round(cpuMicros * 1_000_000), 300_000, 0, 1, 1);
        return new Row("plaintext", entry, entry, entry.equals("raw"), List.of(round), 1, "");
    }

    private static Figure figure(String group, String metric, String entry, Double... values) {
        return new Figure(group, metric, "ms", entry, entry, List.of(values));
    }

    private static List<String> verdicts(List<Row> rows, Figure... figures) {
        return Targets.of(new Results("server", NOWHERE, rows, List.of(figures))).stream()
                .map(target -> target.what() + ", " + target.of() + ": " + target.verdict())
                .toList();
    }

    @Test
    void aRequestIsToCostLessThanTheBestPeersAndHardlyMoreThanTheWalls() {
        assertThat(verdicts(List.of(row("snow", 4.4), row("raw", 4), row("activej", 4.5), row("netty", 5))))
                .containsExactly(
                        "plaintext: CPU a request, activej: met",
                        "plaintext: CPU a request, 1.08 x raw Selector: missed by 1.85 %",
                        "plaintext: allocated a request, fixed: met");
    }

    @Test
    void aYardstickIsNoPeer() {
        assertThat(verdicts(
                        List.of(),
                        figure("idle", "each", "snow", 5.0),
                        figure("idle", "each", "raw", 4.0),
                        figure("idle", "each", "netty", 6.0)))
                .containsExactly("idle: each, netty: met");
    }

    @Test
    void toBeAmongTheTwoFastestIsToBeatTheSecondOfTheOthers() {
        assertThat(verdicts(
                        List.of(),
                        figure("start", "without archive", "snow", 300.0),
                        figure("start", "with archive", "snow", 150.0),
                        figure("start", "without archive", "a", 200.0),
                        figure("start", "without archive", "b", 400.0),
                        figure("start", "without archive", "c", 500.0)))
                .containsExactly("start: first answer, second: b: met", "start: with archive, 0.6 x without: met");
    }

    @Test
    void whereMoreIsBetterLessMisses() {
        assertThat(verdicts(List.of(), figure("loops", "two to one", "snow", 1.36)))
                .containsExactly("two loops to one, fixed: missed by 25.0 %");
    }

    @Test
    void whoFailedIsNoPeer() {
        assertThat(verdicts(
                        List.of(),
                        figure("burst-1000", "warm", "fetcher", 250.0),
                        figure("burst-1000", "warm", "apache"),
                        figure("burst-1000", "warm", "netty", 240.0)))
                .containsExactly("burst-1000: warm, netty: missed by 4.17 %");
    }
}
