package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.measure.Child;
import io.snowloop.benchmarks.measure.CpuTime;
import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Memory;
import io.snowloop.benchmarks.measure.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process of a client, from its start until it is closed. */
final class RunningClient implements AutoCloseable {
    private final ClientEntry entry;
    private final Child process;

    /**
     * Starts it.
     *
     * @param port of the server
     * @param connections how many there may be
     * @param cServer the server in C, beside which its log goes
     */
    RunningClient(ClientEntry entry, Jvm jvm, int port, int connections, Path cServer) throws IOException {
        List<String> command = jvm.command(
                List.of(),
                ClientProcess.class,
                entry.peer().getName(),
                Integer.toString(port),
                Integer.toString(connections));
        this.entry = entry;
        this.process = Child.start(Cpus.MEASURED, command, cServer.resolveSibling("client-" + entry.name() + ".log"));
    }

    ClientEntry entry() {
        return entry;
    }

    /** Has it fetch for so long. */
    Round load(long millis, int concurrent) throws IOException {
        CpuTime before = cpuTime();
        String[] answer = process.ask("load " + millis + " " + concurrent).split(" ");
        long cpu = cpuTime().since(before);
        return new Round(Long.parseLong(answer[0]), Long.parseLong(answer[1]), cpu, Long.parseLong(answer[2]), 0, 0, 0);
    }

    /** Has it send so many requests at once to a server that answers late; the milliseconds until it has all answers. */
    double burst(int requests) throws IOException {
        return Long.parseLong(process.ask("burst " + requests)) / 1e6;
    }

    CpuTime cpuTime() throws IOException {
        return CpuTime.of(process.pid());
    }

    Memory memory() throws IOException {
        return Memory.of(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
