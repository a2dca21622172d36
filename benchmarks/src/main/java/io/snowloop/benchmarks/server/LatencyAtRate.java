// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The latency at a constant request rate: 70 % of the rate that the slowest entry can serve. */
public final class LatencyAtRate implements Trial {
    private static final double SHARE = 0.7;
    private static final List<String> METRICS = List.of("p50", "p99", "p99.9");

    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        try {
            double slowest = Double.MAX_VALUE;
            for (ServerEntry entry : entries) {
                RunningServer server = rig.start(entry);
                servers.add(server);
                rig.pace().warmUp(server::cpuTime, seconds -> Wrk.run(server.port(), Work.PLAINTEXT, seconds));
                Wrk.Count count =
                        Wrk.run(server.port(), Work.PLAINTEXT, rig.pace().seconds());
                slowest = Math.min(slowest, count.requests() * 1e9 / count.nanos());
            }
            long rate = Math.round(SHARE * slowest);
            System.out.println("70 % of the slowest: " + rate + " requests per second");
            for (RunningServer server : servers) {
                rig.pace().warmUp(server::cpuTime, seconds -> SteadyLoad.run(rig, server.port(), rate, seconds));
            }
            return measure(rig, servers, rate);
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private static List<Figure> measure(Rig rig, List<RunningServer> servers, long rate)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (RunningServer server : servers) {
            for (String metric : METRICS) {
                ServerEntry entry = server.entry();
                figures.add(new Figure("latency", metric, "us", entry.name(), entry.title(), new ArrayList<>()));
            }
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (int j = 0; j < servers.size(); j++) {
                SteadyLoad load = SteadyLoad.run(
                        rig, servers.get(j).port(), rate, rig.pace().seconds());
                for (int k = 0; k < METRICS.size(); k++) {
                    figures.get(METRICS.size() * j + k)
                            .values()
                            .add(load.latencies().get(k));
                }
            }
        }
        return figures;
    }
}
