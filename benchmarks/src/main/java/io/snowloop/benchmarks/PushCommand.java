// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.PushWork;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.LoadBenchmark;
import io.snowloop.benchmarks.server.PushEntries;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures servers that push. */
@Command(name = "push", description = "Measure WebSockets and event streams: CPU per message.")
final class PushCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = {
                "Only this: ws-echo-64, ws-echo-4096 (over 64 connections),",
                "ws-broadcast-5000 or sse-broadcast-5000 (1 KiB to so many)."
            })
    private List<String> works = List.of();

    @Override
    public Integer call() throws Exception {
        List<PushWork> loads = works.isEmpty()
                ? List.of(PushWork.values())
                : works.stream().map(PushWork::of).toList();
        Rig rig = settings.rig();
        Programs.require("taskset", "gcc");
        List<ServerEntry> entries = Programs.runnable(
                settings.chosen(PushEntries.all(), PushEntries::of, ServerEntry::quick, PushEntries.BASELINE),
                "ws",
                "node",
                "npm");
        Recording recording = output.begin("push", Environment.of(rig.jvm()));
        new LoadBenchmark(rig).run(entries, loads, recording);
        recording.end();
        return 0;
    }
}
