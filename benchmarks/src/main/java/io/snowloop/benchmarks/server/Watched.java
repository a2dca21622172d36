// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.samples.measure.CpuTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lens costs: the CPU per request of a server that a lens watches, with a reader of its page, and of the same server
 * without one. Of the loop that is watched, and of the process, which includes the lens.
 */
public final class Watched implements Trial {
    private static final ServerEntry UNWATCHED = ServerEntry.of("snow");
    private static final ServerEntry WATCHED =
            new ServerEntry("snow-lens", "Snow under the lens", WatchedSnowPeer.class, false);
    private static final long RATE = 5_000;

    /** A load for some seconds; it returns the number of answers. */
    @FunctionalInterface
    private interface Load {
        long run(RunningServer server, int seconds) throws IOException, InterruptedException;
    }

    /** Ignores the entries: it measures only Snow. */
    @Override
    public List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException {
        try (RunningServer unwatched = rig.start(UNWATCHED);
                RunningServer watched = rig.start(WATCHED);
                InputStream page = events(watched)) {
            Thread reader = new Thread(() -> readAll(page), "page");
            reader.setDaemon(true);
            reader.start();
            List<RunningServer> servers = List.of(unwatched, watched);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(compare(
                    rig,
                    servers,
                    "5,000/s",
                    (server, seconds) ->
                            SteadyLoad.run(rig, server.port(), RATE, seconds).requests()));
            figures.addAll(compare(
                    rig,
                    servers,
                    "full load",
                    (server, seconds) ->
                            Wrk.run(server.port(), Work.PLAINTEXT, seconds).requests()));
            return figures;
        }
    }

    private static List<Figure> compare(Rig rig, List<RunningServer> servers, String load, Load answers)
            throws IOException, InterruptedException {
        for (RunningServer server : servers) {
            rig.pace().warmUp(server::cpuTime, seconds -> answers.run(server, seconds));
        }
        List<Cost> without = new ArrayList<>();
        List<Cost> with = new ArrayList<>();
        for (int i = 0; i < rig.pace().rounds(); i++) {
            without.add(Cost.of(servers.get(0), answers, rig.pace().seconds()));
            with.add(Cost.of(servers.get(1), answers, rig.pace().seconds()));
        }
        List<Double> loop = new ArrayList<>();
        List<Double> process = new ArrayList<>();
        for (int i = 0; i < with.size(); i++) {
            loop.add(with.get(i).loop / without.get(i).loop);
            process.add(with.get(i).process / without.get(i).process);
        }
        return List.of(
                figure(
                        load + ", without",
                        "us",
                        without.stream().map(Cost::loop).toList()),
                figure(load + ", with", "us", with.stream().map(Cost::loop).toList()),
                figure(load + ", loop", "x", loop),
                figure(load + ", process", "x", process));
    }

    private static Figure figure(String metric, String unit, List<Double> values) {
        return new Figure("lens", metric, unit, WATCHED.name(), WATCHED.title(), values);
    }

    /** The CPU per request, in microseconds. */
    private record Cost(double loop, double process) {
        static Cost of(RunningServer server, Load load, int seconds) throws IOException, InterruptedException {
            CpuTime before = server.cpuTime();
            long requests = load.run(server, seconds);
            CpuTime after = server.cpuTime();
            return new Cost(after.ofBusiestSince(before) / 1e3 / requests, after.since(before) / 1e3 / requests);
        }
    }

    /** The summaries that a page reads. */
    private static InputStream events(RunningServer server) throws IOException {
        try (InputStream url = open("http://127.0.0.1:" + server.port() + "/lens")) {
            return open(new String(url.readAllBytes(), StandardCharsets.US_ASCII) + "loops/0/events");
        }
    }

    private static InputStream open(String url) throws IOException {
        return URI.create(url).toURL().openStream();
    }

    private static void readAll(InputStream page) {
        byte[] buffer = new byte[8192];
        try {
            while (page.read(buffer) >= 0) {
                // a browser would draw it
            }
        } catch (IOException e) {
            // the server has ended
        }
    }
}
