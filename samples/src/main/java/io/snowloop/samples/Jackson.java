// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.JsonException;
import io.snowloop.http.JsonMapper;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

// region adapter
/** Jackson, plugged into {@code request.fromJson}, {@code Response.json} and {@code response.fromJson}. */
public record Jackson(ObjectMapper mapper) implements JsonMapper {
    @Override
    public <T> T read(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw new JsonException(field(e) + why(e) + where(e), e);
        }
    }

    @Override
    public byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), e);
        }
    }

    /** In the library's words, which may name a class of this program: a client has no use for its package. */
    private static String why(JacksonException e) {
        if (e instanceof ValueInstantiationException made && e.getCause() instanceof IllegalArgumentException wrong) {
            return made.getType().getRawClass().getSimpleName() + ": "
                    + wrong.getMessage(); // says the constructor of a record
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        String message = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", ""); // its words name a setting
        return type == null ? message : message.replace(type.getName(), type.getSimpleName());
    }

    /** Which value it is, such as {@code notes.[2].stars: }; empty for the whole. */
    private static String field(JacksonException e) {
        String path = e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
// endregion
