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

    /**
     * {@return whether this is the clock of a simulation, which advances when the simulation's thread has nothing to do} While another
     * thread works, it passes all time-outs. So {@link Scheduler#offload} uses no thread of a pool then.
     */
    default boolean isSimulated() {
        return false;
    }

    /** {@return the machine's own monotonic clock} */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }

    /** {@return the clock of the loop that runs on this thread; the system's if none does, as in a test that calls an app} */
    static Ticker current() {
        try {
            return Scheduler.current().ticker();
        } catch (IllegalStateException noLoop) {
            return system();
        }
    }
}
