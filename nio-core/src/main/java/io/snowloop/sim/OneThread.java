// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a {@link Simulation}: one, in virtual time. It is the first that uses the simulation, or that of the
 * program which has the turn. Where it would block, the rest of the simulation runs.
 */
final class OneThread implements Threads {
    private final Simulation simulation;
    private volatile Idle idle = Idle.FAIL;

    /** Null until the simulation is used. Volatile, so that a second thread sees it. */
    private volatile @Nullable Thread thread;

    OneThread(Simulation simulation) {
        this.simulation = simulation;
    }

    void idle(Idle policy) {
        idle = policy;
    }

    @Override
    public long now() {
        return simulation.ticker().now();
    }

    @Override
    public long deadline(long nanos) {
        return now() + Math.min(nanos, Agenda.NEVER - now());
    }

    /**
     * Locks nothing.
     *
     * @throws IllegalStateException if the calling thread is not that of the simulation
     */
    @Override
    public void enter() {
        Thread current = Thread.currentThread();
        Thread owner = thread;
        if (owner == null) {
            thread = current;
        } else if (owner != current) {
            throw new IllegalStateException(
                    "a simulation runs on one thread: " + owner + " has used this one before, and " + current
                            + " uses it now. Only loop.execute, loop.schedule and Selector.wakeup may come from"
                            + " others; a LiveSimulation takes programs with many threads");
        }
    }

    @Override
    public void exit() {}

    /** Gives the simulation to another thread, while the calling one waits for it. Returns the one that had it. */
    @Nullable
    Thread handTo(@Nullable Thread next) {
        Thread before = thread;
        thread = next;
        return before;
    }

    // region await
    /** Where a program blocks: runs the rest of the simulation here. */
    @Override
    public boolean await(BooleanSupplier condition, long deadline, Object what) {
        while (!simulation.runOthers(condition, deadline, what)) {
            if (deadline != Agenda.NEVER) {
                return false;
            }
            nothingLeft(what + " waits", "");
        }
        return true;
    }

    /** No event is left, so nothing but another thread can end a wait. */
    void nothingLeft(String who, String hint) {
        if (idle == Idle.FAIL) {
            throw new DeadlockError(who, this, hint);
        }
        if (simulation.fallAsleep()) {
            LockSupport.park(this); // a wake-up that came before has this return at once
        }
    }
    // endregion

    @Override
    public void wake() {
        if (idle == Idle.WAIT) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean hosts(SimSelector selector) {
        return simulation.hosts(selector);
    }

    @Override
    public long nextEvent() {
        return simulation.nextEvent();
    }

    @Override
    public String situation() {
        return simulation.situation();
    }
}
