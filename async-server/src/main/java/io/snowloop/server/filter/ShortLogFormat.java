// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.Status;
import io.snowloop.http.syntax.Printable;
import java.util.concurrent.TimeUnit;

/** {@link AccessLogFormat#SHORT}. */
final class ShortLogFormat implements AccessLogFormat {
    @Override
    public String line(AccessLogEntry entry) {
        double milliseconds = TimeUnit.NANOSECONDS.toMicros(entry.duration().toNanos()) / 1_000.0;
        String id = entry.requestId();
        return entry.method() + " " + Printable.of(entry.target()) + " " + outcome(entry) + " " + milliseconds + " ms"
                + (id == null ? "" : " " + id);
    }

    private static String outcome(AccessLogEntry entry) {
        Status status = entry.status();
        if (status == null) {
            return entry.error() == null
                    ? "no response"
                    : Printable.of(entry.shortened(entry.error().toString()));
        }
        return status.code()
                + (entry.bytes() < 0 ? "" : " " + entry.bytes() + " bytes")
                + (entry.isComplete() ? "" : " (broke off)");
    }
}
