package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CpuTime;
import io.snowloop.benchmarks.measure.Memory;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures servers side by side: all run from the beginning to the end, and in each round each has its turn, so that
 * whatever else the machine does meets all of them.
 */
public final class ServerBenchmark {
    /** How often at most, where others have most of the CPU. */
    private static final int WARM_UPS = 5;

    private final Rig rig;

    /** With this. */
    public ServerBenchmark(Rig rig) {
        this.rig = rig;
    }

    /** Measures these entries at these works. What is done for a work is handed out as soon as it is there. */
    public List<Row> run(List<ServerEntry> entries, List<Work> works, Consumer<List<Row>> progress)
            throws IOException, InterruptedException {
        List<RunningServer> servers = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        try {
            for (ServerEntry entry : entries) {
                servers.add(rig.start(entry));
            }
            for (Work work : works) {
                List<Row> rows = measure(servers, work);
                progress.accept(rows);
                all.addAll(rows);
            }
            return all;
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    private List<Row> measure(List<RunningServer> servers, Work work) throws IOException, InterruptedException {
        List<Turn> turns = new ArrayList<>();
        for (RunningServer server : servers) {
            turns.add(new Turn(server, checkedFields(server, work), new ArrayList<>()));
            warmUp(server, work);
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (Turn turn : turns) {
                turn.rounds.add(round(turn.server, work));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Turn turn : turns) {
            rows.add(turn.row(work));
        }
        return rows;
    }

    /** By CPU time, so that on a busy machine the compiler gets as far as on an idle one; but not for ever. */
    private void warmUp(RunningServer server, Work work) throws IOException, InterruptedException {
        CpuTime start = CpuTime.of(server.pid());
        for (int i = 0; i < WARM_UPS; i++) {
            Wrk.run(server.port(), work, rig.pace().warmUp());
            if (CpuTime.of(server.pid()).since(start) > rig.pace().warmUp() * 900_000_000L) {
                return;
            }
        }
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
        CpuTime before = CpuTime.of(server.pid());
        Wrk.Count count = Wrk.run(server.port(), work, rig.pace().seconds());
        long cpu = CpuTime.of(server.pid()).since(before);
        return new Round(
                count.requests(),
                count.nanos(),
                cpu,
                server.allocated() - allocated,
                count.errors(),
                count.p50(),
                count.p99());
    }

    /** A server at one work, with what it has done so far. */
    private record Turn(RunningServer server, String fields, List<Round> rounds) {
        Row row(Work work) throws IOException {
            ServerEntry entry = server.entry();
            long resident = Memory.of(server.pid()).resident();
            return new Row(work.title(), entry.name(), entry.title(), entry.isYardstick(), rounds, resident, fields);
        }
    }
}
