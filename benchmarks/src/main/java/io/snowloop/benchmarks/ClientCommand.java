// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.client.ClientBenchmark;
import io.snowloop.benchmarks.client.ClientEntry;
import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures clients. */
@Command(
        name = "client",
        description = "Measure clients: CPU per request, and bursts of requests to a server that delays its responses.")
final class ClientCommand implements Callable<Integer> {
    private static final String OVER_TLS = "fetch-tls-";

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description =
                    "Only these works: fetch-64, fetch-1000, fetch-tls-64, burst-1000, burst-5000, or others with another number.")
    private List<String> works = List.of("fetch-64", "fetch-1000", "fetch-tls-64", "burst-1000", "burst-5000");

    @Override
    public Integer call() throws Exception {
        works.forEach(ClientCommand::requireWork);
        Programs.require("taskset", "gcc");
        if (works.stream().anyMatch(work -> work.startsWith(OVER_TLS))) {
            Programs.require("nginx");
        }
        ClientBenchmark benchmark = new ClientBenchmark(settings.rig());
        List<ClientEntry> entries =
                settings.chosen(ClientEntry.all(), ClientEntry::of, ClientEntry::quick, ClientEntry.BASELINE);
        Recording recording = output.begin(settings.kind("client"), Environment.of(settings.jvm()));
        for (String work : works) {
            int number = Integer.parseInt(work.substring(work.lastIndexOf('-') + 1));
            if (work.startsWith(OVER_TLS)) {
                recording.rows(benchmark.tlsLoad(entries, number));
            } else if (work.startsWith("fetch-")) {
                recording.rows(benchmark.load(entries, number));
            } else {
                recording.figures(benchmark.burst(entries, number));
            }
        }
        recording.end();
        return 0;
    }

    private static void requireWork(String name) {
        if (!name.matches("(fetch|fetch-tls|burst)-[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("there is no work '" + name + "'; examples are fetch-64 and burst-1000");
        }
    }
}
