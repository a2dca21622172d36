// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.BaseUrl.baseUrl;
import static io.snowloop.client.DefaultHeaders.defaultHeaders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What all requests to one API have in common")
class BaseUrlTest {
    private static Request sent(Filter filter, Request request) {
        AtomicReference<Request> sent = new AtomicReference<>();
        filter.around(last -> {
                    sent.set(last);
                    return Future.completed(Response.text("ok"));
                })
                .handle(request);
        return sent.get();
    }

    @ParameterizedTest
    @CsvSource({
        "notes/7, https://api.example/v1/notes/7",
        "?tag=a, https://api.example/v1/?tag=a",
        "../v2/notes, https://api.example/v2/notes",
        "/status, https://api.example/status",
        "https://other.example/, https://other.example/",
        "'', https://api.example/v1/"
    })
    void isTheBaseOfEachTarget(String target, String url) {
        assertThat(sent(baseUrl("https://api.example/v1/"), Request.get(target)).target())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example/v1", "https://api.example/?a=/", "api.example/", "ftp://api.example/"})
    void isNoOtherUrl(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> baseUrl(base));
    }

    @Test
    void mayHaveNoPath() {
        assertThat(sent(baseUrl("http://api.example"), Request.get("a")).target())
                .isEqualTo("http://api.example/a");
    }

    @Test
    void areFieldsThatARequestDoesNotHave() {
        Headers defaults = Headers.of("User-Agent", "notes/1", "Accept", "text/plain", "Accept", "text/html");
        Request request = sent(defaultHeaders(defaults), Request.get("/").withHeader("user-agent", "own"));
        assertThat(request.headers())
                .isEqualTo(Headers.of("user-agent", "own", "Accept", "text/plain", "Accept", "text/html"));
    }

    @Test
    void areShownWithoutSecrets() {
        assertThat(defaultHeaders(Headers.of("Authorization", "Bearer 123")))
                .hasToString("DefaultHeaders[Authorization]");
    }
}
