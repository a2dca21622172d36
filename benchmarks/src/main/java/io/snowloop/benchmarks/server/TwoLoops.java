// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The effect of a second loop. Only here the server has both CPUs, and shares one with the load generator. So each
 * request computes a digest of 64 KiB, compared with which the CPU time of the generator is small.
 */
public final class TwoLoops implements Trial {
    private static final ServerEntry SNOW = new ServerEntry("snow", "Snow", GrownSnowPeer.class, false);
    private static final int CONNECTIONS = 64;

    /** Ignores the entries: it measures only Snow. */
    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        try (RunningServer alone = start(rig, 1);
                RunningServer both = start(rig, 2)) {
            for (RunningServer server : List.of(alone, both)) {
                rig.pace().warmUp(server::cpuTime, seconds -> perSecond(server, seconds));
            }
            for (int i = 0; i < rig.pace().rounds(); i++) {
                one.add(perSecond(alone, rig.pace().seconds()));
                two.add(perSecond(both, rig.pace().seconds()));
                ratio.add(two.get(i) / one.get(i));
            }
        }
        return List.of(
                new Figure("loops", "one", "/s", SNOW.name(), SNOW.title(), one),
                new Figure("loops", "two", "/s", SNOW.name(), SNOW.title(), two),
                new Figure("loops", "ratio", "x", SNOW.name(), SNOW.title(), ratio));
    }

    private static RunningServer start(Rig rig, int loops) throws IOException, InterruptedException {
        return rig.start(SNOW, Cpus.MEASURED + "," + Cpus.GENERATOR, rig.jvm(), List.of("-Dloops=" + loops));
    }

    private static double perSecond(RunningServer server, int seconds) throws IOException, InterruptedException {
        Wrk.Count count = Wrk.run(server.port(), "GET", "/work", 0, 1, CONNECTIONS, seconds);
        return count.requests() * 1e9 / count.nanos();
    }
}
