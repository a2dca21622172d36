// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.H2Load;
import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The measurement of servers under load over HTTP/2. As with {@link ServerBenchmark}, all servers run all the time, those with
 * TLS after those without. First all works with the same body are warmed up; then each round measures all servers in turn
 * with the first of them, then with the second.
 */
public final class Http2Benchmark {
    private final Rig rig;

    /** A benchmark with these parameters. */
    public Http2Benchmark(Rig rig) {
        this.rig = rig;
    }

    /** Measures these entries with these works. */
    public void run(List<ServerEntry> entries, List<Http2Work> works, Recording recording)
            throws IOException, InterruptedException {
        Map<Boolean, List<Http2Work>> byTls =
                works.stream().collect(Collectors.groupingBy(Http2Work::tls, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<Boolean, List<Http2Work>> each : byTls.entrySet()) {
            String[] options = each.getKey()
                    ? new String[] {PeerKey.jvmOption(PeerKey.make(rig.jvm().home()))}
                    : new String[0];
            run(entries, options, each.getValue(), recording);
        }
    }

    private void run(List<ServerEntry> entries, String[] options, List<Http2Work> works, Recording recording)
            throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        try {
            for (ServerEntry entry : entries) {
                servers.add(rig.start(entry, options));
            }
            Map<String, List<Http2Work>> groups = works.stream()
                    .collect(Collectors.groupingBy(Http2Work::group, LinkedHashMap::new, Collectors.toList()));
            for (List<Http2Work> group : groups.values()) {
                measure(servers, group, recording);
            }
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private void measure(List<RunningServer> servers, List<Http2Work> works, Recording recording)
            throws IOException, InterruptedException {
        Map<Http2Work, List<Turn>> turns = new LinkedHashMap<>();
        for (Http2Work work : works) {
            List<Turn> same = new ArrayList<>();
            for (RunningServer server : servers) {
                Turn turn = new Turn(server, work);
                rig.pace().warmUp(server::cpuTime, turn::run);
                same.add(turn);
            }
            turns.put(work, same);
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (List<Turn> same : turns.values()) {
                for (Turn turn : same) {
                    turn.rounds.add(turn.run(rig.pace().seconds()));
                }
            }
        }
        for (List<Turn> same : turns.values()) {
            List<Row> rows = new ArrayList<>();
            for (Turn turn : same) {
                rows.add(turn.row());
            }
            recording.rows(rows);
        }
    }

    /** A server with its rounds of one work so far. */
    private static final class Turn {
        private static final int FIRST_REQUESTS = 1_000;

        /** A run has at most so many times the requests of the one before. */
        private static final int MOST_GROWTH = 16;

        private final RunningServer server;
        private final Http2Work work;
        private final String fields;
        private final List<Round> rounds = new ArrayList<>();

        /** The rate of the last run, from which the number of requests of the next one follows; 0 before the first. */
        private double perSecond;

        Turn(RunningServer server, Http2Work work) throws IOException {
            this.server = server;
            this.work = work;
            try {
                this.fields = Http2AnswerCheck.check(server.port(), work);
            } catch (IOException e) {
                throw new IOException(server.entry().title() + ": " + e.getMessage(), e);
            }
        }

        /** The number of requests, the same on each stream of each connection. */
        private long requests(int seconds) {
            long inFlight = work.inFlight();
            long wanted = Math.max(FIRST_REQUESTS, Math.round(perSecond * seconds));
            return (wanted + inFlight - 1) / inFlight * inFlight;
        }

        private H2Load.Count load(long requests) throws IOException, InterruptedException {
            try {
                H2Load.Count count = H2Load.run(server.port(), work, requests);
                if (count.data() != requests * Http2AnswerCheck.bodyLength(work)) {
                    throw new IOException(requests + " responses have " + count.data() + " bytes of data");
                }
                return count;
            } catch (IOException e) {
                throw new IOException(server.entry().title() + ", " + work.title() + ": " + e.getMessage(), e);
            }
        }

        /**
         * Runs the load for about so many seconds. Making the connections isn't part of it, which with TLS takes as long as
         * many requests: what a run with only one request on each takes is subtracted.
         */
        Round run(int seconds) throws IOException, InterruptedException {
            Round connecting = round(work.connections());
            long requests = requests(seconds);
            Round round = round(requests).without(connecting);
            double most = MOST_GROWTH * (double) requests / seconds;
            // without a time, as the first connections of a JVM take long
            perSecond = round.wallNanos() > 0 ? Math.min(most, round.perSecond()) : most;
            return round;
        }

        private Round round(long requests) throws IOException, InterruptedException {
            long allocated = server.allocated();
            CpuTime before = server.cpuTime();
            H2Load.Count count = load(requests);
            long cpu = server.cpuTime().since(before);
            return new Round(count.requests(), count.nanos(), cpu, server.allocated() - allocated, 0, 0, 0);
        }

        Row row() throws IOException {
            ServerEntry entry = server.entry();
            long resident = Memory.of(server.pid()).resident();
            return new Row(work.title(), entry.name(), entry.title(), false, rounds, resident, fields);
        }
    }
}
