// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;

/** Notices that a run without a limit may never end: the clock advances again and again, and no byte moves. */
final class OnlyTimers {
    private static final LazyLogger LOG = new LazyLogger(Simulation.class);

    /** When the clock has advanced so often and no byte has moved, it is said that only timers fire. */
    private static final int QUIET_ADVANCES = 1_000_000;

    private final Simulation simulation;
    private final boolean limited;
    private long moves;
    private long time;
    private int quiet;

    OnlyTimers(Simulation simulation, long deadline) {
        this.simulation = simulation;
        this.limited = deadline != Agenda.NEVER;
        this.moves = simulation.network().moves();
        this.time = simulation.now();
    }

    /** Called after each step. */
    void check() {
        long now = simulation.now();
        boolean advanced = now != time;
        time = now;
        long moved = simulation.network().moves();
        if (moved != moves) {
            moves = moved;
            quiet = 0;
        } else if (advanced && ++quiet == QUIET_ADVANCES && !limited) {
            LOG.log(
                    Level.WARNING,
                    () -> "this run may never end: timers fire, and no byte has moved while the clock has advanced "
                            + QUIET_ADVANCES
                            + " times. Limit the wait by runUntil(condition, limit), runFor or Future.timeout; "
                            + simulation.situation());
        }
    }
}
