// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/graceful-stop.md} shows. */
class GracefulStopPageTest {
    private final List<String> log = new ArrayList<>();

    /** What is left to be closed after the last request: a database, for instance. */
    private final class Store implements AutoCloseable {
        @Override
        public void close() {
            log.add("store closed");
        }
    }

    private static Snow app() {
        // region app
        Snow app = new Snow()
                .get("/report", (request, loop) -> loop.sleep(ofSeconds(3)).map(slept -> Response.text("done")))
                .get("/next", (request, loop) -> { // waits for something that may not come
                    Promise<Response> next = loop.newPromise();
                    request.context()
                            .draining()
                            .onDone(() -> next.complete(
                                    Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1")));
                    return next;
                });
        // endregion
        return app;
    }

    private void run(Snow app) throws IOException {
        // region run
        ServerTimeouts timeouts = ServerTimeouts.builder().drain(ofSeconds(20)).build(); // 8 s without this
        Server.of(app)
                .options(ServerOptions.builder().timeouts(timeouts).build())
                .run("127.0.0.1", 8012);
        // endregion
    }

    private void own(Snow app) throws Exception {
        // region own
        Store store = new Store();
        Server server = Server.of(app).loops(2).listen("127.0.0.1", 8012);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, store)));
        // endregion
    }

    // region stop
    private static final Duration LIMIT = ofSeconds(20);

    /** Server first: its requests need the store. */
    private static void stop(Server server, AutoCloseable store) {
        try (store;
                server) {
            server.drain(LIMIT).await(LIMIT.plus(ofSeconds(1)));
        } catch (Exception e) {
            System.getLogger("shop").log(System.Logger.Level.WARNING, "not stopped in order", e);
        }
    }
    // endregion

    @Test
    void theServerEndsBeforeItsStore() throws Exception {
        Server server = app().listen(0);
        stop(server, new Store());
        assertThat(server.isListening()).isFalse();
        assertThat(log).containsExactly("store closed");
    }

    // region test
    @Test
    void whatIsInProgressIsAnswered() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server server = Server.of(app()).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            EventLoop client = simulation.loop("10.0.0.2");
            Fetcher fetcher = Fetcher.on(client);
            Future<Response> report = fetcher.fetch("http://10.0.0.1/report");
            Future<Response> next = fetcher.fetch("http://10.0.0.1/next");
            simulation.runFor(ofSeconds(1));

            Future<?> drained = server.drain(ofSeconds(20));
            Future<Response> tooLate = fetcher.fetch("http://10.0.0.1/report");

            assertThat(simulation.runUntil(next).status()).isEqualTo(Status.SERVICE_UNAVAILABLE); // at once
            assertThat(simulation.runUntil(report).text()).isEqualTo("done");
            simulation.runUntil(drained);
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofSeconds(3)); // not 21: when the last one was answered
            assertThat(tooLate.outcome().error()).isInstanceOf(ConnectException.class);
        }
    }
    // endregion

    @Test
    void theLimitResetsWhatIsLeft() throws Exception {
        Snow app = new Snow().get("/", (request, loop) -> loop.newPromise());
        try (Simulation simulation = new Simulation(1)) {
            Server server = Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Future<Response> never = Fetcher.on(simulation.loop("10.0.0.2")).fetch(Request.get("http://10.0.0.1/"));
            simulation.runFor(ofMillis(10));
            simulation.runUntil(server.drain(ofSeconds(2)));
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(2_010));
            simulation.run();
            assertThat(never.isFailed()).isTrue();
        }
    }
}
