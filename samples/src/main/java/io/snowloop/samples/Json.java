// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the commands: a record on one line, with the fields in their order. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // a terminal takes U+0080 to U+009F as commands
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    /** The JSON text of a value. */
    public static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** A record from the JSON text of it. */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    /** Nanoseconds in milliseconds, rounded to microseconds. */
    public static double millis(long nanos) {
        return Math.round(nanos / 1_000.0) / 1_000.0;
    }
}
