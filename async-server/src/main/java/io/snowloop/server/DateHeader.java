package io.snowloop.server;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The value of the {@code Date} field (RFC 9110 §6.6.1), formatted anew when the second changes and not for every
 * response. One for each loop.
 */
final class DateHeader {
    /** IMF-fixdate, RFC 9110 §5.6.7: {@link DateTimeFormatter#RFC_1123_DATE_TIME} would write one digit for the first. */
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

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
            value = FORMAT.format(Instant.ofEpochSecond(now));
        }
        return value;
    }
}
