// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.Health.health;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Health;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/health.md} shows. */
class HealthPageTest {
    private static String get(String url) throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            Response response = fetcher.runUntil(fetcher.fetch(Request.get(url)));
            return response.status().code() + " " + response.text();
        }
    }

    @Test
    void aRouteOfTheApp() throws Exception {
        // region health
        Snow app = new Snow().get("/", request -> Response.text("home")).get("/health", health());
        // endregion
        try (Server server = app.listen(0)) {
            assertThat(get(server.url("/health"))).isEqualTo("200 ready\n");
        }
    }

    @Test
    void aPortOfItsOwn() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("home"));
        // region port
        try (Server server = app.listen(0);
                Server operators = new Snow().get("/health", Health.of(server)).listen(0)) {
            server.drain(Duration.ofSeconds(10)).await();
            assertThat(get(operators.url("/health"))).isEqualTo("503 draining\n"); // the app listens no more
        }
        // endregion
    }

    @Test
    void checksOfItsOwn() {
        BooleanSupplier database = () -> false;
        // region own
        Snow app = new Snow().get("/health", request -> {
            boolean ready = request.context().readiness() == Readiness.READY && database.getAsBoolean();
            return Response.of(ready ? Status.OK : Status.SERVICE_UNAVAILABLE);
        });
        // endregion
        assertThat(app.handle(Request.get("/health")).resultNow().status().code())
                .isEqualTo(503);
    }

    @Test
    void notice() {
        // region notice
        ServerTimeouts timeouts = ServerTimeouts.builder()
                .notice(Duration.ofSeconds(10)) // the balancer checks every five
                .drain(Duration.ofSeconds(15))
                .build();
        Server.Builder server = Server.of(new Snow().get("/health", health()))
                .options(ServerOptions.builder().timeouts(timeouts).build());
        // endregion
        assertThat(server).isNotNull();
        assertThat(timeouts.notice()).isEqualTo(Duration.ofSeconds(10));
    }
}
