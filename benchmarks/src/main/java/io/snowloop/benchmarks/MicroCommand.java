package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.benchmarks.report.Results;
import io.snowloop.benchmarks.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures the parts, by JMH. */
@Command(
        name = "micro",
        description = "Measure the parts alone, by JMH: heads, chunks, routes, futures, timers, tasks.")
final class MicroCommand implements Callable<Integer> {
    private static final String PACKAGE = "io.snowloop.benchmarks.micro.";

    @Mixin
    private Settings settings = new Settings();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the results go, as JSON (default: benchmarks/target/micro.json).")
    private Path out = Home.PATH.resolve("benchmarks/target/micro.json");

    @Override
    public Integer call() throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : new Runner(options().build()).run()) {
            figures.addAll(figures(result));
        }
        for (String group : figures.stream().map(Figure::group).distinct().toList()) {
            List<Figure> members = figures.stream()
                    .filter(figure -> figure.group().equals(group))
                    .toList();
            System.out.println(Table.ofFigures(group, members));
        }
        new Results("micro", Environment.of(settings.jvm()), List.of(), figures).write(out);
        System.out.println("written to " + out);
        return 0;
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .jvm(settings.jvm().home().resolve("bin/java").toString())
                .jvmArgs(Jvm.FLAGS.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .forks(settings.quick() ? 1 : 3)
                .warmupIterations(settings.quick() ? 3 : 5)
                .measurementIterations(settings.quick() ? 3 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementTime(TimeValue.seconds(1));
        settings.only().forEach(name -> options.include(PACKAGE.replace(".", "\\.") + ".*" + name));
        return settings.only().isEmpty() ? options.include(PACKAGE.replace(".", "\\.")) : options;
    }

    /** What one benchmark with one set of parameters has come to: its time, and what it allocates. */
    private static List<Figure> figures(RunResult result) {
        String[] name =
                result.getParams().getBenchmark().substring(PACKAGE.length()).split("\\.");
        StringBuilder title = new StringBuilder(name[1]);
        result.getParams()
                .getParamsKeys()
                .forEach(key -> title.append(' ').append(result.getParams().getParam(key)));
        String entry = title.toString();
        List<Double> times = new ArrayList<>();
        result.getBenchmarkResults()
                .forEach(fork -> fork.getIterationResults()
                        .forEach(iteration ->
                                times.add(iteration.getPrimaryResult().getScore())));
        Figure time = new Figure(
                name[0], "time", result.getPrimaryResult().getScoreUnit().replace("/op", ""), entry, entry, times);
        double bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
        return List.of(time, new Figure(name[0], "allocated", "B", entry, entry, List.of(bytes)));
    }
}
