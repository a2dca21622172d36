// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.OpenApi;
import io.snowloop.server.Snow;
import io.snowloop.server.input.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What {@code docs/how-to/openapi.md} shows. */
class OpenApiPageTest {
    // region inputs
    enum Order {
        NEWEST,
        BEST
    }

    static final Input<Integer> PAGE = Input.query("page").asInt(1, 100).orElse(1);
    static final Input<Order> ORDER = Input.query("order").asEnum(Order.class).orElse(Order.NEWEST);
    static final Input<String> TITLE =
            Input.form("title").that("of at most 80 characters", text -> text.length() <= 80);
    // endregion

    private static Snow app() {
        // region app
        Snow app = new Snow();
        app.get("/notes", request -> Response.json("[]"))
                .named("notes")
                .takes(PAGE, ORDER)
                .post("/notes", request -> Response.of(Status.CREATED))
                .takes(TITLE)
                .get("/notes/{id:int}", request -> Response.json("{}"))
                .named("note")
                .get("/openapi", OpenApi.of(app, "Notes", "1.0"));
        // endregion
        return app;
    }

    private static JsonNode document() {
        Response response = app().handle(Request.get("/openapi")).resultNow();
        return new ObjectMapper().readTree(response.bytes());
    }

    @Test
    void theDocumentHasTheRoutesAndWhatTheyTake() {
        JsonNode document = document();

        assertThat(document.at("/openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.at("/info/title").asString()).isEqualTo("Notes");
        assertThat(document.at("/paths").propertyNames()).containsExactly("/notes", "/notes/{id}", "/openapi");
        JsonNode notes = document.at("/paths/~1notes/get");
        assertThat(notes.at("/operationId").asString()).isEqualTo("notes");
        assertThat(notes.at("/parameters/0/schema/maximum").asInt()).isEqualTo(100);
        assertThat(notes.at("/parameters/1/schema/enum/1").asString()).isEqualTo("BEST");
        assertThat(document.at("/paths/~1notes/post/requestBody/required").asBoolean())
                .isTrue();
    }

    /** What the specification asks of each document, and a tool would refuse. */
    @Test
    void theDocumentIsWellFormed() {
        JsonNode document = document();
        List<String> ids = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
            assertThat(path.getKey()).startsWith("/");
            for (JsonNode operation : path.getValue()) {
                assertThat(operation.at("/responses").isEmpty()).isFalse();
                if (operation.has("operationId")) {
                    ids.add(operation.at("/operationId").asString());
                }
                List<String> parameters = new ArrayList<>();
                for (JsonNode parameter : operation.at("/parameters")) {
                    String in = parameter.at("/in").asString();
                    assertThat(in).isIn("query", "header", "path", "cookie");
                    parameters.add(in + " " + parameter.at("/name").asString());
                    assertThat(parameter.has("schema")).isTrue();
                    if (in.equals("path")) {
                        assertThat(parameter.at("/required").asBoolean()).isTrue();
                        assertThat(path.getKey())
                                .contains("{" + parameter.at("/name").asString() + "}");
                    }
                }
                assertThat(parameters).doesNotHaveDuplicates();
                for (JsonNode response : operation.at("/responses")) {
                    String reference = response.path("$ref").asString("");
                    JsonNode target = reference.isEmpty() ? response : document.at(reference.substring(1));
                    assertThat(target.has("description")).as(reference).isTrue();
                }
            }
        }
        assertThat(ids).contains("notes", "note").doesNotHaveDuplicates();
    }

    @Test
    void aBrowserGetsAPage() {
        Response page = app().handle(Request.get("/openapi").withHeader("Accept", "text/html"))
                .resultNow();
        assertThat(page.text())
                .contains("<h1>Notes 1.0</h1>", "<h2><code>POST /notes</code></h2>")
                .contains("<td><code>order</code><td>query<td>one of NEWEST, BEST; may be missing");
    }
}
