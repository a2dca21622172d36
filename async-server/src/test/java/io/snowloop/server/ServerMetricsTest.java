// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.metrics.Prometheus;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.BrokenMetrics;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server reports of its connections and requests. */
class ServerMetricsTest {
    private final Prometheus metrics = new Prometheus();
    private final List<Promise<Response>> pending = new ArrayList<>();
    private final TestClient client = new TestClient(this::handle, TestClient.OPTIONS, metrics);

    @AfterEach
    void close() {
        client.close();
    }

    private Future<Response> handle(Request request) {
        if (request.path().equals("/later")) {
            Promise<Response> promise = Scheduler.current().newPromise();
            pending.add(promise);
            return promise;
        }
        return Future.completed(
                Response.of(Status.of(Integer.parseInt(request.path().substring(1)))));
    }

    private void get(String path) {
        client.send("GET " + path + " HTTP/1.1\nHost: a\n\n");
    }

    private List<String> lines() {
        return metrics.text().lines().toList();
    }

    private static String count(String status, int count) {
        return "snowloop_server_request_seconds_count{status=\"" + status + "\"} " + count;
    }

    private static String pending(int count) {
        return "snowloop_server_pending_requests " + count;
    }

    /** What an exchange keeps is given back, and its place, as if there was no bug. */
    @Test
    void metricsThatThrowCostNoPlaceAndNoMemory() {
        try (TestClient other = new TestClient(this::handle, TestClient.OPTIONS, new BrokenMetrics())) {
            other.send("POST /later HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
            other.socket.abort();
            other.test.turnUntilIdle();
            assertThat(other.closed).isEqualTo(1);
            assertThat(other.server.context().memory().used()).isZero();
            assertThat(other.test.reports.take()).isNotEmpty();
        }
    }

    @Test
    void answersAreCountedByTheClassOfTheirStatus() {
        get("/200");
        get("/404");
        get("/204");
        get("/500");
        get("/777"); // a client treats it as 500 (RFC 9110 §15)
        assertThat(lines())
                .contains(count("1xx", 0), count("2xx", 2), count("3xx", 0), count("4xx", 1), count("5xx", 2));
    }

    @Test
    void soIsARefusalThatNoHandlerSees() {
        client.send("GET / HTTP/1.1\nHost: a\nHost: b\n\n");
        assertThat(lines()).contains(count("4xx", 1), pending(0));
    }

    @Test
    void aDurationBeginsWhenTheRequestComesAndEndsWithTheHead() {
        get("/later");
        assertThat(lines()).contains(pending(1), count("2xx", 0));
        client.pass(Duration.ofSeconds(3));
        pending.get(0).complete(Response.text("late"));
        client.test.turnUntilIdle();
        assertThat(lines())
                .contains(
                        pending(0),
                        count("2xx", 1),
                        "snowloop_server_request_seconds_bucket{status=\"2xx\",le=\"2.5\"} 0",
                        "snowloop_server_request_seconds_bucket{status=\"2xx\",le=\"5\"} 1",
                        "snowloop_server_request_seconds_sum{status=\"2xx\"} 3");
    }

    @Test
    void aRequestThatIsGivenUpIsPendingNoLonger() {
        get("/later");
        client.pass(Duration.ofSeconds(60));
        assertThat(lines())
                .contains(pending(0), count("5xx", 1), "snowloop_server_request_seconds_sum{status=\"5xx\"} 60");
    }

    @Test
    void soIsOneWhoseClientHasGone() {
        get("/later");
        client.test.inTask(client.server::abort);
        client.test.turnUntilIdle();
        assertThat(lines()).contains(pending(0), count("2xx", 0), count("5xx", 0));
    }

    @Test
    void connectionsComeAndGo() throws IOException {
        InetSocketAddress address = new InetSocketAddress("10.0.0.1", 80);
        Prometheus figures = new Prometheus();
        try (Simulation simulation = new Simulation(1)) {
            EventLoop clients = simulation.loop("10.0.0.2");
            try (Server server = Server.of(this::handle)
                    .metrics(figures)
                    .on(simulation.loop("10.0.0.1"))
                    .listen(address)) {
                List<RecordingProtocol> all = List.of(new RecordingProtocol(), new RecordingProtocol());
                for (RecordingProtocol each : all) {
                    clients.submit(() -> Connector.DEFAULT.connect(clients, address, Duration.ofDays(1), each));
                }
                simulation.runFor(Duration.ofSeconds(1));
                assertThat(figures.text())
                        .contains("snowloop_server_accepted_total 2\n", "snowloop_server_connections 2\n");

                all.get(0).outside(() -> all.get(0).transport.close());
                simulation.runFor(Duration.ofSeconds(1));
                assertThat(figures.text()).contains("snowloop_server_connections 1\n");
            }
        }
    }

    @Test
    void theLoopsThatAServerStartsReportToo() throws Exception {
        try (Server server = Server.of(this::handle).metrics(metrics).loops(2).listen("127.0.0.1", 0)) {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(server.url("/200"))).build(), BodyHandlers.discarding());
            assertThat(metrics.text().lines())
                    .filteredOn(line -> line.startsWith("snowloop_loop_turn_seconds_count"))
                    .hasSize(2);
        }
    }
}
