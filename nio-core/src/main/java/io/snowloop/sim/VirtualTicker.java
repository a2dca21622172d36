// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.loop.Ticker;
import java.time.Duration;

/**
 * A clock that advances only when it is told to.
 *
 * <p>Its {@link #nanoTime} becomes negative one second after its start, as {@link System#nanoTime} may at any moment; the clock goes on, and
 * {@link #elapsed} is as it should be. So code that compares two readings with {@code <}, and not by their difference, fails in tests.
 *
 * <p>Any thread may read it; only one thread may advance it.
 */
public final class VirtualTicker implements Ticker {
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final boolean simulated;
    private volatile long elapsed;

    /** A clock at its start. */
    public VirtualTicker() {
        this(false);
    }

    VirtualTicker(boolean simulated) {
        this.simulated = simulated;
    }

    @Override
    public boolean isSimulated() {
        return simulated;
    }

    @Override
    public long nanoTime() {
        return ORIGIN + elapsed;
    }

    /** {@return the virtual time since its start} */
    public Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    /**
     * Advances the clock.
     * @param duration zero or more
     * @throws IllegalArgumentException if {@code duration} is negative: the clock is monotonic
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

    /** Advances the clock to {@code time}; does nothing if that has passed: a nested wait may have gone further. */
    void advanceTo(long time) {
        elapsed = Math.max(elapsed, time);
    }

    @Override
    public String toString() {
        return "VirtualTicker[" + elapsed() + "]";
    }
}
