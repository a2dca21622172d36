// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** A JSON object that is being written. */
public final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    /** Adds a whole number. */
    public JsonObject put(String name, long value) {
        return add(name, String.valueOf(value));
    }

    /**
     * Adds a number.
     *
     * @throws IllegalArgumentException if it is none, or infinite: JSON has no such numbers (RFC 8259 §6)
     */
    public JsonObject put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", which JSON cannot say");
        }
        return add(name, String.valueOf(value));
    }

    /** Adds {@code true} or {@code false}. */
    public JsonObject put(String name, boolean value) {
        return add(name, String.valueOf(value));
    }

    /** Adds a string. */
    public JsonObject put(String name, String value) {
        return add(name, JsonText.quoted(value));
    }

    /** Adds an array of strings, numbers, or objects. */
    public JsonObject put(String name, List<?> values) {
        return add(
                name,
                values.stream()
                        .map(value -> value instanceof String each ? JsonText.quoted(each) : String.valueOf(value))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    /** Adds an object. */
    public JsonObject put(String name, JsonObject value) {
        return add(name, value.toString());
    }

    private JsonObject add(String name, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(JsonText.quoted(name)).append(':').append(json);
        return this;
    }

    /** The object so far. */
    @Override
    public String toString() {
        return text + "}";
    }
}
