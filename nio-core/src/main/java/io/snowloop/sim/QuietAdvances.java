// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;

/** Counts how often the clock of a run without a limit has advanced since a byte has moved, and says when only timers fire. */
final class QuietAdvances {
    private static final LazyLogger LOG = new LazyLogger(Simulation.class);

    /** So many in a row are said. */
    private static final int MANY = 1_000_000;

    private final Simulation simulation;
    private long moves;
    private int quiet;

    QuietAdvances(Simulation simulation) {
        this.simulation = simulation;
        this.moves = simulation.network().moves();
    }

    /** A step was done, in which the clock may have advanced. */
    void stepped(boolean advanced) {
        long now = simulation.network().moves();
        if (now != moves) {
            moves = now;
            quiet = 0;
        } else if (advanced && ++quiet == MANY) {
            LOG.log(
                    Level.WARNING,
                    () -> "this run may never end: timers fire, and no byte has moved while the clock has advanced " + MANY
                            + " times. Limit the wait by runUntil(condition, limit), runFor or Future.timeout; "
                            + simulation.situation());
        }
    }
}
