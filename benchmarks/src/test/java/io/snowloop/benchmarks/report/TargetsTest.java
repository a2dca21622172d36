// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.benchmarks.measure.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Environment NOWHERE = new Environment("", "", 2, "", "", List.of(), List.of());

    private static Row row(String entry, double cpuMicros) {
        return row("plaintext", entry, cpuMicros);
    }

    private static Row row(String work, String entry, double cpuMicros) {
        Round round = new Round(1_000, 1_000_000_000L, Math.round(cpuMicros * 1_000_000), 300_000, 0, 1, 1);
        return new Row(work, entry, entry, entry.equals("raw"), List.of(round), 1, "");
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
    void cpuPerRequestIsComparedWithTheBestPeerAndTheBaseline() {
        assertThat(verdicts(List.of(row("snow", 4.4), row("raw", 4), row("activej", 4.5), row("netty", 5))))
                .containsExactly(
                        "plaintext: CPU per request, activej: met",
                        "plaintext: CPU per request, 1.05 x raw Selector: missed by 4.76 %",
                        "plaintext: allocated per request, fixed: met");
    }

    @Test
    void headsThatAlternateMayCostALittleMore() {
        assertThat(verdicts(List.of(row("heads-echo", "snow", 4.4), row("heads-echo", "raw", 4))))
                .containsExactly("heads-echo: CPU per request, 1.08 x raw Selector: missed by 1.85 %");
    }

    @Test
    void eachLoadOverHttp2IsComparedWithItsBestPeer() {
        assertThat(verdicts(List.of(
                        row("h2-bytes-1x1", "snow", 20),
                        row("h2-bytes-1x1", "netty", 16),
                        row("h2-bytes-64x32", "snow", 9),
                        row("h2-bytes-64x32", "jetty", 12),
                        row("h2-bytes-64x32", "netty", 11))))
                .containsExactly(
                        "h2-bytes-1x1: CPU per request, netty: missed by 25.0 %",
                        "h2-bytes-64x32: CPU per request, netty: met");
    }

    @Test
    void aYardstickOfTlsIsNoPeer() {
        assertThat(verdicts(
                        List.of(),
                        figure("burst-5000", "warm", "snow", 5.0),
                        figure("burst-5000", "warm", "nginx", 1.0),
                        figure("burst-5000", "warm", "netty-boringssl", 2.0),
                        figure("burst-5000", "warm", "netty", 6.0)))
                .containsExactly("burst-5000: warm, netty: met");
    }

    @Test
    void aBaselineIsNoPeer() {
        assertThat(verdicts(
                        List.of(),
                        figure("idle", "total", "snow", 5.0),
                        figure("idle", "total", "raw", 4.0),
                        figure("idle", "total", "netty", 6.0)))
                .containsExactly("idle: total, netty: met");
    }

    @Test
    void manyIdleConnectionsTakeAsMuchEachAsFew() {
        assertThat(verdicts(
                        List.of(),
                        figure("idle-many", "10,000: heap", "snow", 1.0),
                        figure("idle-many", "10,000: heap", "netty", 2.0),
                        figure("idle-many", "10,000: RSS", "snow", 3.0),
                        figure("idle-many", "10,000: RSS", "netty", 2.4),
                        figure("idle-many", "growth", "snow", 1.05)))
                .containsExactly(
                        "idle-many: 10,000: heap, netty: met",
                        "idle-many: 10,000: RSS, netty: missed by 25.0 %",
                        "idle-many: growth, fixed: met");
    }

    @Test
    void startUpMustBeatTheSecondOfThePeers() {
        assertThat(verdicts(
                        List.of(),
                        figure("start", "without archive", "snow", 300.0),
                        figure("start", "with archive", "snow", 150.0),
                        figure("start", "without archive", "a", 200.0),
                        figure("start", "without archive", "b", 400.0),
                        figure("start", "without archive", "c", 500.0)))
                .containsExactly(
                        "start: first response, second of the peers: b: met",
                        "start: with archive, 0.6 x without: met");
    }

    @Test
    void whereMoreIsBetterLessIsAMiss() {
        assertThat(verdicts(List.of(), figure("loops", "ratio", "snow", 1.36)))
                .containsExactly("loops: two to one, fixed: missed by 25.0 %");
    }

    @Test
    void aFailedEntryIsNoPeer() {
        assertThat(verdicts(
                        List.of(),
                        figure("burst-1000", "warm", "fetcher", 250.0),
                        figure("burst-1000", "warm", "apache"),
                        figure("burst-1000", "warm", "netty", 240.0)))
                .containsExactly("burst-1000: warm, netty: missed by 4.17 %");
    }
}
