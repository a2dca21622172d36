// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.report.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of reverse proxies, in turn. The origin is the server in C, on the CPU of the load generator. So of a
 * proxy that takes less CPU than both, the table shows that it was not busy.
 */
public final class ProxyBenchmark {
    private final Rig rig;

    /** A benchmark with these parameters. */
    public ProxyBenchmark(Rig rig) {
        this.rig = rig;
    }

    /** Measures these entries with these works. */
    public void run(List<ServerEntry> entries, List<Work> works, Recording recording)
            throws IOException, InterruptedException {
        List<RunningServer> proxies = new ArrayList<>();
        try (RunningServer origin = rig.start(ServerEntry.of("c-epoll"), Cpus.GENERATOR, rig.jvm(), List.of())) {
            for (ServerEntry entry : entries) {
                proxies.add(
                        entry == Nginx.ENTRY
                                ? Nginx.proxy(origin.port(), rig.cServer().resolveSibling("nginx.log"))
                                : rig.start(entry, "-D" + ProxyEntries.ORIGIN + "=" + origin.port()));
            }
            for (Work work : works) {
                recording.rows(new ServerBenchmark(rig).measure(proxies, work, title(work)));
            }
        } finally {
            proxies.forEach(RunningServer::close);
        }
    }

    private static String title(Work work) {
        return "proxy-" + work.title();
    }
}
