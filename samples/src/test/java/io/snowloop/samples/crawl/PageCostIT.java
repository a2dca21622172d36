// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Summary;
import io.snowloop.samples.scale.Costs;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.DocsSite;
import io.snowloop.server.Server;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The CPU of a page: its fetch, its digest, and its links. The site is that of the docs, which another thread serves; the CPU is that of the
 * process without that thread, so it has the garbage collector, and the compiler.
 */
@EnabledIfSystemProperty(named = Costs.MEASURE, matches = "true", disabledReason = Costs.SKIPPED)
@Timeout(300)
class PageCostIT {
    static final String FILE = "scale-pages.json";

    private static final int ROUNDS = 5;
    private static final int WARM_UP = 25;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, Double> values = new TreeMap<>();

    @Test
    void aPage() throws Exception {
        List<Double> cpu = new ArrayList<>();
        try (EventLoop loop = EventLoop.open();
                EventLoop site = EventLoop.open();
                Server server = Server.of(DocsSite.app(Checkout.site(), Duration.ZERO))
                        .on(site)
                        .listen("127.0.0.1", 0)) {
            URI start = URI.create(server.url("/"));
            Thread thread = new Thread(site::run, "site");
            thread.setDaemon(true);
            thread.start();
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                CpuTime before = CpuTime.of(ProcessHandle.current().pid());
                long served = THREADS.getThreadCpuTime(thread.getId());
                Map<URI, Visit> visits = Crawls.of(loop, start, 32, false, (name, pages) -> done -> {})
                        .timed()
                        .visits();
                long own = CpuTime.of(ProcessHandle.current().pid()).since(before)
                        - (THREADS.getThreadCpuTime(thread.getId()) - served);
                if (i >= 0) {
                    cpu.add((double) own / visits.size());
                    describe(visits);
                }
            }
            site.stop();
            thread.join();
        }
        Summary summary = Summary.of(cpu.stream().mapToDouble(each -> each).toArray());
        values.put("cpu", summary.median());
        values.put("cpuMin", summary.min());
        values.put("cpuMax", summary.max());
        assertThat(values.get("cpu")).as("nanoseconds of a page").isBetween(10_000.0, 100_000_000.0);
        Costs costs = Costs.of(values);
        costs.write(FILE);
        System.out.println(costs);
    }

    private void describe(Map<URI, Visit> visits) {
        values.put("pages", (double) visits.size());
        values.put("bytes", mean(visits, Page::bytes));
        values.put("links", mean(visits, page -> page.links().size()));
    }

    private static double mean(Map<URI, Visit> visits, ToDoubleFunction<Page> of) {
        return visits.values().stream()
                .map(Visit::page)
                .mapToDouble(of)
                .average()
                .orElseThrow();
    }
}
