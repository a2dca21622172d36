package io.snowloop.sim;

import io.snowloop.loop.Ticker;
import java.time.Duration;

/**
 * A clock that stands still until it is moved.
 *
 * <p>Its nanoseconds overflow one second after its beginning, as those of {@link System#nanoTime} may at any moment:
 * whoever compares them with {@code <} instead of by difference is found out.
 *
 * <p>Any thread may read it; one thread moves it.
 */
public final class VirtualTicker implements Ticker {
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private volatile long elapsed;

    /** A clock at its beginning. */
    public VirtualTicker() {}

    @Override
    public long nanoTime() {
        return ORIGIN + elapsed;
    }

    /** How far it has been moved since its beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    /**
     * Moves the clock.
     *
     * @throws IllegalArgumentException if {@code duration} is negative: this clock, too, only ever goes forward
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a clock can't go back by " + duration.negated());
        }
        advanceTo(elapsed + duration.toNanos());
    }

    /** {@link #elapsed}, in nanoseconds. */
    long now() {
        return elapsed;
    }

    void advanceTo(long time) {
        elapsed = Math.max(elapsed, time);
    }

    @Override
    public String toString() {
        return "VirtualTicker[" + elapsed() + "]";
    }
}
