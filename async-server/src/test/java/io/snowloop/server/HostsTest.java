// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Routes of a host")
class HostsTest {
    private final Snow app = new Snow()
            .get("/", request -> Response.text("default"))
            .host("Admin.Example.Org", new Snow().get("/", request -> Response.text("admin")))
            .host("{shop}.example.org", request -> Future.completed(Response.text(request.path("shop"))))
            .host("[::1]", new Snow().get("/", request -> Response.text("v6")));

    @ParameterizedTest
    @CsvSource({
        "example.org, default",
        "admin.example.org, admin",
        "ADMIN.example.ORG, admin",
        "admin.example.org:8080, admin",
        "admin.example.org., admin",
        "admin.example.org.:80, admin",
        "books.example.org, books",
        "old.books.example.org, default",
        ".example.org, default",
        "[::1]:8012, v6",
        "[::2], default",
        "'', default",
        "a:b:c, default"
    })
    void areFoundByTheField(String host, String answer) {
        assertThat(app.handle(Request.get("/").withHeader("Host", host))
                        .resultNow()
                        .text())
                .isEqualTo(answer);
    }

    @Test
    void areNotNeededByARequestWithoutAHost() {
        assertThat(app.handle(Request.get("/")).resultNow().text()).isEqualTo("default");
    }

    @Test
    void anAbsoluteTargetCountsMoreThanTheField() {
        Request request = Request.get("http://admin.example.org:80/?a=b").withHeader("Host", "books.example.org");

        assertThat(app.handle(request).resultNow().text()).isEqualTo("admin");
    }

    @Test
    void doNotFallBackToThoseOfAllHosts() {
        app.get("/more", request -> Response.text("more"));

        assertThat(app.handle(Request.get("/more").withHeader("Host", "admin.example.org"))
                        .resultNow()
                        .status()
                        .code())
                .isEqualTo(404);
    }

    @Test
    void areListedWithTheirHost() {
        assertThat(app.routes())
                .extracting(Route::toString)
                .containsExactly(
                        "GET /", "GET Admin.Example.Org/", "any method {shop}.example.org/{below:path}", "GET [::1]/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://a", "a:80", "a/b", "{a}", "x.{a}.org", "*.example.org", "{a}.{b}.org", "[x]"})
    void mustBeWellFormed(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.host(host, new Snow()))
                .withMessageContaining("bad host \"" + host + "\": write a name without scheme and port");
    }

    @Test
    void mustDiffer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.host("admin.example.org", new Snow()))
                .withMessageContaining("\"Admin.Example.Org\" takes the same requests");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.host("{tenant}.example.org", new Snow()))
                .withMessageContaining("\"{shop}.example.org\" takes the same requests");
    }
}
