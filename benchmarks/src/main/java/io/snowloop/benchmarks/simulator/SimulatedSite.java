// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.simulator;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.time.Duration;

/**
 * One seed of a usual simulation: a Fetcher sends {@value #REQUESTS} requests to a Snow app, both with their defaults, over a
 * network with faults that harm no request: random delays, small segments, short writes, spurious wake-ups.
 */
final class SimulatedSite {
    static final int REQUESTS = 50;

    private static final String TEXT = "Hello, World!";
    private static final Faults FAULTS = Faults.NONE
            .latency(Duration.ofMillis(5))
            .jitter(Duration.ofMillis(20))
            .segments(100)
            .shortWrites(0.1)
            .spuriousWakeUps(0.1)
            .shuffled();

    private int answered;
    private long events;

    private SimulatedSite() {}

    /**
     * What one seed was.
     *
     * @param events the steps of the simulation: it delivers what is due and gives each loop with work a turn, or it advances
     *     the clock
     * @param virtualNanos the virtual time that has passed
     */
    record Run(long events, long virtualNanos) {}

    static Run run(long seed) throws IOException {
        return new SimulatedSite().simulate(seed);
    }

    private Run simulate(long seed) throws IOException {
        try (Simulation simulation = new Simulation(seed)) {
            EventLoop serverLoop = simulation.loop("10.0.0.1");
            EventLoop clientLoop = simulation.loop("10.0.0.2");
            simulation.network().faults(FAULTS);
            Snow app = new Snow().get("/plaintext", request -> Response.text(TEXT));
            Server server = Server.of(app).on(serverLoop).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(clientLoop);
            for (int i = 0; i < REQUESTS; i++) {
                Duration when = Duration.ofMillis(simulation.random().nextInt(1_000));
                simulation.at(when, () -> clientLoop.execute(() -> fetch(fetcher)));
            }
            simulation.runUntil(() -> {
                events++;
                return answered == REQUESTS;
            });
            Run run = new Run(events, simulation.ticker().elapsed().toNanos());
            fetcher.close();
            server.close();
            return run;
        }
    }

    private void fetch(Fetcher fetcher) {
        fetcher.fetch(Request.get("http://10.0.0.1/plaintext")).onComplete((response, error) -> {
            if (response == null || !response.text().equals(TEXT)) {
                throw new IllegalStateException("a simulated request failed", error);
            }
            answered++;
        });
    }
}
