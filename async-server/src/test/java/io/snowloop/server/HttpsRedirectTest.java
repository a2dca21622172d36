// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.HttpsRedirect.httpsRedirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A redirect to HTTPS")
class HttpsRedirectTest {
    private final HttpsRedirect redirect = httpsRedirect("example.org", "*.Example.net", "[::1]", "10.0.0.1");

    private Response answer(String target, String host) {
        return redirect.handle(Request.get(target).withHeader("Host", host)).resultNow();
    }

    @ParameterizedTest
    @CsvSource({
        "/, example.org, https://example.org/",
        "/a/%2F?b=c&d, example.org:80, https://example.org/a/%2F?b=c&d",
        "/, EXAMPLE.org:8080, https://example.org/",
        "/, example.org., https://example.org/",
        "/, www.example.net, https://www.example.net/",
        "/, [::1]:80, https://[::1]/",
        "/, 10.0.0.1, https://10.0.0.1/",
        "//evil.test/, example.org, https://example.org//evil.test/",
        "http://example.org/a?b, www.example.net, https://example.org/a?b",
        "http://example.org?b, example.org, https://example.org?b",
        "http://example.org, example.org, https://example.org",
        "*, example.org, https://example.org"
    })
    void keepsPathAndQuery(String target, String host, String location) {
        Response response = answer(target, host);
        assertThat(response.status().code()).isEqualTo(308);
        assertThat(response.headers().get("Location")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.test",
                "",
                "example.org.evil.test",
                "example.net",
                "a.b.example.net",
                ".example.net",
                "a/.example.net",
                "evil@example.org",
                "example.org:a",
                "[::2]",
                "10.0.0.2"
            })
    void leadsToNoOtherHost(String host) {
        Response response = answer("/", host);
        assertThat(response.status().code()).isEqualTo(400);
        assertThat(response.headers().get("Location")).isNull();
    }

    @Test
    void refusesWhatHasNoHostOrNoPath() {
        assertThat(redirect.handle(Request.get("/")).resultNow().status().code())
                .isEqualTo(400);
        Request connect = Request.of(Method.of("CONNECT"), "example.org:443").withHeader("Host", "example.org");
        assertThat(redirect.handle(connect).resultNow().status().code()).isEqualTo(400);
    }

    @Test
    void mayLeadToAnotherPort() {
        Request request = Request.get("/a").withHeader("Host", "example.org:8080");
        assertThat(redirect.withPort(8443).handle(request).resultNow().headers().get("Location"))
                .isEqualTo("https://example.org:8443/a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> redirect.withPort(0))
                .withMessage("port must be from 1 to 65,535, not 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "https://example.org", "example.org:443", "::1", "*", "a.*.org", "*.*.org", "example.org."})
    void needsHosts(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> httpsRedirect(host))
                .withMessageContaining("bad host");
    }

    @Test
    void needsOneHostAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> httpsRedirect()).withMessageContaining("empty");
    }
}
