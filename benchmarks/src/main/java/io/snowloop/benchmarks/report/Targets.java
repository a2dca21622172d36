// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static java.util.Map.entry;

import io.snowloop.benchmarks.measure.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our targets, compared with results. A target without a result is left out. */
public final class Targets {
    /** The target of the CPU per request, as a multiple of the raw Selector's. */
    private static final Map<String, Double> TIMES_RAW = Map.ofEntries(
            entry("heads-plaintext", 1.08),
            entry("heads-json", 1.08),
            entry("heads-echo", 1.08),
            entry("heads-bytes", 1.08),
            entry("plaintext", 1.05),
            entry("pipelined", 1.5),
            entry("json", 1.05),
            entry("echo", 1.05),
            entry("bytes", 1.05),
            entry("fetch-64", 1.25),
            entry("fetch-1000", 1.25));

    /** The entries that are this project. */
    static final List<String> OURS = List.of("snow", "fetcher");

    private static final double ALLOCATED = 400;
    private static final double IDLE_HEAP = 2;
    private static final double FLAT = 1.05;
    private static final double TWO_LOOPS = 1.7;
    private static final double ARCHIVE = 0.6;

    private final Results results;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Results results) {
        this.results = results;
    }

    /** The targets for which there are results. */
    public static List<Target> of(Results results) {
        Targets targets = new Targets(results);
        results.rows().stream().map(Row::work).distinct().forEach(targets::load);
        targets.allocation();
        targets.idle();
        targets.manyIdle();
        targets.start();
        targets.leastOfPeers("latency", "p99");
        targets.loops();
        for (String burst : List.of("burst-1000", "burst-5000")) {
            targets.leastOfPeers(burst, "warm");
            targets.leastOfPeers(burst, "cold");
            targets.leastOfPeers(burst, "peak RSS");
        }
        return targets.targets;
    }

    private void load(String work) {
        List<Row> rows =
                results.rows().stream().filter(row -> row.work().equals(work)).toList();
        rows.stream().filter(row -> OURS.contains(row.entry())).findFirst().ifPresent(ours -> {
            rows.stream()
                    .filter(row -> !row.yardstick() && row != ours)
                    .min(Comparator.comparingDouble(Targets::cpu))
                    .ifPresent(best -> {
                        addCpu(work, cpu(best), best.title(), ours);
                        addBytes(work, best, ours);
                    });
            double factor = TIMES_RAW.getOrDefault(work, Double.NaN);
            rows.stream()
                    .filter(row -> row.entry().equals("raw") && !Double.isNaN(factor))
                    .findFirst()
                    .ifPresent(raw -> addCpu(work, factor * cpu(raw), factor + " x raw Selector", ours));
        });
    }

    private void addCpu(String work, double wanted, String of, Row ours) {
        targets.add(Target.atMost(work + ": CPU per " + Captions.unit(work), wanted, of, cpu(ours), "us"));
    }

    private void addBytes(String work, Row best, Row ours) {
        if (ours.mebibytesPerCpuSecond() > 0) {
            targets.add(new Target(
                    work + ": per second of CPU",
                    best.mebibytesPerCpuSecond(),
                    best.title(),
                    ours.mebibytesPerCpuSecond(),
                    "MiB",
                    true));
        }
    }

    private void allocation() {
        results.rows().stream()
                .filter(row -> row.work().equals("plaintext") && OURS.contains(row.entry()))
                .findFirst()
                .ifPresent(row -> targets.add(Target.atMost(
                        "plaintext: allocated per request",
                        ALLOCATED,
                        "fixed",
                        row.summary(Round::allocatedEach).median(),
                        "B")));
    }

    private void idle() {
        leastOfPeers("idle", "total");
        ours("idle", "on the heap")
                .ifPresent(heap ->
                        targets.add(Target.atMost("idle: on the heap", IDLE_HEAP, "fixed", median(heap), "KiB")));
    }

    /** Of many idle connections each takes as much as of few, and no more than of the best peer. */
    private void manyIdle() {
        for (String number : List.of("10,000", "50,000")) {
            leastOfPeers("idle-many", number + ": heap");
            leastOfPeers("idle-many", number + ": RSS");
        }
        ours("idle-many", "growth")
                .ifPresent(
                        growth -> targets.add(Target.atMost("idle-many: growth", FLAT, "fixed", median(growth), "x")));
    }

    /** Start-up: among the two fastest without an archive, and the part that an archive saves. */
    private void start() {
        Optional<Figure> without = ours("start", "without archive");
        Optional<Figure> with = ours("start", "with archive");
        List<Figure> peers = peers("start", "without archive");
        if (without.isEmpty() || with.isEmpty()) {
            return;
        }
        if (peers.size() > 1) {
            Figure second = peers.get(1);
            targets.add(Target.atMost(
                    "start: first response",
                    median(second),
                    "second of the peers: " + second.title(),
                    median(without.get()),
                    "ms"));
        }
        double wanted = ARCHIVE * median(without.get());
        targets.add(Target.atMost("start: with archive", wanted, ARCHIVE + " x without", median(with.get()), "ms"));
    }

    private void loops() {
        ours("loops", "ratio")
                .ifPresent(ratio ->
                        targets.add(new Target("loops: two to one", TWO_LOOPS, "fixed", median(ratio), "x", true)));
    }

    private void leastOfPeers(String group, String metric) {
        List<Figure> peers = peers(group, metric);
        ours(group, metric).filter(ours -> !peers.isEmpty()).ifPresent(ours -> {
            Figure best = peers.get(0);
            targets.add(Target.atMost(group + ": " + metric, median(best), best.title(), median(ours), ours.unit()));
        });
    }

    private Optional<Figure> ours(String group, String metric) {
        return figures(group, metric).stream()
                .filter(figure -> OURS.contains(figure.entry()))
                .findFirst();
    }

    /** The figures of the peers, the smallest first; without the baselines. */
    private List<Figure> peers(String group, String metric) {
        return figures(group, metric).stream()
                .filter(figure -> !OURS.contains(figure.entry()) && !Yardsticks.has(figure.entry()))
                .sorted(Comparator.comparingDouble(Targets::median))
                .toList();
    }

    private List<Figure> figures(String group, String metric) {
        return results.figures().stream()
                .filter(figure ->
                        figure.group().equals(group) && figure.metric().equals(metric))
                .filter(figure -> !figure.values().isEmpty())
                .toList();
    }

    private static double median(Figure figure) {
        return figure.summary().median();
    }

    private static double cpu(Row row) {
        return row.summary(Round::cpuMicros).median();
    }
}
