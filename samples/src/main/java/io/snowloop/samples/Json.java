package io.snowloop.samples;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the commands print for programs to read: records as JSON, on one line, with the fields in their order. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Json() {}

    /** The JSON text of a value. */
    public static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Nanoseconds as the milliseconds that all output has: with as many digits as mean something. */
    public static double millis(long nanos) {
        return Math.round(nanos / 1_000.0) / 1_000.0;
    }
}
