// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.SecurityHeaders.securityHeaders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.TestContext;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The filter of security headers")
class SecurityHeadersTest {
    private static final Request SECURE = new TestContext(null, true).get();

    private static Headers fields(Filter filter, Request request, Response response) {
        return filter.filter(request, any -> Future.completed(response))
                .resultNow()
                .headers()
                .without("Content-Type");
    }

    @Test
    void addsWhatHarmsNoSite() {
        Headers expected = Headers.of("X-Content-Type-Options", "nosniff", "Referrer-Policy", "same-origin");

        assertThat(fields(securityHeaders(), Request.get("/"), Response.text("a")))
                .isEqualTo(expected);
        assertThat(fields(securityHeaders(), SECURE, Response.text("a"))).isEqualTo(expected);
    }

    @Test
    void hasSettings() {
        Filter filter = SecurityHeaders.builder()
                .referrerPolicy("no-referrer")
                .contentSecurityPolicy("default-src 'self'")
                .strictTransport(Duration.ofDays(365))
                .build();

        assertThat(fields(filter, SECURE, Response.text("a")))
                .isEqualTo(Headers.of(
                        "X-Content-Type-Options",
                        "nosniff",
                        "Referrer-Policy",
                        "no-referrer",
                        "Content-Security-Policy",
                        "default-src 'self'",
                        "Strict-Transport-Security",
                        "max-age=31536000"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecurityHeaders.builder().strictTransport(Duration.ofSeconds(-1)))
                .withMessageStartingWith("strictTransport must ");
    }

    /** RFC 6797 §7.2. */
    @Test
    void asksForTlsOverTlsOnly() {
        Filter filter =
                SecurityHeaders.builder().strictTransport(Duration.ofMinutes(5)).build();

        assertThat(fields(filter, Request.get("/"), Response.text("a")).get("Strict-Transport-Security"))
                .isNull();
        assertThat(fields(filter, SECURE, Response.text("a")).get("Strict-Transport-Security"))
                .isEqualTo("max-age=300");
    }

    @Test
    void whatAResponseHasStays() {
        Response own = Response.text("a").withHeader("referrer-policy", "origin");

        assertThat(fields(securityHeaders(), Request.get("/"), own).all("Referrer-Policy"))
                .containsExactly("origin");
    }
}
