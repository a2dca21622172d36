// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetchListener;
import io.snowloop.client.FetchPhase;
import io.snowloop.client.FetchTimings;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HarFile;
import io.snowloop.client.testing.MockServer;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.metrics.Histogram;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Prometheus;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.ConnectObserver;
import io.snowloop.transport.Connector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/request-costs.md} shows, on a network where each segment takes 20 ms. */
class CostsPageTest {
    private static final String URL = "http://10.0.0.1/";

    private final Simulation simulation = new Simulation(1);
    private final List<String> log = new ArrayList<>();
    private EventLoop loop;
    private MockServer server;

    @BeforeEach
    void open() throws Exception {
        simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
        loop = simulation.loop("10.0.0.2");
        server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
    }

    @AfterEach
    void close() {
        server.close();
        simulation.run();
        simulation.close();
    }

    private void get(FetcherOptions options) throws Exception {
        server.answer(Response.text("snow"));
        try (Fetcher fetcher = Fetcher.on(loop, options)) {
            simulation.runUntil(fetcher.fetch(URL));
        }
    }

    @Test
    void allRequests() throws Exception {
        // region listener
        FetcherOptions options = FetcherOptions.builder()
                .listener(timings -> log.add(timings.toString()))
                .build();
        // endregion
        get(options);
        assertThat(log)
                .containsExactly("GET http://10.0.0.1/: 200 OK in 80.0 ms"
                        + " (QUEUE 0.0, CONNECT 40.0, SEND 0.0, WAIT 40.0, RECEIVE 0.0)");
    }

    @Test
    void oneRequest() throws Exception {
        server.answer(Response.text("snow"));
        try (Fetcher fetcher = Fetcher.on(loop)) {
            String url = URL;
            // region one
            List<FetchTimings> costs = new ArrayList<>();
            FetchListener listener = costs::add;
            Request request = Request.get(url).withAttribute(FetchListener.OF_REQUEST, listener);
            fetcher.fetch(request).onComplete((response, error) -> {
                FetchTimings last = costs.get(costs.size() - 1);
                log.add("first byte after " + last.until(FetchPhase.WAIT).toMillis() + " ms");
            });
            // endregion
            simulation.runFor(ofSeconds(1));
        }
        assertThat(log).containsExactly("first byte after 80 ms");
    }

    @Test
    void steps() throws Exception {
        // region steps
        FetchListener listener = new FetchListener() {
            @Override
            public void entered(Request request, FetchPhase phase) {
                log.add(request + " " + phase);
            }

            @Override
            public void finished(FetchTimings timings) {
                log.add(timings.error() == null ? "done" : timings.last() + " failed: " + timings.error());
            }
        };
        // endregion
        get(FetcherOptions.builder().listener(listener).build());
        assertThat(log)
                .startsWith("GET http://10.0.0.1/ QUEUE", "GET http://10.0.0.1/ CONNECT")
                .endsWith("done");
    }

    // region histograms
    /** A histogram for each phase. */
    static final class PhaseMetrics implements FetchListener {
        private final Map<FetchPhase, Histogram> histograms = new EnumMap<>(FetchPhase.class);

        PhaseMetrics(Prometheus metrics) {
            Metric metric = Metric.of("fetch_phase", "How long requests were in a phase");
            for (FetchPhase phase : FetchPhase.values()) {
                histograms.put(phase, metrics.histogram(metric.with("phase", phase.name())));
            }
        }

        @Override
        public void finished(FetchTimings timings) {
            timings.phases().forEach((phase, time) -> histograms.get(phase).record(time.toNanos()));
        }
    }
    // endregion

    @Test
    void histograms() throws Exception {
        Prometheus metrics = new Prometheus();
        get(FetcherOptions.builder().listener(new PhaseMetrics(metrics)).build());
        assertThat(metrics.text())
                .contains(
                        "fetch_phase_seconds_sum{phase=\"WAIT\"} 0.04", "fetch_phase_seconds_count{phase=\"TLS\"} 0\n");
    }

    @Test
    void anArchive(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("session.har");
        server.answer(Response.text("snow"));
        try (Fetcher plain = Fetcher.on(loop)) {
            // region har
            try (HarFile har = HarFile.builder(file).redact("X-Api-Key").open()) {
                session(plain.with(redirects(5)).with(har).with(contentDecoding()));
            }
            // endregion
        }
        assertThat(Files.readString(file)).contains("\"text\":\"snow\"").doesNotContain("secret");
    }

    private void session(Fetcher fetcher) throws Exception {
        simulation.runUntil(fetcher.fetch(Request.get(URL).withHeader("X-Api-Key", "secret")));
    }

    @Test
    void addresses() throws Exception {
        // region addresses
        ConnectObserver observer = (step, address) -> log.add(step + " " + address);
        FetcherOptions options = FetcherOptions.builder()
                .connector(Connector.builder().observer(observer).build())
                .build();
        // endregion
        get(options);
        assertThat(log).containsExactly("ATTEMPT /10.0.0.1:80", "CONNECTED /10.0.0.1:80");
    }
}
