package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.h1.FieldBlock;
import io.snowloop.loop.EventLoop;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The {@code Date} field (RFC 9110 §6.6.1), encoded anew when the second changes and not for every response; nor is the
 * clock looked at for each, as the loop knows how much time has passed. One for each loop.
 */
final class DateHeader {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final EventLoop loop;
    private FieldBlock field = FieldBlock.EMPTY;

    /** When, by the loop's time, the next second begins. */
    private long nextSecond;

    DateHeader(InstantSource clock, EventLoop loop) {
        this.clock = clock;
        this.loop = loop;
        this.nextSecond = loop.turnTime();
    }

    FieldBlock field() {
        if (loop.turnTime() - nextSecond >= 0) {
            update();
        }
        return field;
    }

    private void update() {
        long now = clock.millis();
        field = FieldBlock.of(Headers.of("Date", HttpDate.format(Instant.ofEpochSecond(now / 1_000))));
        nextSecond = loop.turnTime() + (1_000 - now % 1_000) * NANOS_PER_MILLI;
    }
}
