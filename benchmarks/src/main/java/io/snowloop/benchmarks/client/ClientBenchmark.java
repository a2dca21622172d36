// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Round;
import io.snowloop.benchmarks.report.Figure;
import io.snowloop.benchmarks.report.Row;
import io.snowloop.benchmarks.server.Nginx;
import io.snowloop.benchmarks.server.PeerKey;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.RunningServer;
import io.snowloop.benchmarks.server.ServerEntry;
import io.snowloop.samples.measure.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** The measurement of clients, in turn, with the server in C. */
public final class ClientBenchmark {
    private static final int WARM_BURSTS = 5;
    private static final int BURST_METRICS = 4;

    private final Rig rig;

    /** A benchmark with these parameters. */
    public ClientBenchmark(Rig rig) {
        this.rig = rig;
    }

    /** The CPU per fetch, with a constant number of fetches in flight. */
    public List<Row> load(List<ClientEntry> entries, int concurrent) throws IOException, InterruptedException {
        try (RunningServer server = server()) {
            return load(server, "fetch-" + concurrent, entries, concurrent);
        }
    }

    /** The same over TLS, with nginx as the server, of those entries that speak it. */
    public List<Row> tlsLoad(List<ClientEntry> entries, int concurrent)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path key = PeerKey.make(rig.jvm().home());
        List<ClientEntry> speaking =
                entries.stream().filter(ClientEntry::speaksTls).toList();
        try (RunningServer server = Nginx.tls(key, rig.cServer().resolveSibling("nginx.log"))) {
            return load(server, "fetch-tls-" + concurrent, speaking, concurrent, PeerKey.jvmOption(key));
        }
    }

    private List<Row> load(
            RunningServer server, String work, List<ClientEntry> entries, int concurrent, String... jvmOptions)
            throws IOException, InterruptedException {
        List<RunningClient> clients = new ArrayList<>();
        try {
            List<List<Round>> rounds = new ArrayList<>();
            for (ClientEntry entry : entries) {
                RunningClient client = start(entry, server.port(), concurrent, jvmOptions);
                clients.add(client);
                rig.pace().warmUp(client::cpuTime, seconds -> client.load(seconds * 1_000L, concurrent));
                rounds.add(new ArrayList<>());
            }
            for (int i = 0; i < rig.pace().rounds(); i++) {
                for (int j = 0; j < clients.size(); j++) {
                    rounds.get(j).add(clients.get(j).load(rig.pace().seconds() * 1_000L, concurrent));
                }
            }
            List<Row> rows = new ArrayList<>();
            for (int j = 0; j < clients.size(); j++) {
                ClientEntry entry = entries.get(j);
                long resident = clients.get(j).memory().resident();
                rows.add(new Row(work, entry.name(), entry.title(), entry.isYardstick(), rounds.get(j), resident, ""));
            }
            return rows;
        } finally {
            clients.forEach(RunningClient::close);
        }
    }

    /** The time of simultaneous requests to a server that answers each after 200 ms. */
    public List<Figure> burst(List<ClientEntry> entries, int requests) throws IOException, InterruptedException {
        String group = "burst-" + requests;
        List<Figure> figures = new ArrayList<>();
        for (ClientEntry entry : entries) {
            figures.add(new Figure(group, "cold", "ms", entry.name(), entry.title(), new ArrayList<>()));
            figures.add(new Figure(group, "warm", "ms", entry.name(), entry.title(), new ArrayList<>()));
            figures.add(new Figure(group, "peak RSS", "MiB", entry.name(), entry.title(), new ArrayList<>()));
            figures.add(new Figure(group, "allocated", "B", entry.name(), entry.title(), new ArrayList<>()));
        }
        for (int i = 0; i < rig.pace().rounds(); i++) {
            for (int j = 0; j < entries.size(); j++) {
                burst(entries.get(j), requests, figures.subList(BURST_METRICS * j, BURST_METRICS * (j + 1)));
            }
        }
        return figures;
    }

    /**
     * Runs in a new process. Warm is the burst after the first ones. An entry that fails has no figures in this round.
     */
    private void burst(ClientEntry entry, int requests, List<Figure> coldWarmPeakAllocated)
            throws IOException, InterruptedException {
        try (RunningServer server = server();
                RunningClient client = start(entry, server.port(), requests)) {
            double cold = client.burst(requests).millis();
            RunningClient.Burst warm = client.burst(requests);
            for (int i = 0; i < WARM_BURSTS - 1; i++) {
                warm = client.burst(requests);
            }
            coldWarmPeakAllocated.get(0).values().add(cold);
            coldWarmPeakAllocated.get(1).values().add(warm.millis());
            coldWarmPeakAllocated.get(2).values().add(client.memory().peak() / 1024.0);
            coldWarmPeakAllocated.get(3).values().add(warm.allocatedEach());
        } catch (Child.GoneException e) {
            System.out.println(entry.title() + ": " + e.getMessage());
        }
    }

    private RunningClient start(ClientEntry entry, int port, int connections, String... jvmOptions)
            throws IOException, InterruptedException {
        return new RunningClient(entry, rig.jvmOf(entry.name()), port, connections, rig.cServer(), jvmOptions);
    }

    private RunningServer server() throws IOException, InterruptedException {
        return rig.start(ServerEntry.of("c-epoll"), Cpus.GENERATOR, rig.jvm(), List.of());
    }
}
