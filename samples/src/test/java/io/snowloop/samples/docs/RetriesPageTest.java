// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.Hedging.hedging;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Retries.retries;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.CircuitBreaker;
import io.snowloop.client.CircuitOpenException;
import io.snowloop.client.Fetcher;
import io.snowloop.client.Hedging;
import io.snowloop.client.Retries;
import io.snowloop.client.testing.MockAnswer;
import io.snowloop.client.testing.MockServer;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/retries.md} shows. */
class RetriesPageTest {
    private static final Response BUSY = Response.of(Status.SERVICE_UNAVAILABLE);

    private final List<String> log = new ArrayList<>();
    private final Simulation simulation = new Simulation(1);
    private final Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));
    private MockServer server;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
        url = server.url("/");
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aBudget() throws Exception {
        // region budget
        Retries retries = retries(3)
                .withPauses(ofMillis(50), ofSeconds(5))
                .withFullJitter() // a random pause from zero, that grows
                .withBudget(20, 1); // of 100 requests 20 are sent again, and one more each second
        Fetcher fetcher = plain.with(retries);
        // endregion

        server.answer(BUSY).answer(Response.text("home"));
        assertThat(simulation.runUntil(fetcher.fetch(url)).text()).isEqualTo("home");
    }

    @Test
    void aKey() throws Exception {
        // region key
        Fetcher fetcher = plain.with(
                retries(3).withRepeatable(request -> request.headers().contains("Idempotency-Key")));
        Request payment = Request.post(url, Body.of("5")).withHeader("Idempotency-Key", "7c1b5e");
        // endregion

        server.answer(BUSY).answer(Response.text("paid"));
        assertThat(simulation.runUntil(fetcher.fetch(payment)).text()).isEqualTo("paid");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aSeed() throws Exception {
        // region seed
        Retries retries = retries(3).withRandom(new SplittableRandom(1));
        // endregion

        server.answer(BUSY).answer(Response.text("home"));
        assertThat(simulation.runUntil(plain.with(retries).fetch(url)).text()).isEqualTo("home");
    }

    @Test
    void aBreaker() throws Exception {
        server.when(request -> true, MockAnswer.of(BUSY));
        // region breaker
        CircuitBreaker breaker = CircuitBreaker.builder()
                .failurePercent(50) // of at least 20 requests
                .window(ofSeconds(10))
                .openFor(ofSeconds(5))
                .onChange((origin, state) -> log.add(origin + " is " + state))
                .build();
        Fetcher fetcher = plain.with(redirects(5)).with(retries(3)).with(breaker);
        // endregion

        List<Future<Response>> responses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            responses.add(fetcher.fetch(url));
        }
        assertThat(log).isEmpty();
        for (Future<Response> response : responses) {
            assertThatThrownBy(() -> simulation.runUntil(response))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CircuitOpenException.class);
        }
        assertThat(server.requests()).hasSize(20);
        assertThat(log).containsExactly("http://10.0.0.1 is OPEN");
    }

    @Test
    void aHedge() throws Exception {
        server.answer(MockAnswer.silence()).answer(Response.text("home"));
        // region hedging
        Fetcher fetcher = plain.with(hedging(ofMillis(200))); // if there is no answer by then, once more
        // endregion

        assertThat(simulation.runUntil(fetcher.fetch(url)).text()).isEqualTo("home");
        assertThat(simulation.ticker().elapsed()).isLessThan(ofSeconds(1));
    }

    @Test
    void aHedgeThatFollowsTheServer() throws Exception {
        server.when(request -> true, MockAnswer.of(Response.text("home")));
        // region percentile
        Hedging hedging = Hedging.builder(ofMillis(200)) // until 20 answers are known
                .percentile(95) // then after the time in which 95 of 100 came
                .budget(5, 1)
                .build();
        // endregion

        Fetcher fetcher = plain.with(hedging);
        for (int i = 0; i < 30; i++) {
            assertThat(simulation.runUntil(fetcher.fetch(url)).text()).isEqualTo("home");
        }
    }
}
