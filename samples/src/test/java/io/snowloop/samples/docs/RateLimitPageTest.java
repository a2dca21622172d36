// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.RateLimit.rateLimit;
import static io.snowloop.server.filter.RequestId.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.RateLimit;
import io.snowloop.server.filter.RequestId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/limit-and-find.md} shows. */
class RateLimitPageTest {
    @Test
    void tooManyAreRefused() throws Exception {
        // region filter
        Snow login = new Snow()
                .filter(rateLimit(3, Duration.ofMinutes(1))) // for each address
                .get("/", request -> Response.text("who are you?"));
        Snow app = new Snow().mount("/login", login).get("/", request -> Response.text("home"));
        // endregion

        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            for (int i = 0; i < 3; i++) {
                assertThat(fetcher.runUntil(fetcher.fetch(Request.get(server.url("/login/"))))
                                .text())
                        .isEqualTo("who are you?");
            }
            Response refused = fetcher.runUntil(fetcher.fetch(Request.get(server.url("/login/"))));
            assertThat(refused.status().code()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).matches("1?[0-9]|20");
            assertThat(fetcher.runUntil(fetcher.fetch(Request.get(server.url("/"))))
                            .text())
                    .isEqualTo("home");
        }
    }

    @Test
    void settings() {
        // region settings
        RateLimit searches = RateLimit.builder(600, Duration.ofHours(1))
                .burst(10)
                .key(request -> request.header("X-Api-Key"))
                .build();
        // endregion
        Snow app = new Snow().filter(searches).get("/", request -> Response.text("found"));
        Request request = Request.get("/").withHeader("X-Api-Key", "a");
        for (int i = 0; i < 10; i++) {
            assertThat(app.handle(request).resultNow().status().code()).isEqualTo(200);
        }
        assertThat(app.handle(request).resultNow().status().code()).isEqualTo(429);
    }

    @Test
    void requestsHaveIds() {
        // region request-id
        Snow app = new Snow()
                .filter(requestId())
                .filter(accessLog()) // GET / 200 29 bytes 0.2 ms 6f1c0e4a9b3d5872
                .get("/", request -> Response.text("request " + RequestId.of(request)));
        // endregion

        Response response = app.handle(Request.get("/")).resultNow();
        assertThat(response.text()).isEqualTo("request " + response.header("X-Request-Id"));
    }
}
