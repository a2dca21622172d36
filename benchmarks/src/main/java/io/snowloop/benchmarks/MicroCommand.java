// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.benchmarks.report.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command that measures the parts with JMH. */
@Command(
        name = "micro",
        description = "Measure single parts with JMH: heads, chunks, routes, futures, timers, tasks, masks.")
final class MicroCommand implements Callable<Integer> {
    private static final String PACKAGE = "io.snowloop.benchmarks.micro.";

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws Exception {
        Recording recording = output.begin(settings.kind("micro"), Environment.of(settings.jvm()));
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : results()) {
            figures.addAll(figures(result));
        }
        recording.figures(figures);
        recording.end();
        return 0;
    }

    private Collection<RunResult> results() throws RunnerException {
        try {
            return new Runner(options().build()).run();
        } catch (NoBenchmarksException e) {
            throw new IllegalArgumentException(
                    "there is no part " + settings.only() + "; examples are HeadParsing and Routing", e);
        }
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .jvm(settings.jvm().home().resolve("bin/java").toString())
                .jvmArgs(settings.jvm().flags().toArray(String[]::new))
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

    /** The figures of one benchmark with one set of parameters: its time, and the bytes that it allocates. */
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
