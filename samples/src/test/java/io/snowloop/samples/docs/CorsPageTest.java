// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.filter.Cors.cors;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.Cors;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/cors.md} shows. */
class CorsPageTest {
    @Test
    void anotherOriginMayRead() {
        // region filter
        Snow api = new Snow().get("/prices", request -> Response.json("[1, 2]")).filter(cors("https://shop.example"));
        // endregion

        Response response = api.handle(Request.get("/prices").withHeader("Origin", "https://shop.example"))
                .resultNow();

        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
    }

    @Test
    void settings() {
        // region settings
        Cors cors = Cors.builder()
                .origin("https://shop.example")
                .origin("http://localhost:3000")
                .credentials(true)
                .methods(Method.PUT)
                .headers("Content-Type", "X-Csrf-Token")
                .exposed("ETag")
                .maxAge(Duration.ofMinutes(10))
                .build();
        // endregion
        Request preflight = Request.options("/")
                .withHeader("Origin", "http://localhost:3000")
                .withHeader("Access-Control-Request-Method", "PUT");

        Response response = new Snow().filter(cors).handle(preflight).resultNow();

        assertThat(response.status().code()).isEqualTo(204);
        assertThat(response.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, POST, PUT");
        assertThat(response.header("Access-Control-Allow-Headers")).isEqualTo("Content-Type, X-Csrf-Token");
    }
}
