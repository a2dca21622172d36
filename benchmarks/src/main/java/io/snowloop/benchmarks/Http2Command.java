// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.Http2Benchmark;
import io.snowloop.benchmarks.server.Http2Entries;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures servers under load over HTTP/2. */
@Command(
        name = "http2",
        description = "Measure servers under load over HTTP/2, without TLS and with it: CPU per request.")
final class Http2Command implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = {
                "Only this: h2-plaintext, h2-bytes or, with TLS, h2s-plaintext, h2s-bytes.",
                "Each has four loads, which can be named, too: of 1 and 64 connections with 1 and 32 streams,",
                "as in h2-plaintext-64x32."
            })
    private List<String> works = List.of();

    @Override
    public Integer call() throws Exception {
        List<Http2Work> loads = works.isEmpty()
                ? Http2Work.all()
                : works.stream()
                        .flatMap(name -> Http2Work.named(name).stream())
                        .distinct()
                        .toList();
        Rig rig = settings.rig();
        Programs.require("h2load", "taskset", "gcc");
        List<ServerEntry> entries =
                settings.chosen(entries(rig), Http2Entries::of, ServerEntry::quick, Http2Entries.BASELINE);
        Recording recording = output.begin(settings.kind("http2"), Environment.of(rig.jvm()));
        new Http2Benchmark(rig).run(entries, loads, recording);
        recording.end();
        return 0;
    }

    private static List<ServerEntry> entries(Rig rig) {
        return Http2Entries.all().stream()
                .filter(entry -> entry.runsOn(rig.jvm().feature()))
                .toList();
    }
}
