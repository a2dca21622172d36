// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/**
 * What happens where a program of a {@link Simulation} waits without a timeout, and no event is left.
 *
 * <p>Where an event or a timeout is left, there is nothing to choose: the clock advances to it. In a {@link LiveSimulation}
 * neither: there all time is real.
 */
public enum Idle {
    /** The run ends with a {@link DeadlockError}. Nothing else could happen if the program has one thread. */
    FAIL,

    /**
     * The simulation's thread waits, in real time, until another thread wakes a selector: by {@code Selector.wakeup},
     * {@code loop.execute} or {@code loop.schedule}. For programs that compute on other threads, such as a pool. How far
     * the virtual clock has got by then does not follow from the seed.
     */
    WAIT
}
