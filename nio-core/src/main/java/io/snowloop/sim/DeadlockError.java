// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/**
 * Thrown where the simulation waits for something and no event is left: no segment in flight, no timer pending.
 *
 * <p>It is an error and not an exception: a loop that runs on the simulated selector, or a program that catches all
 * exceptions, would ask again without end.
 */
public final class DeadlockError extends Error {
    private static final long serialVersionUID = 1L;

    /** Who waits, and for what. */
    private final String what;

    DeadlockError(String who, Threads threads, String hint) {
        super("deadlock: " + who + ", but no event is left, " + threads.situation() + hint);
        what = who + ", but no event is left";
    }

    /** {@return who waits, and for what: the message without the state of the simulation} */
    public String what() {
        return what;
    }
}
