// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.client.ClientFlame;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.benchmarks.measure.Profile;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.FlameGraph;
import io.snowloop.benchmarks.report.FlameSection;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.ServerFlame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that draws where the CPU time goes. */
@Command(
        name = "flame",
        description =
                "Draw where the CPU time of Snow and the Fetcher goes: docs/performance/flame-WORK.svg for each work.")
final class FlameCommand implements Callable<Integer> {
    private static final Pace PACE = new Pace(8, 10, 1);
    private static final String FETCH = "fetch-";

    @Parameters(arity = "0..*", paramLabel = "WORK", description = "Only these: plaintext, bytes, file, fetch-64.")
    private List<String> works = new ArrayList<>();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (works.isEmpty()) {
            FlameSection.works().forEach(works::add);
        }
        works.forEach(FlameSection::title);
        Programs.require("wrk", "taskset", "gcc");
        Rig rig = new Rig(Home.PATH, new Jvm(Path.of(System.getProperty("java.home"))), null, pace.pace(PACE));
        Path results = Home.PATH.resolve("docs/performance");
        for (String work : works) {
            Profile profile = work.startsWith(FETCH)
                    ? ClientFlame.profile(rig, Integer.parseInt(work.substring(FETCH.length())))
                    : ServerFlame.profile(rig, Work.of(work));
            Path file = FlameSection.file(results, work);
            Files.writeString(file, FlameGraph.svg(FlameSection.title(work), profile));
            spec.commandLine().getOut().println("written to " + file);
        }
        return 0;
    }
}
