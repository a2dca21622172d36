// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.h1.FieldBlock;
import io.snowloop.loop.channel.Reactor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;

/**
 * The {@code Date} field (RFC 9110 §6.6.1). It is encoded once per second and not once per response. The wall clock is read
 * once per second too: the time of the loop's turn tells when the second is over. One for each loop.
 */
final class DateHeader {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final InstantSource clock;
    private final Reactor reactor;
    private Headers headers = Headers.empty();
    private FieldBlock field = FieldBlock.EMPTY;

    /** The start of the next second, in nanoseconds of the loop's turn time. */
    private long nextSecond;

    DateHeader(InstantSource clock, Reactor reactor) {
        this.clock = clock;
        this.reactor = reactor;
        this.nextSecond = reactor.turnTime();
    }

    FieldBlock field() {
        if (reactor.turnTime() - nextSecond >= 0) {
            update();
        }
        return field;
    }

    /** The same, not encoded: for HTTP/2, where it depends on the connection. */
    Headers headers() {
        field();
        return headers;
    }

    private void update() {
        Instant now = clock.instant();
        headers = Headers.of("Date", HttpDate.format(now));
        field = FieldBlock.of(headers);
        nextSecond = reactor.turnTime() + NANOS_PER_SECOND - now.get(ChronoField.NANO_OF_SECOND);
    }
}
