package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CpuTime;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a request to Snow costs when there is more of everything: connections, routes, pending timers. */
public final class Growth implements Trial {
    private static final ServerEntry SNOW = new ServerEntry("snow", "Snow", GrownSnowPeer.class, false);

    /** One point of the chart. */
    private record Size(String metric, int connections, String option) {}

    private static final List<Size> SIZES = List.of(
            new Size("10 connections", 10, "-Dnothing"),
            new Size("1,000 connections", 1_000, "-Dnothing"),
            new Size("10,000 connections", 10_000, "-Dnothing"),
            new Size("10 routes", 64, "-Droutes=10"),
            new Size("10,000 routes", 64, "-Droutes=10000"),
            new Size("10 timers", 64, "-Dtimers=10"),
            new Size("100,000 timers", 64, "-Dtimers=100000"));

    /** Whatever the entries: it is a question of Snow's own. */
    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        try {
            for (Size size : SIZES) {
                servers.add(rig.start(SNOW, size.option));
                figures.add(new Figure("growth", size.metric, "us", SNOW.name(), SNOW.title(), new ArrayList<>()));
                load(servers.get(servers.size() - 1), size, rig.pace().warmUp());
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
     * Microseconds of CPU for a request. Ten thousand connections have to be made first, and that counts: so they get more
     * time.
     */
    private static double load(RunningServer server, Size size, int pace) throws IOException, InterruptedException {
        int seconds = pace * Math.max(1, size.connections / 2_500);
        CpuTime before = CpuTime.of(server.pid());
        Wrk.Count count = Wrk.run(server.port(), Work.PLAINTEXT, size.connections, seconds);
        if (count.requests() == 0) {
            throw new IOException("no answer within " + seconds + " s over " + size.metric);
        }
        return CpuTime.of(server.pid()).since(before) / 1e3 / count.requests();
    }
}
