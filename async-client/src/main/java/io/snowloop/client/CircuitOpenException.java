// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** A request was not sent, because the requests before it have failed too often: see {@link CircuitBreaker}. */
public class CircuitOpenException extends IOException {
    private static final long serialVersionUID = 1L;

    /** As {@link #origin()} gives it. */
    private final String origin;

    /** As {@link #remaining()} gives it. */
    private final Duration remaining;

    /**
     * An exception for a request that was not sent.
     * @param origin such as {@code http://a.test:8080}
     * @param remaining until the origin is asked again; zero if a request asks it now
     * @param message has both, too
     */
    public CircuitOpenException(String origin, Duration remaining, String message) {
        super(message);
        this.origin = Objects.requireNonNull(origin, "origin");
        this.remaining = Objects.requireNonNull(remaining, "remaining");
    }

    /** {@return the origin that is not asked, such as {@code http://a.test:8080}} */
    public String origin() {
        return origin;
    }

    /** {@return how long it was, when this was thrown, until the origin is asked again; zero if a request asks it now} */
    public Duration remaining() {
        return remaining;
    }
}
