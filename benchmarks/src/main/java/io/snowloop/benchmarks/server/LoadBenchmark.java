// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Load;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.RunningLoad;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of servers under loads of programs in C. As with {@link ServerBenchmark}, all servers run all the time, and
 * each round measures all of them in turn. To make the connections is no part of a round, nor is their end.
 */
public final class LoadBenchmark {
    private final Rig rig;

    /** A benchmark with these parameters. */
    public LoadBenchmark(Rig rig) {
        this.rig = rig;
    }

    /** Measures these entries with these loads over TLS, all with the same new key. */
    public void runOverTls(List<ServerEntry> entries, List<? extends Load> loads, Recording recording)
            throws IOException, InterruptedException {
        run(entries, loads, recording, PeerKey.jvmOption(PeerKey.make(rig.jvm().home())));
    }

    /** Measures these entries with these loads. */
    public void run(List<ServerEntry> entries, List<? extends Load> loads, Recording recording, String... jvmOptions)
            throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        try {
            for (ServerEntry entry : entries) {
                servers.add(rig.start(entry, jvmOptions));
            }
            for (Load load : loads) {
                recording.rows(measure(servers, load));
            }
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private List<Row> measure(List<RunningServer> servers, Load load) throws IOException, InterruptedException {
        List<Turn> turns = new ArrayList<>();
        for (RunningServer server : servers) {
            Turn turn = new Turn(server, load, new ArrayList<>());
            rig.pace().warmUp(server::cpuTime, seconds -> turn.round(rig, seconds));
            turns.add(turn);
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (Turn turn : turns) {
                turn.rounds.add(turn.round(rig, rig.pace().seconds()));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Turn turn : turns) {
            rows.add(turn.row());
        }
        return rows;
    }

    /** A server with its rounds of one load so far. */
    private record Turn(RunningServer server, Load load, List<Round> rounds) {
        Round round(Rig rig, int seconds) throws IOException, InterruptedException {
            try (RunningLoad running = RunningLoad.start(rig.home(), load, server.port())) {
                long allocated = server.allocated();
                CpuTime before = server.cpuTime();
                Load.Count count = running.run(seconds);
                long cpu = server.cpuTime().since(before);
                return new Round(
                        count.units(), count.nanos(), cpu, server.allocated() - allocated, 0, count.p50(), count.p99());
            } catch (IOException e) {
                throw new IOException(server.entry().title() + ", " + load.title() + ": " + e.getMessage(), e);
            }
        }

        Row row() throws IOException {
            ServerEntry entry = server.entry();
            long resident = Memory.of(server.pid()).resident();
            return new Row(load.title(), entry.name(), entry.title(), entry.isYardstick(), rounds, resident, "");
        }
    }
}
