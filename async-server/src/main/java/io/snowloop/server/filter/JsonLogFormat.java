// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.Status;
import io.snowloop.http.syntax.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link AccessLogFormat#JSON}. */
final class JsonLogFormat implements AccessLogFormat {
    @Override
    public String line(AccessLogEntry entry) {
        Status status = entry.status();
        JsonObject line = new JsonObject().put("time", entry.time().toString());
        put("client", entry.client(), line);
        put("user", entry.user(), line);
        line.put("method", entry.method())
                .put("target", entry.target())
                .put("version", entry.request().version().toString());
        if (status != null) {
            line.put("status", status.code());
        }
        if (entry.bytes() >= 0) {
            line.put("bytes", entry.bytes());
        }
        line.put("complete", entry.isComplete());
        put("referer", entry.header("Referer"), line);
        put("agent", entry.header("User-Agent"), line);
        line.put("duration_us", TimeUnit.NANOSECONDS.toMicros(entry.duration().toNanos()));
        put("id", entry.requestId(), line);
        return line.toString();
    }

    private static void put(String name, @Nullable String value, JsonObject line) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
