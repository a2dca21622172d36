// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.SecurityHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/security-headers.md} shows. */
class SecurityHeadersPageTest {
    @Test
    void pagesAreProtected() {
        // region filter
        Snow app = new Snow()
                .get("/", request -> Response.html("<h1>Home</h1>"))
                .filter(SecurityHeaders.builder()
                        .contentSecurityPolicy("default-src 'self'; frame-ancestors 'none'")
                        .strictTransport(Duration.ofDays(365))
                        .build());
        // endregion

        Response response = app.handle(Request.get("/")).resultNow();

        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'self'");
        assertThat(response.header("Strict-Transport-Security")).isNull();
    }
}
