// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A slash at the end of a path")
class TrailingSlashTest {
    private static Snow app(TrailingSlash policy) {
        return new Snow()
                .trailingSlash(policy)
                .get("/", request -> Response.text("home"))
                .get("/notes", request -> Response.text("notes"))
                .get("/users/{id:int}/", request -> Response.text("user " + request.path("id") + request.query("q")))
                .get("/both", request -> Response.text("without"))
                .get("/both/", request -> Response.text("with"))
                .get("/files/{rest:path}", request -> Response.text("file " + request.path("rest")));
    }

    @Test
    void countsUnlessTheAppSaysOtherwise() {
        Snow app = new Snow().get("/notes", request -> Response.text("notes"));

        assertThat(app.handle(Request.get("/notes/")).resultNow().status().code())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/notes/, /notes",
        "/users/7, /users/7/",
        "/users/7?q=a%20b, /users/7/?q=a%20b",
        "/files, /files/",
        "//evil.example/..//notes/, /notes",
        "/%6Eotes/, /%6Eotes",
        "http://evil.example/notes/, /notes"
    })
    void canLeadToTheOtherPath(String asked, String location) {
        Response response =
                app(TrailingSlash.REDIRECT).handle(Request.get(asked)).resultNow();

        assertThat(response.status().code()).isEqualTo(308);
        assertThat(response.header("Location")).isEqualTo(location);
    }

    @ParameterizedTest
    @CsvSource({"/notes/, notes", "/users/7?q=a, user 7a", "/files, 'file '", "/both, without", "/both/, with"})
    void canBeIgnored(String asked, String answer) {
        assertThat(app(TrailingSlash.IGNORED)
                        .handle(Request.get(asked))
                        .resultNow()
                        .text())
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"/other", "/other/", "/users/me", "*"})
    void changesNothingWhereTheOtherPathHasNoRouteEither(String asked) {
        for (TrailingSlash policy : TrailingSlash.values()) {
            Response response = app(policy).handle(Request.get(asked)).resultNow();
            assertThat(response.status().code()).isEqualTo(404);
        }
    }

    @Test
    void keepsTheDifferenceBetweenAPathAndAMethod() {
        Request delete = Request.of(Method.DELETE, "/notes/");

        assertThat(app(TrailingSlash.IGNORED).handle(delete).resultNow().header("Allow"))
                .isEqualTo("GET, HEAD, OPTIONS");
        assertThat(app(TrailingSlash.REDIRECT)
                        .handle(delete)
                        .resultNow()
                        .status()
                        .code())
                .isEqualTo(308);
    }

    @Test
    void leadsBackThroughAMount() {
        Snow app = new Snow().mount("/api", app(TrailingSlash.REDIRECT));

        assertThat(app.handle(Request.get("/api/notes/?a")).resultNow().header("Location"))
                .isEqualTo("/api/notes?a");
    }
}
