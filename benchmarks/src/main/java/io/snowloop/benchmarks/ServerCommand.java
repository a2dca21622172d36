package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Results;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.benchmarks.report.Table;
import io.snowloop.benchmarks.server.CServer;
import io.snowloop.benchmarks.server.ServerBenchmark;
import io.snowloop.benchmarks.server.ServerEntry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures servers under load. */
@Command(name = "server", description = "Measure servers under load: CPU per request, requests per second, latency.")
final class ServerCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "Only these works: plaintext, pipelined, json, echo, bytes.")
    private List<String> works = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the results go, as JSON (default: benchmarks/target/server.json).")
    private Path out = Home.PATH.resolve("benchmarks/target/server.json");

    @Override
    public Integer call() throws Exception {
        Programs.require("wrk", "taskset", "gcc");
        ServerBenchmark benchmark = new ServerBenchmark(settings.jvm(), CServer.compiled(Home.PATH), settings.pace());
        List<ServerEntry> entries = settings.chosen(ServerEntry.all(), ServerEntry::of, ServerEntry::quick);
        List<Row> rows = benchmark.run(entries, works(), ServerCommand::print);
        new Results("server", Environment.of(settings.jvm()), rows, List.of()).write(out);
        System.out.println("written to " + out);
        return 0;
    }

    private static void print(List<Row> rows) {
        System.out.println(Table.of(rows.get(0).work(), rows));
    }

    private List<Work> works() {
        return works.isEmpty()
                ? Arrays.asList(Work.values())
                : works.stream().map(Work::of).toList();
    }
}
