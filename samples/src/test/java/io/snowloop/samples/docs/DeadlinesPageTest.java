// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/deadlines.md} shows. */
class DeadlinesPageTest {
    private static final List<String> SHOPS =
            List.of("http://10.0.0.11/price", "http://10.0.0.12/price", "http://10.0.0.13/price");

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final Fetcher fetcher = Fetcher.on(loop);
    private final List<String> cancelled = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    private void shop(String host, Duration delay, String price) throws IOException {
        Snow app = new Snow()
                .get(
                        "/price",
                        (request, shop) -> shop.sleep(delay)
                                .map(slept -> Response.text(price))
                                .onComplete((response, error) -> {
                                    if (error != null) {
                                        cancelled.add(host);
                                    }
                                }));
        Server.of(app).on(simulation.loop(host)).listen(host, 80);
    }

    private void shops() throws IOException {
        shop("10.0.0.11", ofMillis(20), "41");
        shop("10.0.0.12", ofSeconds(30), "39");
        shop("10.0.0.13", ofMillis(90), "40");
    }

    // region all
    /** The prices of those shops that answer in time. */
    private Future<List<String>> prices(Duration limit) {
        List<Future<Response>> asked = new ArrayList<>();
        for (String shop : SHOPS) {
            asked.add(fetcher.fetch(shop).timeout(limit)); // all at once; at its limit a fetch is cancelled
        }
        return Future.allSettled(fetcher.loop(), asked)
                .map(answers -> answers.stream()
                        .filter(answer -> answer.error() == null
                                && answer.value().status().equals(Status.OK))
                        .map(answer -> answer.value().text())
                        .toList());
    }
    // endregion

    @Test
    void thoseInTimeAreTaken() throws Exception {
        shops();
        Future<List<String>> prices = loop.submit(() -> prices(ofMillis(200)));
        assertThat(simulation.runUntil(prices)).containsExactly("41", "40");
        assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(200));
        simulation.runFor(ofSeconds(1));
        assertThat(cancelled).containsExactly("10.0.0.12");
    }

    @Test
    void theFirstIsTaken() throws Exception {
        shops();
        Future<Response> first = loop.submit(() -> first());
        assertThat(simulation.runUntil(first).text()).isEqualTo("41");
        simulation.runFor(ofSeconds(1));
        assertThat(cancelled).containsExactlyInAnyOrder("10.0.0.12", "10.0.0.13");
    }

    private Future<Response> first() {
        // region any
        List<Future<Response>> asked = SHOPS.stream().map(fetcher::fetch).toList();
        return Future.any(fetcher.loop(), asked); // the first that succeeds; the others are cancelled
        // endregion
    }

    // region hedge
    /** Asks the first, and the second too if the first has not answered after a while. */
    private Future<Response> hedged(String first, String second, Duration patience) {
        Scheduler loop = fetcher.loop();
        Future<Response> one = fetcher.fetch(first);
        Future<Response> two = loop.sleep(patience).flatMap(slept -> fetcher.fetch(second));
        return Future.any(loop, List.of(one, two));
    }
    // endregion

    @Test
    void theSecondIsAskedIfTheFirstIsSlow() throws Exception {
        shops();
        Future<Response> answer = loop.submit(() -> hedged(SHOPS.get(1), SHOPS.get(0), ofMillis(100)));
        assertThat(simulation.runUntil(answer).text()).isEqualTo("41");
        assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(120));
    }

    // region budget
    /** A time by which all must be done. It is passed on, so that each step has what the steps before it have left. */
    record Deadline(Scheduler loop, long nanos) {
        static Deadline in(Duration limit, Scheduler loop) {
            return new Deadline(loop, loop.ticker().nanoTime() + limit.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, nanos - loop.ticker().nanoTime()));
        }
    }

    private Future<String> bothPrices(Deadline deadline) {
        return fetcher.fetch(SHOPS.get(0))
                .timeout(deadline.left())
                .flatMap(price -> fetcher.fetch(SHOPS.get(2)).timeout(deadline.left()))
                .map(Response::text);
    }
    // endregion

    @Test
    void stepsShareADeadline() throws Exception {
        shops();
        Future<String> enough = loop.submit(() -> bothPrices(Deadline.in(ofMillis(120), loop)));
        assertThat(simulation.runUntil(enough)).isEqualTo("40");
        Future<String> late = loop.submit(() -> bothPrices(Deadline.in(ofMillis(100), loop)));
        simulation.runFor(ofMillis(100));
        assertThat(late.isFailed()).isTrue();
        assertThat(Deadline.in(ZERO, loop).left()).isZero();
    }

    @Test
    void aViewHasTheSame() throws Exception {
        shops();
        // region view
        Snow app = new Snow()
                .get("/prices", (request, loop) -> prices(ofMillis(200)).map(found -> Response.text("" + found)));
        // endregion
        Future<Response> answer = loop.submit(() -> app.handle(Request.get("/prices")));
        assertThat(simulation.runUntil(answer).text()).isEqualTo("[41, 40]");
    }
}
