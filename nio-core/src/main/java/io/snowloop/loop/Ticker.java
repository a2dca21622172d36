package io.snowloop.loop;

/**
 * The clock that a loop's timers go by: nanoseconds that only ever grow, from an arbitrary origin, as
 * {@link System#nanoTime} counts them. A test gives a loop a ticker that it moves by hand.
 */
@FunctionalInterface
public interface Ticker {
    /** Now, in nanoseconds. Only differences mean anything. */
    long nanoTime();

    /** The machine's own monotonic clock. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
