package io.snowloop.server;

import io.snowloop.http.HttpDate;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The value of the {@code Date} field (RFC 9110 §6.6.1), formatted anew when the second changes and not for every
 * response. One for each loop.
 */
final class DateHeader {
    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private String value = "";

    DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    String value() {
        long now = clock.millis() / 1_000;
        if (now != second) {
            second = now;
            value = HttpDate.format(Instant.ofEpochSecond(now));
        }
        return value;
    }
}
