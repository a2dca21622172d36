// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/** A wait of a run. Without a limit it may never end: if the clock advances again and again, and no byte moves, it says so. */
final class Wait {
    private static final LazyLogger LOG = new LazyLogger(Simulation.class);

    /** When the clock has advanced so often and no byte has moved, it is said that only timers fire. */
    private static final int QUIET_ADVANCES = 1_000_000;

    private final Simulation simulation;
    private final long deadline;
    private long moves;
    private long time;
    private int quiet;

    Wait(Simulation simulation, long deadline) {
        this.simulation = simulation;
        this.deadline = deadline;
        this.moves = simulation.network().moves();
        this.time = simulation.now();
    }

    /** Runs until {@code condition} holds. False if it does not hold at the deadline, or no event is left. */
    boolean until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                return true; // like a select, which returns when its thread is interrupted
            }
            if (!simulation.step(deadline)) {
                return false;
            }
            check();
        }
        return true;
    }

    private void check() {
        long now = simulation.now();
        boolean advanced = now != time;
        time = now;
        long moved = simulation.network().moves();
        if (moved != moves) {
            moves = moved;
            quiet = 0;
        } else if (advanced && ++quiet == QUIET_ADVANCES && deadline == Agenda.NEVER) {
            LOG.log(
                    Level.WARNING,
                    () -> "this run may never end: timers fire, and no byte has moved while the clock has advanced "
                            + QUIET_ADVANCES
                            + " times. Limit the wait by runUntil(condition, limit), runFor or Future.timeout; "
                            + simulation.situation());
        }
    }
}
