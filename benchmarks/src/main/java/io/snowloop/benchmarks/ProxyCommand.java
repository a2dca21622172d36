// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.ProxyBenchmark;
import io.snowloop.benchmarks.server.ProxyEntries;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures reverse proxies. */
@Command(name = "proxy", description = "Measure reverse proxies, both halves on one loop: CPU per request.")
final class ProxyCommand implements Callable<Integer> {
    private static final List<String> WORKS = List.of(Work.PLAINTEXT.title(), Work.BYTES.title());

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(names = "--work", split = ",", paramLabel = "WORK", description = "Only this: plaintext, bytes.")
    private List<String> works = WORKS;

    @Override
    public Integer call() throws Exception {
        for (String work : works) {
            if (!WORKS.contains(work)) {
                throw new IllegalArgumentException(
                        "there is no work '" + work + "' of proxies; there are " + String.join(", ", WORKS));
            }
        }
        Rig rig = settings.rig();
        List<ServerEntry> entries =
                settings.chosen(ProxyEntries.all(), ProxyEntries::of, ServerEntry::quick, ProxyEntries.BASELINE);
        Programs.require("wrk", "taskset", "gcc", "nginx");
        Recording recording = output.begin("proxy", Environment.of(rig.jvm()));
        new ProxyBenchmark(rig).run(entries, works.stream().map(Work::of).toList(), recording);
        recording.end();
        return 0;
    }
}
