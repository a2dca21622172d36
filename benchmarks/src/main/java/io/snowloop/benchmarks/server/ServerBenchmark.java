// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.ClosedLoad;
import io.snowloop.benchmarks.measure.DiscardingLoad;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Recording;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of servers under load. All servers run all the time, and each round measures all of them in turn, so
 * that other load on the machine affects all of them.
 */
public final class ServerBenchmark {
    private final Rig rig;

    /** A benchmark with these parameters. */
    public ServerBenchmark(Rig rig) {
        this.rig = rig;
    }

    /** Measures these entries with these works. */
    public void run(List<ServerEntry> entries, List<Work> works, Recording recording)
            throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        try {
            for (ServerEntry entry : entries) {
                servers.add(rig.start(entry));
            }
            for (Work work : works) {
                recording.rows(measure(servers, work, work.title()));
            }
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    /**
     * Measures servers that run already.
     *
     * @param title of the rows
     */
    List<Row> measure(List<RunningServer> servers, Work work, String title) throws IOException, InterruptedException {
        List<Turn> turns = new ArrayList<>();
        for (RunningServer server : servers) {
            turns.add(new Turn(server, checkedFields(server, work), new ArrayList<>()));
            rig.pace().warmUp(server::cpuTime, seconds -> load(server, work, seconds));
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (Turn turn : turns) {
                turn.rounds.add(round(turn.server, work));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Turn turn : turns) {
            rows.add(turn.row(title));
        }
        return rows;
    }

    /** A file is sent without a copy, so the load generator makes none either: with wrk it would be the limit. */
    Wrk.Count load(RunningServer server, Work work, int seconds) throws IOException, InterruptedException {
        if (work == Work.FILE) {
            return DiscardingLoad.run(rig.home(), server.port(), work, seconds);
        }
        return work.headsAlternate()
                ? ClosedLoad.run(rig.home(), server.port(), work, seconds)
                : Wrk.run(server.port(), work, seconds);
    }

    private static String checkedFields(RunningServer server, Work work) throws IOException {
        try {
            return AnswerCheck.check(server.port(), work);
        } catch (IOException e) {
            throw new IOException(server.entry().title() + ": " + e.getMessage(), e);
        }
    }

    private Round round(RunningServer server, Work work) throws IOException, InterruptedException {
        long allocated = server.allocated();
        CpuTime before = server.cpuTime();
        Wrk.Count count = load(server, work, rig.pace().seconds());
        long cpu = server.cpuTime().since(before);
        return new Round(
                count.requests(),
                count.nanos(),
                cpu,
                server.allocated() - allocated,
                count.errors(),
                count.p50(),
                count.p99());
    }

    /** A server with its rounds of one work so far. */
    private record Turn(RunningServer server, String fields, List<Round> rounds) {
        Row row(String title) throws IOException {
            ServerEntry entry = server.entry();
            long resident = Memory.of(server.pid()).resident();
            return new Row(title, entry.name(), entry.title(), entry.isYardstick(), rounds, resident, fields);
        }
    }
}
