package io.snowloop.samples.outage;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * Two hosts with a link that is cut for a while, and a fetch that is retried until it succeeds.
 *
 * <p>Server and client are the real ones. They run on a simulated network, so half a minute of virtual time takes a
 * fraction of a second. All random decisions follow from the seed, so the same seed gives the same run, event for
 * event.
 */
final class Outage {
    private static final String CLIENT = "10.0.0.2";
    private static final String SERVER = "10.0.0.1";
    private static final Timeouts TIMEOUTS = Timeouts.builder()
            .connect(ofSeconds(2))
            .read(ofSeconds(2))
            .total(ofSeconds(10))
            .build();
    private static final Duration LONGEST_PAUSE = ofSeconds(5);

    private final Simulation simulation;
    private final Random random;
    private final Timeline timeline;
    private final EventLoop clientLoop;
    private final Fetcher fetcher;

    private Outage(Simulation simulation, PrintStream out) {
        this.simulation = simulation;
        random = simulation.random();
        timeline = new Timeline(simulation.ticker()::elapsed, out);
        clientLoop = simulation.loop(CLIENT);
        fetcher = Fetcher.on(
                clientLoop, FetcherOptions.builder().timeouts(TIMEOUTS).build());
    }

    /** Runs the simulation, and prints its events. */
    static void run(long seed, PrintStream out) throws IOException, ExecutionException, InterruptedException {
        try (Simulation simulation = new Simulation(seed)) {
            new Outage(simulation, out).run();
        }
    }

    // region run
    private void run() throws IOException, ExecutionException, InterruptedException {
        timeline.begin(CLIENT, SERVER);
        setFaults();
        try (Server server = Server.of(app()).on(simulation.loop(SERVER)).listen(SERVER, 80)) {
            Response response = simulation.runUntil(fetch(server.url("/forecast"), 1));
            timeline.client(response.status() + ": " + response.text());
            fetcher.close();
        }
        simulation.run();
        List<String> left = simulation.leftovers();
        timeline.end(
                "Left over: " + (left.isEmpty() ? "nothing" : left) + ". To run it again: --seed " + simulation.seed());
    }

    private Snow app() {
        return new Snow().get("/forecast", (request, loop) -> {
            timeline.server(request.method() + " " + request.target());
            return loop.sleep(ofMillis(300)).map(slept -> Response.text("sunny, later on"));
        });
    }
    // endregion

    // region faults
    /** The faults: a slow link that is cut for a while. The latency and the times follow from the seed. */
    private void setFaults() {
        Duration cut = ofMillis(random.nextInt(300)); // before the response can arrive
        Duration healed = cut.plus(ofMillis(10_000 + random.nextInt(20_000)));
        simulation
                .network()
                .faults(Faults.NONE.latency(ofMillis(10 + random.nextInt(60))).jitter(ofMillis(10)));
        simulation.network().partition(CLIENT, SERVER, cut, healed);
        simulation.at(cut, () -> timeline.link("the link is cut"));
        simulation.at(healed, () -> timeline.link("the link is restored"));
        simulation.network().onSegment(timeline::segment);
    }
    // endregion

    // region fetch
    /** Fetches. After a failure it waits, longer each time, and fetches again. */
    private Future<Response> fetch(String url, int attempt) {
        timeline.client("attempt " + attempt);
        return fetcher.fetch(Request.get(url)).recoverWith(error -> {
            Duration pause = pauseAfter(attempt);
            timeline.client(String.valueOf(error.getMessage()));
            timeline.client("pause of " + pause.toMillis() + " ms");
            return clientLoop.sleep(pause).flatMap(slept -> fetch(url, attempt + 1));
        });
    }

    /**
     * Exponential backoff with a limit, and with jitter, so that the clients of a server do not retry at the same time.
     */
    private Duration pauseAfter(int attempt) {
        long doubled = 250L << Math.min(attempt, 10);
        return ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()) * (75 + random.nextInt(50)) / 100);
    }
    // endregion
}
