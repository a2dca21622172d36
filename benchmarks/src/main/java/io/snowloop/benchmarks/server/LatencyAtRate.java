// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CProgram;
import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The latency at a constant request rate: 70 % of the rate that the slowest entry can serve. */
public final class LatencyAtRate implements Trial {
    private static final double SHARE = 0.7;
    private static final int CONNECTIONS = 64;

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
                rig.pace().warmUp(server::cpuTime, seconds -> load(rig, server.port(), rate, seconds));
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
            for (String metric : List.of("p50", "p99", "p99.9")) {
                ServerEntry entry = server.entry();
                figures.add(new Figure("latency", metric, "us", entry.name(), entry.title(), new ArrayList<>()));
            }
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (int j = 0; j < servers.size(); j++) {
                String[] numbers = load(
                                rig, servers.get(j).port(), rate, rig.pace().seconds())
                        .split(" ");
                for (int k = 0; k < 3; k++) {
                    figures.get(3 * j + k).values().add(Double.parseDouble(numbers[1 + k]));
                }
            }
        }
        return figures;
    }

    private static String load(Rig rig, int port, long rate, int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "taskset",
                        "-c",
                        Cpus.GENERATOR,
                        CProgram.compiled(rig.home(), "steady_load").toString(),
                        Integer.toString(port),
                        Long.toString(rate),
                        Integer.toString(CONNECTIONS),
                        Integer.toString(seconds))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the steady load failed: " + output);
        }
        return output;
    }
}
