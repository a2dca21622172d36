// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.JsonException;
import io.snowloop.http.JsonMapper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

// region adapter
/** Jackson, plugged into {@code request.fromJson}, {@code Response.json} and {@code response.fromJson}. */
public record Jackson(ObjectMapper mapper) implements JsonMapper {
    @Override
    public <T> T read(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage() + where(e), e);
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

    private static String where(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
// endregion
