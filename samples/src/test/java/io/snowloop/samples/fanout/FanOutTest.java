// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fanout;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shops on hosts of their own, in virtual time. */
class FanOutTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final Map<String, String> shops = new LinkedHashMap<>();
    private final Snow app =
            new Snow().get("/prices", new FanOut(Fetcher.on(loop), shops)).takes(FanOut.WITHIN);

    /** The shops that were told to stop. */
    private final List<String> cancelled = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    /** A shop that takes this long. */
    private void shop(String name, Duration delay, Response answer) throws IOException {
        String host = "10.0.1." + (shops.size() + 1);
        Snow shop = new Snow()
                .get(
                        "/",
                        (request, itsLoop) -> itsLoop.sleep(delay)
                                .map(slept -> answer)
                                .onComplete((response, error) -> {
                                    if (error != null) {
                                        cancelled.add(name);
                                    }
                                }));
        Server.of(shop).on(simulation.loop(host)).listen(host, 80);
        shops.put(name, "http://" + host + "/");
    }

    private Future<Response> ask(String query) {
        return loop.submit(() -> app.handle(Request.get("/prices" + query)));
    }

    private String answer(String query) throws Exception {
        return simulation.runUntil(ask(query)).text();
    }

    @Test
    void itAnswersWithWhatHasComeAndCancelsTheRest() throws Exception {
        shop("north", ofMillis(50), Response.text("41"));
        shop("east", ofSeconds(30), Response.text("39"));
        shop("south", ofMillis(199), Response.text("40"));
        shop("west", ofMillis(201), Response.text("38"));
        assertThat(answer(""))
                .isEqualTo("{\"prices\":{\"north\":\"41\",\"south\":\"40\"},\"missing\":[\"east\",\"west\"]}");
        assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(200));
        simulation.runFor(ofSeconds(1));
        assertThat(cancelled).containsExactlyInAnyOrder("east", "west");
    }

    /** It waits for the slowest, and not for the deadline: they are asked at once. */
    @Test
    void itAnswersAtOnceIfAllHave() throws Exception {
        for (int i = 0; i < 20; i++) {
            shop("shop " + i, ofMillis(100), Response.text("41"));
        }
        assertThat(answer("?within=5000")).endsWith("\"missing\":[]}");
        assertThat(simulation.ticker().elapsed()).isBetween(ofMillis(100), ofMillis(110));
        assertThat(cancelled).isEmpty();
    }

    @Test
    void oneThatFailsOrIsNotThereIsMissing() throws Exception {
        shop("north", ofMillis(5), Response.text("41").withStatus(Status.INTERNAL_SERVER_ERROR));
        shop("east", ofMillis(5), Response.text("39"));
        simulation.network().host("10.0.1.99"); // where no one listens
        shops.put("south", "http://10.0.1.99/");
        assertThat(answer("")).isEqualTo("{\"prices\":{\"east\":\"39\"},\"missing\":[\"north\",\"south\"]}");
        assertThat(simulation.ticker().elapsed()).isLessThan(ofMillis(200));
    }

    @Test
    void oneThatLeavesCancelsAll() throws Exception {
        shop("north", ofSeconds(5), Response.text("41"));
        shop("east", ofSeconds(5), Response.text("39"));
        Future<Response> asked = ask("?within=10000");
        simulation.runFor(ofMillis(100));
        loop.execute(asked::cancel);
        simulation.runFor(ofMillis(100));
        assertThat(cancelled).containsExactlyInAnyOrder("north", "east");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?within=0", "?within=10001", "?within=x"})
    void aBadDeadlineIsRefusedInWords(String query) throws Exception {
        Response refused = simulation.runUntil(ask(query));
        assertThat(refused.status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(refused.text()).contains("from 1 to 10000");
    }

    @Test
    void aBadPortIsRefusedInWords() {
        CommandRun run = CommandRun.of("run", "fan-out", "x");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'x' is not a port");
    }
}
