// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.client.ClientBenchmark;
import io.snowloop.benchmarks.client.ClientEntry;
import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Cost;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.benchmarks.server.Http2Benchmark;
import io.snowloop.benchmarks.server.Http2Entries;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerBenchmark;
import io.snowloop.benchmarks.server.ServerEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that compares this checkout with another commit: whether something has become slower. */
@Command(
        name = "guard",
        description = {
            "Compare this checkout with another commit, in the same rounds, and fail if a work takes more CPU.",
            "Run it before a release, on an idle machine; it takes about a quarter of an hour.",
            "The exit code is 1 if a work has become slower."
        })
final class GuardCommand implements Callable<Integer> {
    private static final Pace PACE = new Pace(5, 2, 10);
    private static final List<Work> SERVER = List.of(Work.PLAINTEXT, Work.JSON, Work.ECHO, Work.BYTES);
    private static final List<String> HTTP2 = List.of("h2-plaintext-64x32", "h2s-bytes-1x32");
    private static final int CONCURRENT = 64;

    @Parameters(paramLabel = "COMMIT", description = "The other commit: a tag, a branch or a hash.")
    private String commit = "";

    @Option(
            names = "--limit",
            paramLabel = "PERCENT",
            description = "How much more CPU a work may take, the median of the rounds (default: ${DEFAULT-VALUE}).")
    private double limit = 3;

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("--limit must be above 0 per cent, not " + limit);
        }
        Pace chosen = pace.pace(PACE);
        Programs.require("git", "wrk", "h2load", "taskset", "gcc");
        try (Checkout before = Checkout.of(Home.PATH, commit)) {
            Jvm jvm = new Jvm(Path.of(System.getProperty("java.home")));
            Rig rig = new Rig(Home.PATH, jvm, jvm.ofCheckout(before.folder()), chosen);
            Recording recording =
                    Recording.begin(Home.PATH.resolve("benchmarks/target/guard.json"), "guard", Environment.of(jvm));
            measure(rig, recording);
            return tell(recording.results().rows());
        }
    }

    private static void measure(Rig rig, Recording recording) throws Exception {
        new ServerBenchmark(rig).run(List.of(ServerEntry.of("snow"), ServerEntry.BASELINE), SERVER, recording);
        recording.rows(
                new ClientBenchmark(rig).load(List.of(ClientEntry.of("fetcher"), ClientEntry.BASELINE), CONCURRENT));
        List<Http2Work> loads =
                HTTP2.stream().flatMap(name -> Http2Work.named(name).stream()).toList();
        new Http2Benchmark(rig).run(List.of(Http2Entries.of("snow"), Http2Entries.BASELINE), loads, recording);
    }

    /** The rows come in pairs: now and before. */
    private int tell(List<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(Cost.HEAD);
        boolean slower = false;
        for (int i = 0; i < rows.size(); i += 2) {
            Cost cost = Cost.of(rows.get(i), rows.get(i + 1));
            out.print(cost.line());
            slower |= cost.isAbove(limit);
        }
        out.printf(
                "%n%s%n",
                slower ? "Slower than " + commit + " by over " + limit + " %." : "Not slower than " + commit + ".");
        out.flush();
        return slower ? 1 : 0;
    }
}
