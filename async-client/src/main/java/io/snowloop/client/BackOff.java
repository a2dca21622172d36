// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pauses of an {@link EventSource} between its connections: at least the reconnection time of the standard (WHATWG HTML,
 * "Server-sent events"), doubled with each attempt that brings no stream, and a random part more.
 */
final class BackOff {
    /** In milliseconds: a server that sets 0 must not keep the client busy. */
    private static final long LEAST_OF_SERVER = 100;

    private final EventSourceOptions options;

    /** How many attempts in a row have brought no stream. */
    private int failures;

    /** No attempt has failed yet. */
    BackOff(EventSourceOptions options) {
        this.options = options;
    }

    /** An attempt has brought a stream. */
    void opened() {
        failures = 0;
    }

    /**
     * The pause after a connection, or an attempt at one.
     *
     * @param retryMillis what the server has set; -1 if it has set nothing
     */
    Duration next(long retryMillis) {
        double least = retryMillis < 0 ? nanos(options.retry()) : Math.max(LEAST_OF_SERVER, retryMillis) * 1e6;
        double most = Math.max(least, nanos(options.maxBackOff()));
        double pause = Math.min(least * Math.pow(2, failures), most);
        failures++;
        return Duration.ofNanos((long) (pause * (1 + options.nextRandom() / 2)));
    }

    private static double nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration); // which has an upper bound, as toNanos() has not
    }
}
