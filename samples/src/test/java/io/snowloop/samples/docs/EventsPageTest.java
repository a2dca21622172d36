// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/events.md} shows. */
class EventsPageTest {
    // region app
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Report</title>
            <progress max="100" value="0"></progress>
            <script>
              const events = new EventSource("/progress");
              events.onmessage = event => document.querySelector("progress").value = event.data;
              events.addEventListener("done", () => events.close()); // else it would come again
            </script>
            """;

    private Snow app() {
        return new Snow()
                .get("/", request -> Response.html(PAGE))
                .get("/progress", request -> EventStream.of(request, this::report));
    }

    private void report(EventStream events) {
        Job job = new Job();
        Timer timer = Scheduler.current().scheduleAtFixedRate(ZERO, ofMillis(200), () -> {
            events.send(String.valueOf(job.percent()));
            if (job.percent() == 100) {
                events.send(ServerSentEvent.of("").withName("done"));
                events.close();
            }
        });
        events.closed().onDone(timer::cancel); // also when the reader has gone
    }
    // endregion

    /** Work that gets on by a quarter each time that one looks. */
    private static final class Job {
        private int looks;

        int percent() {
            return 25 * (looks++ / 2);
        }
    }

    // region client
    private final List<String> seen = new ArrayList<>();

    private void read(Fetcher fetcher, String url) {
        EventSource source = EventSource.of(fetcher, url);
        source.forEach(event -> {
            if (event.name().equals("done")) {
                source.close();
            } else {
                seen.add(event.data());
            }
        });
    }
    // endregion

    // region test
    @Test
    void aReportGetsOn() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(app()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));

            read(fetcher, "http://10.0.0.1/progress");
            simulation.runFor(ofSeconds(5));

            assertThat(seen).containsExactly("0", "25", "50", "75", "100");
            assertThat(fetcher.inFlight()).isZero();
        }
    }
    // endregion

    @Test
    void thePageListens() {
        Response page = app().handle(Request.get("/")).resultNow();
        assertThat(page.status()).isEqualTo(Status.OK);
        assertThat(page.text()).contains("new EventSource(\"/progress\")");
    }
}
