// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The response to an error")
class ErrorPageTest {
    private final Snow app = new Snow()
            .post("/notes", request -> {
                throw new HttpException(Status.CONFLICT, "<b>\"x\"</b> is taken");
            })
            .get("/broken", request -> {
                throw new IllegalStateException("the password is 1234");
            });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| text/plain; charset=utf-8",
                "*/* | text/plain; charset=utf-8",
                "image/png | text/plain; charset=utf-8",
                "broken | text/plain; charset=utf-8",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html; charset=utf-8",
                "text/* | text/html; charset=utf-8",
                "text/plain, text/html;q=0.9 | text/plain; charset=utf-8",
                "application/json | application/problem+json",
                "application/problem+json | application/problem+json",
                "application/json, text/plain, */* | application/problem+json",
                "application/* | application/problem+json",
                "text/html;q=0.5, application/json;q=0.4 | text/html; charset=utf-8",
                "text/html;q=0.4, Application/JSON;q=0.5 | application/problem+json",
                "application/json;q=0 | text/plain; charset=utf-8",
                "application/*, application/json;q=0, application/problem+json;q=0 | text/plain; charset=utf-8",
                "application/json;q=2 | text/plain; charset=utf-8"
            })
    void hasTheTypeThatIsNamed(String accept, String type) {
        Response response = get("/none", accept);

        assertThat(response.status()).isEqualTo(Status.NOT_FOUND);
        assertThat(response.header("Content-Type")).isEqualTo(type);
        assertThat(response.header("Vary")).isEqualTo("Accept");
    }

    /** A head may have 16,000 of them. */
    @Test
    void hasATypeOfTheFirst99() {
        assertThat(get("/none", "a/b,".repeat(98) + "text/html,x").header("Content-Type"))
                .startsWith("text/html");
        assertThat(get("/none", "a/b,".repeat(99) + "text/html,x").header("Content-Type"))
                .startsWith("text/plain");
    }

    @Test
    void isAProblem() {
        assertThat(get("/none", "application/json").text()).isEqualTo("{\"title\":\"Not Found\",\"status\":404}\n");
        Request post = Request.post("/notes", Body.EMPTY).withHeader("Accept", "application/json");
        assertThat(app.handle(post).resultNow().text())
                .isEqualTo("{\"title\":\"Conflict\",\"status\":409,\"detail\":\"<b>\\\"x\\\"</b> is taken\"}\n");
    }

    @Test
    void isAPage() {
        Request post = Request.post("/notes", Body.EMPTY).withHeader("Accept", "text/html");

        assertThat(app.handle(post).resultNow().text())
                .contains("<title>409 Conflict</title>", "<p>&lt;b&gt;&quot;x&quot;&lt;/b&gt; is taken</p>");
        assertThat(get("/none", "text/html").text())
                .contains("<h1>404 Not Found</h1>")
                .doesNotContain("<p>");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "text/html", "application/json"})
    void doesNotTellAMessageThatIsNotForTheClient(String accept) {
        assertThat(get("/broken", accept).text()).contains("500").doesNotContain("1234");
    }

    @Test
    void isMadeForAMethodToo() {
        Response response = get("/notes", "application/json");

        assertThat(response.text()).isEqualTo("{\"title\":\"Method Not Allowed\",\"status\":405}\n");
        assertThat(response.header("Allow")).isEqualTo("OPTIONS, POST");
    }

    private Response get(String path, String accept) {
        Request request = Request.get(path);
        return app.handle(accept == null ? request : request.withHeader("Accept", accept))
                .resultNow();
    }
}
