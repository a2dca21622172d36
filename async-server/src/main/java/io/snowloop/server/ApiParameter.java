// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.syntax.JsonObject;
import io.snowloop.server.input.Input;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A value of a request, as OpenAPI describes it.
 *
 * @param in {@code query}, {@code header}, {@code path}, {@code cookie}, or {@code form}, which is no parameter there
 * @param description for people
 * @param schema of JSON Schema
 */
record ApiParameter(String name, String in, boolean required, String description, JsonObject schema) {
    /** The types that have a name in JSON Schema. All others are texts. */
    private static final Map<Class<?>, List<String>> TYPES = Map.of(
            Integer.class, List.of("integer", "int32"),
            Long.class, List.of("integer", "int64"),
            Boolean.class, List.of("boolean"),
            Double.class, List.of("number", "double"),
            LocalDate.class, List.of("string", "date"),
            Instant.class, List.of("string", "date-time"),
            OffsetDateTime.class, List.of("string", "date-time"),
            UUID.class, List.of("string", "uuid"));

    static ApiParameter of(Input<?> input) {
        JsonObject schema = schema(input.type());
        Long least = input.least();
        Long most = input.most();
        if (least != null && most != null) {
            schema.put("minimum", least).put("maximum", most);
        }
        if (!input.values().isEmpty()) {
            schema.put("enum", input.values());
        }
        return new ApiParameter(
                input.name(),
                input.source().name().toLowerCase(Locale.ROOT),
                input.isRequired(),
                input.expected(),
                input.isList() ? new JsonObject().put("type", "array").put("items", schema) : schema);
    }

    /** A parameter of a path, of which nothing is known but the type in the pattern. */
    static ApiParameter ofPath(String name, PathPattern.Kind kind) {
        return switch (kind) {
            case INT -> new ApiParameter(name, "path", true, "an int", schema(Integer.class));
            case LONG -> new ApiParameter(name, "path", true, "a long", schema(Long.class));
            default -> new ApiParameter(name, "path", true, "a text", schema(String.class));
        };
    }

    private static JsonObject schema(Class<?> type) {
        List<String> names = TYPES.getOrDefault(type, List.of("string"));
        JsonObject schema = new JsonObject().put("type", names.get(0));
        return names.size() == 1 ? schema : schema.put("format", names.get(1));
    }

    /** A Parameter Object (OpenAPI 3.1 §4.8.12). */
    JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .put("description", description)
                .put("schema", schema);
    }
}
