// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.Cors.cors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.http.Filter;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The CORS filter")
class CorsTest {
    private static final String APP = "https://app.example";

    private static Response answer(Filter filter, Request request) {
        return new Snow()
                .filter(filter)
                .get("/", any -> Response.text("data"))
                .post("/", any -> Response.text("changed"))
                .handle(request)
                .resultNow();
    }

    private static Request from(String origin) {
        return Request.get("/").withHeader("Origin", origin);
    }

    private static Request preflight(String origin) {
        return from(origin)
                .withMethod(Method.OPTIONS)
                .withHeader("Access-Control-Request-Method", "PUT")
                .withHeader("Access-Control-Request-Headers", "content-type")
                .withHeader("Access-Control-Request-Private-Network", "true");
    }

    /** The fields of the protocol that a response has, one after the other. */
    private static String permissions(Response response) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(response.headers().names())) {
            if (name.startsWith("Access-Control-") || name.equals("Vary")) {
                text.append(name)
                        .append(": ")
                        .append(response.headers().all(name))
                        .append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void letsAScriptOfAnAllowedOriginRead() {
        Response response = answer(cors(APP), from(APP));

        assertThat(response.text()).isEqualTo("data");
        assertThat(permissions(response)).isEqualTo("""
                Access-Control-Allow-Origin: [https://app.example]
                Vary: [Origin]
                """);
    }

    /** A page of the site itself sends its origin with a POST, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example",
                "http://app.example",
                "https://app.example:8443",
                "https://app.example.evil.example",
                "https://evil.example/https://app.example",
                "HTTPS://APP.EXAMPLE",
                "null",
                "*",
                ""
            })
    void leavesOthersWithoutPermissionAndDoesNotRefuseThem(String origin) {
        Response read = answer(cors(APP), from(origin));
        assertThat(read.text()).isEqualTo("data");
        assertThat(permissions(read)).isEqualTo("Vary: [Origin]\n");
        assertThat(answer(cors(APP), from(origin).withMethod(Method.POST)).text())
                .isEqualTo("changed");
    }

    @Test
    void saysToCachesThatTheOriginCountsAlsoWhereThereIsNone() {
        assertThat(permissions(answer(cors(APP), Request.get("/")))).isEqualTo("Vary: [Origin]\n");
    }

    @Test
    void answersAPreflight() {
        Response response = answer(cors("https://a.example", APP), preflight(APP));

        assertThat(response.status().code()).isEqualTo(204);
        assertThat(permissions(response)).isEqualTo("""
                Access-Control-Allow-Headers: [Content-Type]
                Access-Control-Allow-Methods: [GET, HEAD, POST, PUT, PATCH, DELETE]
                Access-Control-Allow-Origin: [https://app.example]
                Vary: [Origin]
                """);
    }

    @Test
    void refusesAPreflightOfAnotherOrigin() {
        Response response = answer(cors(APP), preflight("https://evil.example"));

        assertThat(response.status().code()).isEqualTo(403);
        assertThat(permissions(response)).isEqualTo("Vary: [Origin]\n");
    }

    @Test
    void leavesOtherOptionsToTheApp() {
        Request options = from(APP).withMethod(Method.OPTIONS);
        assertThat(answer(cors(APP), options).header("Allow")).contains("GET");
        Request withoutOrigin = Request.options("/").withHeader("Access-Control-Request-Method", "PUT");
        assertThat(answer(cors(APP), withoutOrigin).header("Allow")).contains("GET");
    }

    @Test
    void hasSettings() {
        Cors cors = Cors.builder()
                .origin(APP)
                .credentials(true)
                .methods(Method.PUT, Method.of("QUERY"))
                .headers("Authorization", "X-Asked")
                .exposed("ETag", "X-Told")
                .maxAge(Duration.ofMinutes(10))
                .build();

        assertThat(permissions(answer(cors, from(APP)))).isEqualTo("""
                Access-Control-Allow-Credentials: [true]
                Access-Control-Allow-Origin: [https://app.example]
                Access-Control-Expose-Headers: [ETag, X-Told]
                Vary: [Origin]
                """);
        assertThat(permissions(answer(cors, preflight(APP)))).isEqualTo("""
                Access-Control-Allow-Credentials: [true]
                Access-Control-Allow-Headers: [Authorization, X-Asked]
                Access-Control-Allow-Methods: [GET, HEAD, POST, PUT, QUERY]
                Access-Control-Allow-Origin: [https://app.example]
                Access-Control-Max-Age: [600]
                Vary: [Origin]
                """);
    }

    @Test
    void anyOriginMayReadWhatIsForEveryone() {
        Cors cors = Cors.builder().anyOrigin().headers().build();

        assertThat(permissions(answer(cors, from("null")))).isEqualTo("Access-Control-Allow-Origin: [*]\n");
        assertThat(permissions(answer(cors, Request.get("/")))).isEmpty();
        assertThat(permissions(answer(cors, preflight("http://localhost:3000"))))
                .isEqualTo("""
                Access-Control-Allow-Methods: [GET, HEAD, POST, PUT, PATCH, DELETE]
                Access-Control-Allow-Origin: [*]
                """);
    }

    @Test
    void anErrorCanBeReadToo() {
        Response response = answer(cors(APP), from(APP).withTarget("/nowhere"));

        assertThat(response.status().code()).isEqualTo(404);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(APP);
    }

    @Test
    void aPermissionOfTheHandlerIsReplaced() {
        Response response = new Snow()
                .filter(cors(APP))
                .get("/", any -> Response.text("data").withHeader("Access-Control-Allow-Origin", "*"))
                .handle(from(APP))
                .resultNow();

        assertThat(response.headers().all("Access-Control-Allow-Origin")).containsExactly(APP);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "https://app.example/      | https://app.example",
                "https://app.example/path  | https://app.example",
                "https://App.example       | https://app.example",
                "https://app.example:443   | https://app.example",
                "http://app.example:80     | http://app.example",
                "http://app.example:80801  | http://app.example:80801",
                "https://user@app.example  | https://app.example",
                "app.example               | none",
                "*                         | none",
                "null                      | none",
                "//app.example             | none",
                "https://a b               | none",
            })
    void refusesAnOriginThatNoBrowserSends(String origin, String better) {
        if (origin.equals(better)) {
            assertThatCode(() -> cors(origin)).doesNotThrowAnyException(); // not checked: the size of a port
            return;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cors(origin))
                .withMessage("no browser sends the origin \"" + origin + "\": it is scheme://host[:port]"
                        + (better == null ? "" : ", here " + better));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://[::1]:8443", "app://local.example", "http://127.0.0.1"})
    void takesOriginsOfAllKinds(String origin) {
        assertThat(answer(cors(origin), from(origin)).header("Access-Control-Allow-Origin"))
                .isEqualTo(origin);
    }

    /** Fetch §3.3.5: then each site in the world could act for the user. */
    @Test
    void credentialsAreNeverForAnyOrigin() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Cors.builder().anyOrigin().credentials(true).build())
                .withMessage("credentials(true) needs a list of origins: add origin(...) in place of anyOrigin()");
        assertThatIllegalStateException()
                .isThrownBy(() -> Cors.builder().anyOrigin().origin(APP).build())
                .withMessageStartingWith("anyOrigin() allows [https://app.example], too");
        assertThatIllegalStateException().isThrownBy(() -> cors()).withMessageStartingWith("no origin is allowed");
    }

    @Test
    void namesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cors.builder().headers("*"))
                .withMessage("headers must be names of fields, but one is \"*\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cors.builder().exposed("a b"))
                .withMessageStartingWith("exposed must be names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cors.builder().maxAge(Duration.ofSeconds(-1)))
                .withMessageStartingWith("maxAge must ");
    }
}
