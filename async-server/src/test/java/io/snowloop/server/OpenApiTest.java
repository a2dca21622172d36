// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.input.Input;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An OpenAPI document")
class OpenApiTest {
    private enum Color {
        RED,
        BLUE
    }

    private static final String INVALID = ",\"400\":{\"$ref\":\"#/components/responses/Invalid\"}";

    private final Snow app = new Snow();
    private final OpenApi api = OpenApi.of(app, "A \"title\" <b>", "1.0");

    private static Response view(Request request) {
        return Response.text("");
    }

    /** The Paths Object. */
    private String paths() {
        String document = api.document();
        String begin =
                "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"A \\\"title\\\" <b>\",\"version\":\"1.0\"},\"paths\":";
        assertThat(document).startsWith(begin);
        return document.substring(begin.length(), document.indexOf(",\"components\""));
    }

    @Test
    void hasPathsWithTheirMethodsAndNames() {
        app.get("/", OpenApiTest::view)
                .named("home")
                .post("/notes", OpenApiTest::view)
                .get("/notes", OpenApiTest::view)
                .mount("/api", new Snow().get("/", OpenApiTest::view).named("home"));

        String success = "\"responses\":{\"2XX\":{\"description\":\"Success\"}}";
        assertThat(paths())
                .isEqualTo("{\"/\":{\"get\":{\"operationId\":\"home\"," + success + "}},\"/notes\":{\"post\":{"
                        + success + "},\"get\":{" + success + "}},\"/api/\":{\"get\":{" + success + "}}}");
    }

    @Test
    void hasTheParametersOfPaths() {
        app.get("/a/{id:int}/{n:long}/{name}", OpenApiTest::view)
                .get("/b/{day}", OpenApiTest::view)
                .takes(Input.path("day").as(LocalDate.class, "a date", LocalDate::parse));

        assertThat(paths())
                .isEqualTo("{\"/a/{id}/{n}/{name}\":{\"get\":{\"parameters\":["
                        + parameter("id", "path", true, "an int", "\"type\":\"integer\",\"format\":\"int32\"") + ","
                        + parameter("n", "path", true, "a long", "\"type\":\"integer\",\"format\":\"int64\"") + ","
                        + parameter("name", "path", true, "a text", "\"type\":\"string\"") + "],"
                        + "\"responses\":{\"2XX\":{\"description\":\"Success\"}" + INVALID + "}}},"
                        + "\"/b/{day}\":{\"get\":{\"parameters\":["
                        + parameter("day", "path", true, "a date", "\"type\":\"string\",\"format\":\"date\"") + "],"
                        + "\"responses\":{\"2XX\":{\"description\":\"Success\"}" + INVALID + "}}}}");
    }

    @Test
    void hasOnePathOfThoseThatDifferInNamesOnly() {
        app.get("/notes/{id}", OpenApiTest::view)
                .put("/notes/{name}", OpenApiTest::view)
                .delete("/notes/{id}", OpenApiTest::view);

        assertThat(paths())
                .contains("{\"/notes/{id}\":{\"get\":{", "\"delete\":{")
                .doesNotContain("{name}", "\"put\"");
    }

    private static String parameter(String name, String in, boolean required, String description, String schema) {
        return "{\"name\":\"" + name + "\",\"in\":\"" + in + "\",\"required\":" + required + ",\"description\":\""
                + description + "\",\"schema\":{" + schema + "}}";
    }

    @Test
    void hasWhatARouteTakes() {
        app.get("/", OpenApiTest::view)
                .takes(
                        Input.query("page").asInt(1, 100).orElse(1),
                        Input.header("X-Id").as(UUID.class, "a UUID", UUID::fromString),
                        Input.cookie("theme").asEnum(Color.class).optional(),
                        Input.query("tag").all(),
                        Input.query("all").asBoolean(),
                        Input.query("n").asLong().that("above 0", n -> n > 0));

        assertThat(paths())
                .contains(
                        parameter(
                                "page",
                                "query",
                                false,
                                "an int from 1 to 100",
                                "\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"maximum\":100"),
                        parameter("X-Id", "header", true, "a UUID", "\"type\":\"string\",\"format\":\"uuid\""),
                        parameter(
                                "theme",
                                "cookie",
                                false,
                                "one of RED, BLUE",
                                "\"type\":\"string\",\"enum\":[\"RED\",\"BLUE\"]"),
                        parameter(
                                "tag", "query", false, "a text", "\"type\":\"array\",\"items\":{\"type\":\"string\"}"),
                        parameter("all", "query", true, "true or false", "\"type\":\"boolean\""),
                        parameter("n", "query", true, "a long above 0", "\"type\":\"integer\",\"format\":\"int64\""));
    }

    @Test
    void hasAFormAsTheBodyOfARequest() {
        app.post("/a", OpenApiTest::view)
                .takes(Input.form("title"), Input.form("stars").asInt(0, 5).orElse(0))
                .post("/b", OpenApiTest::view)
                .takes(Input.form("note").optional());

        String form =
                "\"content\":{\"application/x-www-form-urlencoded\":{\"schema\":{\"type\":\"object\",\"properties\":{";
        assertThat(paths())
                .contains("{\"post\":{\"requestBody\":{\"required\":true," + form
                        + "\"title\":{\"type\":\"string\"},\"stars\":{\"type\":\"integer\",\"format\":\"int32\","
                        + "\"minimum\":0,\"maximum\":5}},\"required\":[\"title\"]}}}},\"responses\"")
                .contains("{\"post\":{\"requestBody\":{\"required\":false," + form
                        + "\"note\":{\"type\":\"string\"}}}}}},\"responses\"");
    }

    @Test
    void leavesOutWhatItHasNoWordsFor() {
        app.regex("/old/(.*)", OpenApiTest::view)
                .mount("/proxy", (View) OpenApiTest::view)
                .get("/files/{path:path}", OpenApiTest::view)
                .route(Method.of("PURGE"), "/", (View) OpenApiTest::view)
                .host("a.example", new Snow().get("/", OpenApiTest::view))
                .get("/notes/{id:int}", OpenApiTest::view)
                .get("/notes/{name}", OpenApiTest::view);

        assertThat(paths()).startsWith("{\"/notes/{id}\":{\"get\":").doesNotContain("name}", "old", "proxy", "files");
    }

    @Test
    void describesTheErrorAsItIsSent() {
        app.get("/", OpenApiTest::view).takes(Input.query("page").asInt());
        Response error = app.handle(Request.get("/?page=x").withHeader("Accept", "application/json"))
                .resultNow();

        assertThat(error.status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(api.document())
                .contains("\"content\":{\"" + error.header("Content-Type") + "\":{\"schema\":{\"type\":\"object\"")
                .contains(
                        "{\"in\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}");
        assertThat(error.text()).contains("\"in\":\"query\",\"name\":\"page\",\"detail\":");
    }

    @Test
    void isAPageForABrowserAndJsonForOthers() {
        app.get("/{x}/a<b>", OpenApiTest::view)
                .named("<i>")
                .takes(Input.query("<q>").asInt(1, 3).orElse(1))
                .get("/api", api);
        Response page = app.handle(Request.get("/api").withHeader("Accept", "text/html,*/*;q=0.8"))
                .resultNow();
        Response json =
                app.handle(Request.get("/api").withHeader("Accept", "*/*")).resultNow();

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Vary")).isEqualTo("Accept");
        assertThat(page.text())
                .contains("<h1>A &quot;title&quot; &lt;b&gt; 1.0</h1>")
                .contains("<h2><code>GET /{x}/a&lt;b&gt;</code></h2>\n<p>&lt;i&gt;\n")
                .contains("<tr><td><code>x</code><td>path<td>a text\n")
                .contains("<tr><td><code>&lt;q&gt;</code><td>query<td>an int from 1 to 3; may be missing\n")
                .contains("<h2><code>GET /api</code></h2>\n</body>")
                .doesNotContain("<script", "http");
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.text()).isEqualTo(api.document());
    }
}
