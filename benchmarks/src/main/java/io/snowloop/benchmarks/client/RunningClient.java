// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.samples.measure.Child;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The process of a client. */
final class RunningClient implements AutoCloseable {
    private final ClientEntry entry;
    private final Child process;

    /**
     * Starts a client.
     *
     * @param port the port of the server
     * @param connections the maximum number of connections
     * @param cServer the server in C; the log is written to its folder
     * @param options of the JVM, in addition to those of all entries
     */
    RunningClient(ClientEntry entry, Jvm jvm, int port, int connections, Path cServer, String... options)
            throws IOException {
        List<String> command = jvm.command(
                List.of(options),
                ClientProcess.class,
                entry.peer().getName(),
                Integer.toString(port),
                Integer.toString(connections));
        this.entry = entry;
        this.process = Child.start(
                Cpus.pinned(Cpus.MEASURED, command), cServer.resolveSibling("client-" + entry.name() + ".log"));
    }

    ClientEntry entry() {
        return entry;
    }

    /** Runs a load for this time. */
    Round load(long millis, int concurrent) throws IOException {
        CpuTime before = cpuTime();
        String[] answer = process.ask("load " + millis + " " + concurrent).split(" ");
        long cpu = cpuTime().since(before);
        return new Round(Long.parseLong(answer[0]), Long.parseLong(answer[1]), cpu, Long.parseLong(answer[2]), 0, 0, 0);
    }

    /**
     * What a burst took.
     *
     * @param millis until the last response
     * @param allocatedEach the bytes allocated per request
     */
    record Burst(double millis, double allocatedEach) {}

    /** Sends simultaneous requests to a server with a delay. */
    Burst burst(int requests) throws IOException {
        String[] answer = process.ask("burst " + requests).split(" ");
        return new Burst(Long.parseLong(answer[0]) / 1e6, Double.parseDouble(answer[1]) / requests);
    }

    long pid() {
        return process.pid();
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
