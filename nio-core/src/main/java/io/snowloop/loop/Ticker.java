// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/**
 * The clock of a loop's timers: nanoseconds from an arbitrary origin, which never go back, as {@link System#nanoTime}
 * counts them. A test gives a loop a ticker that the test moves.
 */
@FunctionalInterface
public interface Ticker {
    /** {@return the time now, in nanoseconds} Only differences mean anything. */
    long nanoTime();

    /** {@return the machine's own monotonic clock} */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
