package io.snowloop.client;

import java.time.Duration;

/**
 * How long a fetch may take, in three respects.
 *
 * @param connect to look up the name and to connect; fails with {@link io.snowloop.transport.ConnectTimeoutException}
 * @param read between two arrivals of bytes while we wait for some; fails with {@link ReadTimeoutException}
 * @param total from the call to the last byte of the body, waiting for a connection included; fails with
 *     {@link TotalTimeoutException}
 */
public record Timeouts(Duration connect, Duration read, Duration total) {
    /** 10 s, 60 s and 5 min. */
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

    /** Checks that each is positive. */
    public Timeouts {
        requirePositive("connect", connect);
        requirePositive("read", read);
        requirePositive("total", total);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the " + name + " time-out must be positive, not " + value);
        }
    }

    /** With another limit on connecting. */
    public Timeouts withConnect(Duration connect) {
        return new Timeouts(connect, read, total);
    }

    /** With another limit on silence. */
    public Timeouts withRead(Duration read) {
        return new Timeouts(connect, read, total);
    }

    /** With another limit on the whole. */
    public Timeouts withTotal(Duration total) {
        return new Timeouts(connect, read, total);
    }
}
