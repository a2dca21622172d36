// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Retries.retries;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.cache.CacheStore;
import io.snowloop.client.cache.ResponseCache;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/cache-responses.md} shows. */
class CacheResponsesPageTest {
    private static final String URL = "http://10.0.0.1/forecast";

    /** What the server was asked. */
    private final List<String> asked = new ArrayList<>();

    private final Snow weather = new Snow().get("/forecast", request -> {
        String condition = request.header("If-None-Match");
        asked.add(condition == null ? "all" : condition);
        Response page = condition == null ? Response.text("snow") : Response.of(Status.NOT_MODIFIED);
        return page.withHeader("Cache-Control", "max-age=60, stale-if-error=3600")
                .withHeader("ETag", "\"7\"");
    });

    @Test
    void aPageIsFetchedOnce() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(weather).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));
            // region cache
            ResponseCache cache = ResponseCache.create();
            Fetcher fetcher =
                    plain.with(redirects(5)).with(contentDecoding()).with(cache).with(retries(3));
            // endregion
            simulation.runUntil(fetcher.fetch(URL));
            simulation.runUntil(fetcher.fetch(URL));

            assertThat(asked).containsExactly("all");
        }
    }

    @Test
    void inVirtualTime() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));
            // region test
            InstantSource time = () -> Instant.EPOCH.plus(simulation.ticker().elapsed());
            ServerOptions options = ServerOptions.builder().clock(time).build(); // of the field Date
            Server.of(weather).options(options).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            ResponseCache cache = ResponseCache.builder().clock(time).build();
            Fetcher fetcher = plain.with(cache);
            assertThat(from(simulation.runUntil(fetcher.fetch(URL)))).isEqualTo("snowloop; fwd=miss; stored");
            assertThat(from(simulation.runUntil(fetcher.fetch(URL)))).isEqualTo("snowloop; hit; ttl=60");

            simulation.runFor(Duration.ofSeconds(61)); // it is stale now
            Response validated = simulation.runUntil(fetcher.fetch(URL));
            assertThat(from(validated)).isEqualTo("snowloop; fwd=stale; fwd-status=304");
            assertThat(validated.text()).isEqualTo("snow");
            // endregion
            assertThat(asked).containsExactly("all", "\"7\"");
        }
    }

    private static String from(Response response) {
        return String.valueOf(response.header("Cache-Status"));
    }

    @Test
    void overARestart(@TempDir Path home) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            Server server = Server.of(weather).on(loop).listen("127.0.0.1", 0);
            for (int start = 0; start < 2; start++) {
                Fetcher plain = Fetcher.on(loop);
                // region folder
                ResponseCache cache = ResponseCache.builder()
                        .store(CacheStore.inFolder(home.resolve("cache")))
                        .build();
                Fetcher fetcher = plain.with(cache);
                // endregion
                Response page = fetcher.runUntil(fetcher.fetch("http://127.0.0.1:" + server.port() + "/forecast"));
                assertThat(page.text()).isEqualTo("snow");
                plain.close();
            }
            server.close();
        }
        assertThat(asked).containsExactly("all");
    }

    @Test
    void aRequestSaysWhatItTakes() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(weather).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2")).with(ResponseCache.create());
            // region request
            Request reload = Request.get(URL).withHeader("Cache-Control", "no-cache"); // ask the server in any case
            Request offline = Request.get(URL).withHeader("Cache-Control", "only-if-cached, max-stale");
            // endregion
            assertThat(simulation.runUntil(fetcher.fetch(offline)).status()).isEqualTo(Status.GATEWAY_TIMEOUT);
            simulation.runUntil(fetcher.fetch(reload));
            simulation.runUntil(fetcher.fetch(reload));
            assertThat(simulation.runUntil(fetcher.fetch(offline)).text()).isEqualTo("snow");
            assertThat(asked).containsExactly("all", "\"7\"");
        }
    }
}
