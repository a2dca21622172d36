// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPU per request of Snow with more connections, routes or pending timers. For comparison, that of the raw Selector
 * with more connections, because most of their cost is in the kernel and in the CPU's caches.
 */
public final class Growth implements Trial {
    private static final ServerEntry SNOW = new ServerEntry("snow", "Snow", GrownSnowPeer.class, false);
    private static final ServerEntry RAW = ServerEntry.of("raw");

    /** One point of the chart. */
    private record Size(ServerEntry entry, String metric, int connections, String option) {
        Figure figure() {
            String group = entry == SNOW ? "growth" : "growth-" + entry.name();
            return new Figure(group, metric, "us", entry.name(), entry.title(), new ArrayList<>());
        }
    }

    private static final List<Size> SIZES = List.of(
            new Size(SNOW, "10 connections", 10, "-Dnothing"),
            new Size(SNOW, "1,000 connections", 1_000, "-Dnothing"),
            new Size(SNOW, "10,000 connections", 10_000, "-Dnothing"),
            new Size(SNOW, "10 routes", 64, "-Droutes=10"),
            new Size(SNOW, "10,000 routes", 64, "-Droutes=10000"),
            new Size(SNOW, "10 timers", 64, "-Dtimers=10"),
            new Size(SNOW, "100,000 timers", 64, "-Dtimers=100000"),
            new Size(RAW, "10 connections", 10, "-Dnothing"),
            new Size(RAW, "1,000 connections", 1_000, "-Dnothing"),
            new Size(RAW, "10,000 connections", 10_000, "-Dnothing"));

    /** Ignores the entries: it measures only Snow and the raw Selector. */
    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        try {
            for (Size size : SIZES) {
                RunningServer server = rig.start(size.entry, size.option);
                servers.add(server);
                figures.add(size.figure());
                rig.pace().warmUp(server::cpuTime, seconds -> load(server, size, seconds));
            }
            for (int i = 0; i < rig.pace().rounds(); i++) {
                for (int j = 0; j < SIZES.size(); j++) {
                    double micros =
                            load(servers.get(j), SIZES.get(j), rig.pace().seconds());
                    figures.get(j).values().add(micros);
                }
            }
            return figures;
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    /**
     * The CPU per request, in microseconds. The time to make the connections is included, so runs with ten thousand are
     * longer.
     */
    private static double load(RunningServer server, Size size, int pace) throws IOException, InterruptedException {
        int seconds = pace * Math.max(1, size.connections / 2_500);
        CpuTime before = server.cpuTime();
        Wrk.Count count = Wrk.run(server.port(), Work.PLAINTEXT, size.connections, seconds);
        if (count.requests() == 0) {
            throw new IOException("no response within " + seconds + " s over " + size.metric);
        }
        return server.cpuTime().since(before) / 1e3 / count.requests();
    }
}
