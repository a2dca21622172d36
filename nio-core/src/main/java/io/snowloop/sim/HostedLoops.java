// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loops of a simulation. Those that have work get their turns one after the other, on the simulation's thread. */
final class HostedLoops {
    /** How many turns there may be at the same virtual time. More are a livelock, such as a task that queues itself. */
    private static final int MAX_TURNS_AT_ONE_TIME = 1_000_000;

    private final Simulation simulation;
    private final Chances chances;
    private final List<HostedLoop> loops = new ArrayList<>();

    /** The loop whose turn has begun and has not selected yet; null otherwise. */
    private @Nullable HostedLoop turning;

    private int turnsAtThisTime;

    /** Whether any loop has selected: in its turn here, or run by the program itself. */
    private boolean begun;

    HostedLoops(Simulation simulation) {
        this.simulation = simulation;
        this.chances = simulation.network().chances("the order of hosts");
    }

    void add(HostedLoop loop) {
        loops.add(loop);
    }

    /** Runs one turn of each loop that may have work. Returns whether there was any. */
    boolean turn() {
        List<HostedLoop> ready = new ArrayList<>();
        for (HostedLoop loop : loops) {
            if (loop.mayTurn()) {
                ready.add(loop);
            }
        }
        if (simulation.network().links().faults().shuffled) {
            Collections.shuffle(ready, chances.of(Kind.ORDER));
        }
        boolean worked = false;
        for (HostedLoop loop : ready) {
            if (loop.isFree()) { // a turn before this one may have closed it
                worked |= turn(loop);
            }
        }
        return worked;
    }

    private boolean turn(HostedLoop loop) {
        turning = loop;
        boolean worked;
        try {
            worked = loop.turn();
        } finally {
            turning = null;
        }
        if (loop.isOver()) {
            loops.remove(loop);
        }
        if (worked && ++turnsAtThisTime > MAX_TURNS_AT_ONE_TIME) {
            throw new LivelockError(
                    loop + " and others had " + MAX_TURNS_AT_ONE_TIME + " turns at the same virtual time",
                    simulation.threads());
        }
        return worked;
    }

    /**
     * Called by a selector before it selects. True if the simulation has begun a turn of a loop that has not selected
     * yet: then this is the selector of that loop, because a turn begins with a select.
     */
    boolean selects(SimSelector selector) {
        begun = true;
        HostedLoop turned = turning;
        if (turned == null) {
            return false;
        }
        turning = null;
        turned.selectsWith(selector);
        return true;
    }

    /** Whether a loop has a task, and none has ever run. */
    boolean isForgotten() {
        return !begun && loops.stream().anyMatch(loop -> loop.isFree() && loop.timeToWait() == 0);
    }

    /** The clock has advanced. */
    void timePasses() {
        turnsAtThisTime = 0;
        loops.forEach(HostedLoop::timePasses);
    }

    /** From here on a task from another thread wakes its loop. */
    void fallAsleep() {
        loops.forEach(HostedLoop::fallAsleep);
    }

    /** The time at which the first of them has work. */
    long nextEvent() {
        long next = Agenda.NEVER;
        for (HostedLoop loop : loops) {
            next = Math.min(next, loop.nextEvent());
        }
        return next;
    }

    List<Leftover> leftovers() {
        return loops.stream().flatMap(loop -> loop.leftovers().stream()).toList();
    }

    /** The state of each, as text. */
    List<String> situations() {
        return loops.stream().map(HostedLoop::situation).toList();
    }

    void close() {
        loops.forEach(HostedLoop::close);
    }
}
