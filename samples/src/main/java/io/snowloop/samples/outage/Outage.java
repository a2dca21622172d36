// SPDX-License-Identifier: Apache-2.0
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
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Stage;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * Two hosts with a link that is cut for a while, and a fetch that is retried until it succeeds.
 *
 * <p>Server and client are the real ones. They run on a simulated network, so half a minute of virtual time takes a
 * fraction of a second. All random decisions follow from the seed, so the same seed gives the same run, event for
 * event.
 */
final class Outage {
    static final String CLIENT = "client";
    static final String SERVER = "server";
    static final String CUT = "the link is cut";
    static final String RESTORED = "the link is restored";
    private static final Timeouts TIMEOUTS = Timeouts.builder()
            .connect(ofSeconds(2))
            .read(ofSeconds(2))
            .total(ofSeconds(10))
            .build();
    private static final Duration LONGEST_PAUSE = ofSeconds(5);

    static final Scene SCENE = stage -> new Outage(stage).begin();

    private final Stage stage;
    private final Random random;
    private final EventLoop serverLoop;
    private final EventLoop clientLoop;
    private final Fetcher fetcher;

    private Outage(Stage stage) {
        this.stage = stage;
        random = stage.random();
        serverLoop = stage.loop(SERVER);
        clientLoop = stage.loop(CLIENT);
        fetcher = Fetcher.on(
                clientLoop, FetcherOptions.builder().timeouts(TIMEOUTS).build());
    }

    // region run
    private void begin() throws IOException {
        setFaults();
        Server server =
                Server.of(app()).on(serverLoop).listen(stage.host(SERVER).toString(), 80);
        stage.await(CLIENT, fetch(server.url("/forecast"), 1).map(response -> {
            stage.say(CLIENT, response.status() + ": " + response.text());
            return response;
        }));
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
    }

    private Snow app() {
        return new Snow().get("/forecast", (request, loop) -> {
            stage.say(SERVER, request.method() + " " + request.target());
            return loop.sleep(ofMillis(300)).map(slept -> Response.text("sunny, later on"));
        });
    }
    // endregion

    // region faults
    /** The faults: a slow link that is cut for a while. The latency and the times follow from the seed. */
    private void setFaults() {
        Duration cut = ofMillis(random.nextInt(300)); // before the response can arrive
        Duration healed = cut.plus(ofMillis(10_000 + random.nextInt(20_000)));
        stage.faults(Faults.NONE.latency(ofMillis(10 + random.nextInt(60))).jitter(ofMillis(10)));
        stage.partition(CLIENT, SERVER, cut, healed);
        stage.at(cut, () -> stage.sayOfNetwork(CUT));
        stage.at(healed, () -> stage.sayOfNetwork(RESTORED));
    }
    // endregion

    // region fetch
    /** Fetches. After a failure it waits, longer each time, and fetches again. */
    private Future<Response> fetch(String url, int attempt) {
        stage.say(CLIENT, "attempt " + attempt);
        return fetcher.fetch(Request.get(url)).recoverWith(error -> {
            Duration pause = pauseAfter(attempt);
            stage.say(CLIENT, String.valueOf(error.getMessage()));
            stage.say(CLIENT, "pause of " + pause.toMillis() + " ms");
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
