// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.simulator.SimulatorBenchmark;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command that measures the simulator. */
@Command(name = "simulator", description = "Measure the simulator: events a second, and virtual time.")
final class SimulatorCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws Exception {
        Rig rig = settings.rig();
        Programs.require("taskset");
        Recording recording = output.begin(settings.kind("simulator"), Environment.of(rig.jvm()));
        recording.figures(SimulatorBenchmark.run(rig));
        recording.end();
        return 0;
    }
}
