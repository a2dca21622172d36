// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.HtmlText;
import io.snowloop.http.syntax.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A view of the API of an app, made of its routes and the values that they take ({@link Snow#takes}): an OpenAPI 3.1 document, or a page
 * for a client that prefers HTML. It tells what there is, so an app that is public has it behind a filter that knows its users, or not at all.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/OpenApiPageTest.java#app -->
 * <pre>{@code
 * Snow app = new Snow();
 * app.get("/notes", request -> Response.json("[]"))
 *         .named("notes")
 *         .takes(PAGE, ORDER)
 *         .post("/notes", request -> Response.of(Status.CREATED))
 *         .takes(TITLE)
 *         .get("/notes/{id:int}", request -> Response.json("{}"))
 *         .named("note")
 *         .get("/openapi", OpenApi.of(app, "Notes", "1.0"));
 * }</pre>
 *
 * <p>What OpenAPI has no words for is left out: routes of a host, of all methods or of other methods than its eight, regular expressions, and
 * paths that end with {@code {name:path}}. Of two routes whose paths differ in the names or types of parameters only, the first one is
 * there. What a response has in it is not known, so it is not told. The name of a route is the id of its operation.
 */
public final class OpenApi implements View {
    private final Snow app;
    private final String title;
    private final String version;

    private OpenApi(Snow app, String title, String version) {
        this.app = app;
        this.title = title;
        this.version = version;
    }

    /**
     * {@return the view} {@code app.get("/openapi", OpenApi.of(app, "Notes", "1.0"))}.
     * @param app whose routes it describes
     * @param title of the API
     * @param version of the API, and not of OpenAPI
     */
    public static OpenApi of(Snow app, String title, String version) {
        return new OpenApi(
                requireNonNull(app, "app"), requireNonNull(title, "title"), requireNonNull(version, "version"));
    }

    /** {@return the document (OpenAPI 3.1 §4), in JSON} Call it as {@link Snow#routes}. */
    public String document() {
        Map<String, JsonObject> paths = new LinkedHashMap<>();
        for (ApiOperation operation : operations()) {
            paths.computeIfAbsent(operation.path(), path -> new JsonObject()).put(operation.field(), operation.json());
        }
        JsonObject all = new JsonObject();
        paths.forEach(all::put);
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", new JsonObject().put("title", title).put("version", version))
                .put("paths", all)
                .put("components", new JsonObject().put("responses", new JsonObject().put("Invalid", invalid())))
                .toString();
    }

    @Override
    public Response view(Request request) {
        AcceptedTypes accepted = new AcceptedTypes(requireNonNull(request, "request"));
        boolean html = accepted.weight(MediaType.TEXT_HTML) > accepted.weight(MediaType.JSON);
        return (html ? page() : Response.json(document())).withHeader("Vary", "Accept");
    }

    private List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        Map<String, String> paths = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> names = new HashSet<>();
        app.routes().stream().map(ApiOperation::of).filter(Objects::nonNull).forEach(operation -> {
            paths.putIfAbsent(operation.shape(), operation.path());
            boolean fits = operation.path().equals(paths.get(operation.shape()));
            if (fits && seen.add(operation.method() + operation.path())) {
                // two apps that are mounted may have the same names
                operations.add(names.add(operation.name()) ? operation : operation.unnamed());
            }
        });
        return operations;
    }

    /** The 400 of {@link io.snowloop.server.input.Input#check}, as {@link ErrorPage} makes it (RFC 9457). */
    private static JsonObject invalid() {
        JsonObject text = new JsonObject().put("type", "string");
        JsonObject error =
                object(new JsonObject().put("in", text).put("name", text).put("detail", text));
        JsonObject problem = object(new JsonObject()
                .put("title", text)
                .put("status", new JsonObject().put("type", "integer"))
                .put("detail", text)
                .put("errors", new JsonObject().put("type", "array").put("items", error)));
        return new JsonObject()
                .put("description", "Values of the request are missing or wrong")
                .put(
                        "content",
                        new JsonObject().put("application/problem+json", new JsonObject().put("schema", problem)));
    }

    private static JsonObject object(JsonObject properties) {
        return new JsonObject().put("type", "object").put("properties", properties);
    }

    // ------------------------------------------------------------------------------------------------------ the page

    private Response page() {
        String operations = operations().stream().map(OpenApi::section).collect(Collectors.joining());
        return HtmlPage.of(
                title + " " + version,
                "<p>As an OpenAPI 3.1 document: the same address with <code>Accept: application/json</code>.\n"
                        + operations);
    }

    private static String section(ApiOperation operation) {
        String name = operation.name();
        String values = operation.values().map(OpenApi::row).collect(Collectors.joining());
        return "<h2><code>" + HtmlText.escaped(operation.method() + " " + operation.path()) + "</code></h2>\n"
                + (name == null ? "" : "<p>" + HtmlText.escaped(name) + "\n")
                + (values.isEmpty() ? "" : "<table>\n<tr><th>Value<th>In<th>Must be\n" + values + "</table>\n");
    }

    private static String row(ApiParameter value) {
        return "<tr><td><code>" + HtmlText.escaped(value.name()) + "</code><td>" + value.in() + "<td>"
                + HtmlText.escaped(value.description()) + (value.required() ? "" : "; may be missing") + "\n";
    }
}
