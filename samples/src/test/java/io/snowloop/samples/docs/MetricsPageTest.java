// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.metrics.Counter;
import io.snowloop.metrics.LoopMetrics;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;
import io.snowloop.metrics.Prometheus;
import io.snowloop.samples.Micrometer;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.ProjectFolder;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/metrics.md} shows. */
class MetricsPageTest {
    private static Response get(String url) throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            return fetcher.runUntil(fetcher.fetch(Request.get(url)));
        }
    }

    @Test
    void aServerOnAPortAndItsFiguresOnAnother() throws Exception {
        // region prometheus
        Prometheus metrics = new Prometheus();
        Snow app = new Snow().get("/", request -> Response.text("home"));
        Server.Builder forUsers = Server.of(app).metrics(metrics);
        Snow forOperators = new Snow().get("/metrics", metrics); // another port
        // endregion
        try (Server users = forUsers.listen("127.0.0.1", 0);
                Server operators = forOperators.listen(0)) {
            get(users.url("/"));
            get(users.url("/nothing-here"));
            assertThat(get(operators.url("/metrics")).text())
                    .contains(
                            "snowloop_server_accepted_total 2\n",
                            "snowloop_server_request_seconds_count{status=\"2xx\"} 1\n",
                            "snowloop_server_request_seconds_count{status=\"4xx\"} 1\n");
        }
    }

    @Test
    void figuresOfYourOwn() {
        // region own
        Prometheus metrics = new Prometheus();
        Counter notes = metrics.counter(Metric.of("notes", "Notes that were written"));
        Snow app = new Snow().post("/notes", request -> {
            notes.increment();
            return Response.of(Status.CREATED);
        });
        // endregion
        app.handle(Request.post("/notes", Body.of("snow")));
        assertThat(metrics.text()).contains("notes_total 1\n");
    }

    @Test
    void figuresOfTheJvm() {
        Prometheus metrics = new Prometheus();
        // region jvm
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.gauge(
                Metric.of("jvm_memory_used_bytes", "Objects, garbage too").with("area", "heap"),
                () -> memory.getHeapMemoryUsage().getUsed());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            metrics.gauge(Metric.of("process_open_fds", "File descriptors"), system::getOpenFileDescriptorCount);
        }
        // endregion
        assertThat(metrics.text()).contains("\njvm_memory_used_bytes{area=\"heap\"} ");
    }

    @Test
    void aFetcherAndALoopOfYourOwn() throws Exception {
        Prometheus metrics = new Prometheus();
        // region loop
        EventLoopOptions options =
                EventLoopOptions.builder().observer(LoopMetrics.of(metrics)).build();
        // endregion
        try (Server server =
                        new Snow().get("/", request -> Response.text("home")).listen(0);
                EventLoop loop = EventLoop.open(options)) {
            // region fetcher
            FetcherOptions pool = FetcherOptions.builder().metrics(metrics).build();
            try (Fetcher fetcher = Fetcher.on(loop, pool)) {
                fetcher.runUntil(fetcher.fetch(server.url("/")));
                assertThat(metrics.text()).contains("snowloop_client_idle_connections 1\n");
            }
            // endregion
            assertThat(metrics.text()).contains("snowloop_loop_read_bytes_total{loop=\"" + loop + "\"} ");
        }
    }

    @Test
    void micrometer() throws Exception {
        // region micrometer
        SimpleMeterRegistry registry = new SimpleMeterRegistry(); // or that of your monitoring system
        Metrics metrics = new Micrometer(registry);
        // endregion
        Snow app = new Snow().get("/", request -> Response.text("home"));
        try (Server server = Server.of(app).metrics(metrics).loops(2).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create()) {
            for (int i = 0; i < 3; i++) {
                fetcher.runUntil(fetcher.fetch(server.url("/")));
            }
            assertThat(registry.get("snowloop.server.accepted").counter().count())
                    .isEqualTo(1);
            assertThat(registry.get("snowloop.server.connections").gauge().value())
                    .isEqualTo(1);
            var answers =
                    registry.get("snowloop.server.request").tag("status", "2xx").timer();
            assertThat(answers.count()).isEqualTo(3);
            assertThat(answers.totalTime(TimeUnit.SECONDS)).isPositive();
        }
        assertThat(registry.get("snowloop.server.connections").gauge().value()).isZero();
    }

    /** So that the page's table has all of them, and no other. */
    @Test
    void thePageListsEachFigure() throws Exception {
        Prometheus metrics = new Prometheus();
        FetcherOptions pool = FetcherOptions.builder().metrics(metrics).build();
        try (Server server = Server.of(new Snow()).metrics(metrics).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create(pool)) {
            fetcher.runUntil(fetcher.fetch(server.url("/")));
        }
        List<String> made = names("(?m)^# TYPE (\\w+) ", metrics.text());
        String page = Files.readString(ProjectFolder.ROOT.resolve("docs/how-to/metrics.md"));
        assertThat(names("(?m)^\\| `(snowloop_\\w+)", page)).containsExactlyInAnyOrderElementsOf(made);
    }

    private static List<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
