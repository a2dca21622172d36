package io.snowloop.samples.outage;

import static io.snowloop.samples.outage.Step.Kind.ATTEMPT;
import static io.snowloop.samples.outage.Step.Kind.CUT;
import static io.snowloop.samples.outage.Step.Kind.FAILURE;
import static io.snowloop.samples.outage.Step.Kind.PAUSE;
import static io.snowloop.samples.outage.Step.Kind.REQUEST;
import static io.snowloop.samples.outage.Step.Kind.RESTORED;
import static io.snowloop.samples.outage.Step.Kind.SUCCESS;
import static io.snowloop.samples.outage.Step.Kind.TO_CLIENT;
import static io.snowloop.samples.outage.Step.Kind.TO_SERVER;
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
import io.snowloop.sim.Segment;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Two hosts with a link that is cut for a while, and a fetch that is retried until it succeeds.
 *
 * <p>Server and client are the real ones. They run on a simulated network, so half a minute of virtual time takes a
 * fraction of a second. All random decisions follow from the seed, so the same seed gives the same run, event for
 * event.
 */
final class Outage {
    static final String CLIENT = "10.0.0.2";
    static final String SERVER = "10.0.0.1";
    private static final Timeouts TIMEOUTS = Timeouts.builder()
            .connect(ofSeconds(2))
            .read(ofSeconds(2))
            .total(ofSeconds(10))
            .build();
    private static final Duration LONGEST_PAUSE = ofSeconds(5);

    private final Simulation simulation;
    private final Random random;
    private final Consumer<Step> steps;
    private final EventLoop clientLoop;
    private final Fetcher fetcher;

    private Outage(Simulation simulation, Consumer<Step> steps) {
        this.simulation = simulation;
        this.steps = steps;
        random = simulation.random();
        clientLoop = simulation.loop(CLIENT);
        fetcher = Fetcher.on(
                clientLoop, FetcherOptions.builder().timeouts(TIMEOUTS).build());
    }

    /**
     * Runs the simulation.
     *
     * @param steps is told each event, in the order of their times
     * @return what is left over at the end: it should be nothing
     */
    static List<String> run(long seed, Consumer<Step> steps)
            throws IOException, ExecutionException, InterruptedException {
        try (Simulation simulation = new Simulation(seed)) {
            return new Outage(simulation, steps).run();
        }
    }

    // region run
    private List<String> run() throws IOException, ExecutionException, InterruptedException {
        setFaults();
        try (Server server = Server.of(app()).on(simulation.loop(SERVER)).listen(SERVER, 80)) {
            Response response = simulation.runUntil(fetch(server.url("/forecast"), 1));
            step(SUCCESS, response.status() + ": " + response.text());
            fetcher.close();
        }
        simulation.run();
        return simulation.leftovers();
    }

    private Snow app() {
        return new Snow().get("/forecast", (request, loop) -> {
            step(REQUEST, request.method() + " " + request.target());
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
        simulation.at(cut, () -> step(CUT, "the link is cut"));
        simulation.at(healed, () -> step(RESTORED, "the link is restored"));
        simulation.network().onSegment(this::arrived);
    }
    // endregion

    // region fetch
    /** Fetches. After a failure it waits, longer each time, and fetches again. */
    private Future<Response> fetch(String url, int attempt) {
        step(ATTEMPT, "attempt " + attempt);
        return fetcher.fetch(Request.get(url)).recoverWith(error -> {
            Duration pause = pauseAfter(attempt);
            step(FAILURE, String.valueOf(error.getMessage()));
            step(PAUSE, "pause of " + pause.toMillis() + " ms");
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

    private void arrived(Segment segment) {
        boolean fromClient = segment.from().getAddress().getHostAddress().equals(CLIENT);
        step(
                fromClient ? TO_SERVER : TO_CLIENT,
                segment.kind() + (segment.length() == 0 ? "" : " " + segment.length()));
    }

    private void step(Step.Kind kind, String text) {
        steps.accept(new Step(simulation.ticker().elapsed(), kind, text));
    }
}
