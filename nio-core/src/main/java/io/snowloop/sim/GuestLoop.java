// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/**
 * A loop of another library that a {@link Simulation} runs turn by turn, in its own thread and in virtual time. See {@link
 * Simulation#add(String, GuestLoop)}.
 *
 * <p>Its library must be able to run one turn without a wait, and to take its time from {@link Simulation#ticker}. Its selector and
 * its channels come from {@link SimNetwork#host}.
 *
 * <p>The simulation asks it for a turn whenever anything has happened: it need not be told of tasks that the loop has got.
 * Its {@code toString} is part of the text of a {@link DeadlockError}.
 */
public interface GuestLoop {
    /**
     * Runs what is due: ready channels, tasks and timers. Does not wait.
     * @return whether there was anything. While all loops say no, the clock advances
     */
    boolean turn();

    /** {@return the time until its next timer is due, in nanoseconds; negative if it has none} */
    long timeToWait();
}
