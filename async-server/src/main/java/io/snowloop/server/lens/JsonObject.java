// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.http.syntax.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON object that is being written. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    JsonObject put(String name, long value) {
        return add(name, String.valueOf(value));
    }

    JsonObject put(String name, String value) {
        return add(name, quoted(value));
    }

    /** Adds an array of strings, numbers, or objects. */
    JsonObject put(String name, List<?> values) {
        return add(
                name,
                values.stream()
                        .map(value -> value instanceof String each ? quoted(each) : String.valueOf(value))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    JsonObject put(String name, JsonObject value) {
        return add(name, value.toString());
    }

    private JsonObject add(String name, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(quoted(name)).append(':').append(json);
        return this;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder();
        try {
            JsonText.quote(value, quoted);
        } catch (IOException e) {
            throw new AssertionError(e); // a StringBuilder throws none
        }
        return quoted.toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
