// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.LineReader;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What {@code docs/how-to/read-lines.md} shows. */
class LinesPageTest {
    // region flake
    /** A snowflake, as a line has it: {@code {"arms": 6, "place": "Zürich"}}. */
    record Flake(int arms, String place) {}
    // endregion

    private static final List<String> LINES =
            List.of("{\"arms\": 6, \"place\": \"Zürich\"}\n", "\n", "{\"arms\": 12, \"place\": \"Oslo\"}\n");

    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

    /** A line a second. */
    private static Body slowly() {
        Iterator<String> lines = LINES.iterator();
        return BodyStream.of(() -> Scheduler.current()
                .sleep(Duration.ofSeconds(1))
                .map(slept -> lines.hasNext() ? ByteBuffer.wrap(lines.next().getBytes(StandardCharsets.UTF_8)) : null));
    }

    @Test
    void valuesComeAsTheyAreSent() throws Exception {
        Snow app = new Snow().get("/flakes", request -> Response.text("").withBody(slowly()));
        try (Simulation simulation = new Simulation(1)) {
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            List<String> log = new ArrayList<>();
            // region json
            Future<Void> done = fetcher.handle(Request.get("http://10.0.0.1/flakes"))
                    .flatMap(response -> {
                        LineReader<Flake> flakes = LineReader.ofJson(response.body(), Flake.class, JSON);
                        return flakes.forEach(flake -> save(flake, log));
                    });
            // endregion
            simulation.runFor(Duration.ofMillis(1_500));
            assertThat(log).containsExactly("Zürich: 6");
            simulation.runUntil(done);
            assertThat(log).containsExactly("Zürich: 6", "Oslo: 12");
        }
    }

    /** Stands for a database that takes a while. */
    private static Future<Void> save(Flake flake, List<String> log) {
        return Scheduler.current().sleep(Duration.ofMillis(100)).map(slept -> {
            log.add(flake.place() + ": " + flake.arms());
            return null;
        });
    }

    @Test
    void theFirstLineMayBeEnough() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Future<String> first = simulation.loop("10.0.0.1").submit(() -> first(slowly()));

            assertThat(simulation.runUntil(first)).startsWith("{\"arms\": 6");
        }
    }

    // region first
    private static Future<String> first(Body body) {
        LineReader<String> lines = LineReader.of(body).withMaxLine(8 * 1024);
        return lines.next().onDone(lines::cancel); // the rest is not received
    }
    // endregion
}
