// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.TlsWork;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.LoadBenchmark;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerEntry;
import io.snowloop.benchmarks.server.TlsEntries;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures servers over TLS. */
@Command(name = "tls", description = "Measure servers over TLS 1.3: CPU per request and per handshake.")
final class TlsCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = {
                "Only this: tls-1024, tls-65536 (bodies of so many bytes over 64 connections),",
                "tls-handshake-full or tls-handshake-resumed (with a request each)."
            })
    private List<String> works = List.of();

    @Override
    public Integer call() throws Exception {
        List<TlsWork> loads = works.isEmpty()
                ? List.of(TlsWork.values())
                : works.stream().map(TlsWork::of).toList();
        Rig rig = settings.rig();
        Programs.require("taskset", "gcc");
        List<ServerEntry> entries = Programs.runnable(
                settings.chosen(TlsEntries.all(), TlsEntries::of, ServerEntry::quick, TlsEntries.BASELINE),
                "nginx",
                "nginx",
                "setpriv");
        Recording recording = output.begin("tls", Environment.of(rig.jvm()));
        new LoadBenchmark(rig).runOverTls(entries, loads, recording);
        recording.end();
        return 0;
    }
}
