package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Jvm;
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
import picocli.CommandLine.Option;

/** The command that measures servers under load. */
@Command(name = "server", description = "Measure servers under load: CPU per request, requests per second, latency.")
final class ServerCommand implements Callable<Integer> {
    private static final ServerBenchmark.Pace FULL = new ServerBenchmark.Pace(8, 5, 7);
    private static final ServerBenchmark.Pace QUICK = new ServerBenchmark.Pace(3, 2, 3);

    @Option(names = "--quick", description = "Fewer entries, fewer and shorter rounds: to see where one stands.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these servers.")
    private List<String> only = List.of();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "Only these works: plaintext, pipelined, json, echo, bytes.")
    private List<String> works = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each round is.")
    private int seconds;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "The JDK that servers run in (default: the one that runs this).")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the results go, as JSON (default: benchmarks/target/server.json).")
    private Path out = Home.PATH.resolve("benchmarks/target/server.json");

    @Override
    public Integer call() throws Exception {
        Programs.require("wrk", "taskset", "gcc");
        Jvm jvm = new Jvm(jdk);
        ServerBenchmark benchmark = new ServerBenchmark(jvm, CServer.compiled(Home.PATH), pace());
        List<Row> rows = benchmark.run(entries(), works(), ServerCommand::print);
        new Results("server", Environment.of(jvm), rows).write(out);
        System.out.println("written to " + out);
        return 0;
    }

    private static void print(List<Row> rows) {
        System.out.println(Table.of(rows.get(0).work(), rows));
    }

    private ServerBenchmark.Pace pace() {
        ServerBenchmark.Pace pace = quick ? QUICK : FULL;
        return new ServerBenchmark.Pace(
                pace.warmUp(), seconds > 0 ? seconds : pace.seconds(), rounds > 0 ? rounds : pace.rounds());
    }

    private List<ServerEntry> entries() {
        if (!only.isEmpty()) {
            return only.stream().map(ServerEntry::of).toList();
        }
        return ServerEntry.all().stream()
                .filter(entry -> entry.quick() || !quick)
                .toList();
    }

    private List<Work> works() {
        return works.isEmpty()
                ? Arrays.asList(Work.values())
                : works.stream().map(Work::of).toList();
    }
}
