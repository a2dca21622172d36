// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.simulator;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.samples.measure.Child;
import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The speed of the simulator, on one CPU: events, requests and seeds in a second of CPU time, and virtual time in it. */
public final class SimulatorBenchmark {
    private static final String ENTRY = "snowloop";

    private final List<Double> events = new ArrayList<>();
    private final List<Double> requests = new ArrayList<>();
    private final List<Double> seeds = new ArrayList<>();
    private final List<Double> virtual = new ArrayList<>();

    private SimulatorBenchmark() {}

    /** Measures it. */
    public static List<Figure> run(Rig rig) throws IOException, InterruptedException {
        return new SimulatorBenchmark().measure(rig);
    }

    private List<Figure> measure(Rig rig) throws IOException, InterruptedException {
        List<String> command = rig.jvm().command(List.of(), SimulationProcess.class);
        Path log = rig.home().resolve("benchmarks/target/simulator.log");
        try (Child process = Child.start(Cpus.pinned(Cpus.MEASURED, command), log)) {
            rig.pace().warmUp(() -> CpuTime.of(process.pid()), seconds -> round(process, seconds));
            for (int i = 0; i < rig.pace().rounds(); i++) {
                CpuTime before = CpuTime.of(process.pid());
                long[] counts = round(process, rig.pace().seconds());
                add(counts, CpuTime.of(process.pid()).since(before) / 1e9);
            }
        }
        return List.of(
                figure("events", "/s", events),
                figure("requests", "/s", requests),
                figure("seeds", "/s", seeds),
                figure("virtual time", "x", virtual));
    }

    private static long[] round(Child process, int seconds) throws IOException {
        return Arrays.stream(process.ask(Long.toString(1_000L * seconds)).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** The CPU time and not the real time, which would be that of other programs, too. They are equal on an idle machine. */
    private void add(long[] counts, double cpuSeconds) {
        seeds.add(counts[0] / cpuSeconds);
        requests.add(SimulatedSite.REQUESTS * counts[0] / cpuSeconds);
        events.add(counts[1] / cpuSeconds);
        virtual.add(counts[2] / 1e9 / cpuSeconds);
    }

    private static Figure figure(String metric, String unit, List<Double> values) {
        return new Figure("simulator", metric, unit, ENTRY, "Snowloop", values);
    }
}
