// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.syntax.JsonObject;
import io.snowloop.server.input.InputSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route, as OpenAPI describes it.
 *
 * @param path with parameters as {@code {name}}
 * @param method in upper case
 * @param parameters of the path first, then those that the route takes
 * @param form what it takes of a form
 */
record ApiOperation(
        String path, String method, @Nullable String name, List<ApiParameter> parameters, List<ApiParameter> form) {
    /** The fields of a Path Item Object (OpenAPI 3.1 §4.8.9). */
    private static final Set<String> METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

    /** The operation of a route; null if OpenAPI has no words for it. */
    static @Nullable ApiOperation of(Route route) {
        if (route.host() != null || route.method() == null || route.regex()) {
            return null;
        }
        String method = route.method().name();
        List<PathPattern.Segment> segments = new PathPattern(route.pattern()).segments();
        boolean rest = segments.stream().anyMatch(segment -> segment.kind() == PathPattern.Kind.PATH);
        return rest || !METHODS.contains(method) ? null : of(route, method, segments);
    }

    private static ApiOperation of(Route route, String method, List<PathPattern.Segment> segments) {
        StringBuilder path = new StringBuilder();
        List<ApiParameter> parameters = new ArrayList<>();
        for (PathPattern.Segment segment : segments) {
            boolean literal = segment.kind() == PathPattern.Kind.LITERAL;
            path.append('/').append(literal ? segment.text() : "{" + segment.text() + "}");
            if (!literal && !takes(route, segment.text())) {
                parameters.add(ApiParameter.ofPath(segment.text(), segment.kind()));
            }
        }
        route.inputs().stream()
                .filter(input -> input.source() != InputSource.FORM)
                .forEach(input -> parameters.add(ApiParameter.of(input)));
        List<ApiParameter> form = route.inputs().stream()
                .filter(input -> input.source() == InputSource.FORM)
                .map(ApiParameter::of)
                .toList();
        return new ApiOperation(path.toString(), method, route.name(), parameters, form);
    }

    private static boolean takes(Route route, String pathParameter) {
        return route.inputs().stream()
                .anyMatch(input ->
                        input.source() == InputSource.PATH && input.name().equals(pathParameter));
    }

    /** The same for two paths that differ in the names of their parameters only, which a document must not have (§4.8.8). */
    String shape() {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    /** All values that it takes. */
    Stream<ApiParameter> values() {
        return Stream.concat(parameters.stream(), form.stream());
    }

    /** An Operation Object (OpenAPI 3.1 §4.8.10). */
    JsonObject json() {
        JsonObject operation = new JsonObject();
        if (name != null) {
            operation.put("operationId", name);
        }
        if (!parameters.isEmpty()) {
            operation.put(
                    "parameters", parameters.stream().map(ApiParameter::json).toList());
        }
        if (!form.isEmpty()) {
            operation.put("requestBody", formBody());
        }
        JsonObject responses = new JsonObject().put("2XX", new JsonObject().put("description", "Success"));
        if (values().findAny().isPresent()) {
            responses.put("400", new JsonObject().put("$ref", "#/components/responses/Invalid"));
        }
        return operation.put("responses", responses);
    }

    private JsonObject formBody() {
        JsonObject properties = new JsonObject();
        form.forEach(field -> properties.put(field.name(), field.schema()));
        JsonObject schema = new JsonObject().put("type", "object").put("properties", properties);
        List<String> required = form.stream()
                .filter(ApiParameter::required)
                .map(ApiParameter::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        JsonObject content =
                new JsonObject().put("application/x-www-form-urlencoded", new JsonObject().put("schema", schema));
        return new JsonObject().put("required", !required.isEmpty()).put("content", content);
    }

    /** The name of its field in a Path Item Object. */
    String field() {
        return method.toLowerCase(Locale.ROOT);
    }

    /** The same without a name. */
    ApiOperation unnamed() {
        return new ApiOperation(path, method, null, parameters, form);
    }
}
