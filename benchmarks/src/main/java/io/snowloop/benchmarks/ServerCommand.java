// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.Growth;
import io.snowloop.benchmarks.server.IdleConnections;
import io.snowloop.benchmarks.server.LatencyAtRate;
import io.snowloop.benchmarks.server.ManyIdleConnections;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerBenchmark;
import io.snowloop.benchmarks.server.ServerEntry;
import io.snowloop.benchmarks.server.StartUp;
import io.snowloop.benchmarks.server.Trial;
import io.snowloop.benchmarks.server.TwoLoops;
import io.snowloop.benchmarks.server.Watched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures servers under load. */
@Command(name = "server", description = "Measure servers under load: CPU per request, requests per second, latency.")
final class ServerCommand implements Callable<Integer> {
    private static final Map<String, Trial> TRIALS = new LinkedHashMap<>();

    static {
        TRIALS.put("idle", new IdleConnections());
        TRIALS.put("idle-many", new ManyIdleConnections());
        TRIALS.put("start", new StartUp());
        TRIALS.put("latency", new LatencyAtRate());
        TRIALS.put("growth", new Growth());
        TRIALS.put("loops", new TwoLoops());
        TRIALS.put("lens", new Watched());
    }

    /** What is measured with the JVM's defaults, too, apart from idle connections. */
    private static final List<Work> WITH_DEFAULTS = List.of(
            Work.HEADS_PLAINTEXT,
            Work.HEADS_JSON,
            Work.HEADS_ECHO,
            Work.HEADS_BYTES,
            Work.PLAINTEXT,
            Work.JSON,
            Work.ECHO,
            Work.BYTES);

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = {
                "Only this: plaintext, pipelined, json, echo, bytes, file,",
                "heads-plaintext, heads-json, heads-echo, heads-bytes (with heads that alternate),",
                "idle (memory of 5,000 connections), idle-many (of 5,000 to 50,000), start (to the first response),",
                "latency (at 70 %% of the slowest entry's rate),",
                "growth (with connections, routes, timers), loops (two and one),",
                "lens (watched by it and not)."
            })
    private List<String> works = List.of();

    @Override
    public Integer call() throws Exception {
        works.forEach(ServerCommand::requireWork);
        Rig rig = settings.rig();
        Programs.require("wrk", "taskset", "gcc");
        List<ServerEntry> entries =
                settings.chosen(entries(rig.jvm()), ServerEntry::of, ServerEntry::quick, ServerEntry.BASELINE);
        List<Work> loads = loads();
        Recording recording = output.begin(settings.kind("server"), Environment.of(rig.jvm()));
        new ServerBenchmark(rig).run(entries, loads, recording);
        for (String name : trials()) {
            recording.figures(Objects.requireNonNull(TRIALS.get(name)).run(rig, entries));
        }
        recording.end();
        return 0;
    }

    /** All entries that run on this JVM. */
    private static List<ServerEntry> entries(Jvm jvm) {
        return ServerEntry.all().stream()
                .filter(entry -> entry.runsOn(jvm.feature()))
                .toList();
    }

    private static void requireWork(String name) {
        List<String> names = new ArrayList<>(TRIALS.keySet());
        names.addAll(0, Arrays.stream(Work.values()).map(Work::title).toList());
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no work '" + name + "'; there are " + String.join(", ", names));
        }
    }

    /** The named ones; without a name, all, or with {@code --defaults} those that have targets there. */
    private List<Work> loads() {
        return works.isEmpty()
                ? settings.defaults() ? WITH_DEFAULTS : Arrays.asList(Work.values())
                : works.stream()
                        .filter(name -> !TRIALS.containsKey(name))
                        .map(Work::of)
                        .toList();
    }

    /** The named ones; without a name, all, or only the idle connections with {@code --defaults}, but none with {@code --quick}. */
    private List<String> trials() {
        return works.isEmpty() && !settings.quick()
                ? settings.defaults() ? List.of("idle", "idle-many") : List.copyOf(TRIALS.keySet())
                : works.stream().filter(TRIALS::containsKey).toList();
    }
}
