// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The latency at a constant request rate: 70 % of the rate that the slowest entry can serve. The latencies of all rounds are
 * one pool. Each server has its CPU alone: meanwhile the other ones are stopped.
 */
public final class LatencyAtRate implements Trial {
    private static final double SHARE = 0.7;

    /** The metrics with their percentiles, in the order of the columns. */
    private static final Map<String, Double> METRICS =
            new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p99.9", 99.9));

    /** The share of its CPU that a server needs at the rate, in per cent. */
    private static final String BUSY = "busy";

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
                server.pause();
            }
            long rate = Math.round(SHARE * slowest);
            System.out.println("70 % of the slowest: " + rate + " requests per second");
            return measure(rig, servers, rate);
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private static List<Figure> measure(Rig rig, List<RunningServer> servers, long rate)
            throws IOException, InterruptedException {
        List<Pool> pools = new ArrayList<>();
        for (RunningServer server : servers) {
            pools.add(new Pool(server.entry(), SteadyLoad.histogram(), new ArrayList<>()));
            server.resume();
            rig.pace().warmUp(server::cpuTime, seconds -> SteadyLoad.run(rig, server.port(), rate, seconds));
            server.pause();
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (int j = 0; j < servers.size(); j++) {
                servers.get(j).resume();
                SteadyLoad.run(
                        rig, servers.get(j).port(), rate, 1); // with the caches of the CPU cold, and so not counted
                pools.get(j).add(rig, servers.get(j), rate);
                servers.get(j).pause();
            }
        }
        return pools.stream().flatMap(pool -> pool.figures().stream()).toList();
    }

    /** The latencies of one entry, of all rounds. */
    private record Pool(ServerEntry entry, Histogram latencies, List<Double> busy) {
        void add(Rig rig, RunningServer server, long rate) throws IOException, InterruptedException {
            CpuTime before = server.cpuTime();
            int seconds = rig.pace().seconds();
            latencies.add(SteadyLoad.run(rig, server.port(), rate, seconds).latencies());
            busy.add(server.cpuTime().since(before) / 1e7 / seconds);
        }

        List<Figure> figures() {
            List<Figure> figures = new ArrayList<>();
            METRICS.forEach((metric, percentile) ->
                    figures.add(figure(metric, "us", List.of((double) latencies.getValueAtPercentile(percentile)))));
            figures.add(figure(BUSY, "%", busy));
            return figures;
        }

        private Figure figure(String metric, String unit, List<Double> values) {
            return new Figure("latency", metric, unit, entry.name(), entry.title(), values);
        }
    }
}
