package io.snowloop.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loops of a simulation: turns those that have something to do, one after the other, on the one thread there is. */
final class HostedLoops {
    /** How often loops may be turned while no time passes: by then they go round in circles. */
    private static final int MOST_TURNS_AT_ONCE = 1_000_000;

    private final Simulation simulation;
    private final List<HostedLoop> loops = new ArrayList<>();

    /** The one that is being turned, until it selects. */
    private @Nullable HostedLoop turning;

    private int turnsAtOnce;

    HostedLoops(Simulation simulation) {
        this.simulation = simulation;
    }

    void add(HostedLoop loop) {
        loops.add(loop);
    }

    /** Turns each loop that has something to do, once. Returns whether there was any. */
    boolean turn() {
        List<HostedLoop> ready = new ArrayList<>();
        for (HostedLoop loop : loops) {
            if (loop.mayTurn()) {
                ready.add(loop);
            }
        }
        if (simulation.network().faults().shuffled) {
            Collections.shuffle(ready, simulation.random());
        }
        for (HostedLoop loop : ready) {
            if (loop.isFree()) { // else one before it has closed it
                turn(loop);
            }
        }
        return !ready.isEmpty();
    }

    private void turn(HostedLoop loop) {
        if (++turnsAtOnce > MOST_TURNS_AT_ONCE) {
            throw new IllegalStateException(loop + " and others go round in circles: " + MOST_TURNS_AT_ONCE
                    + " turns at the same virtual time, " + simulation.ticker().elapsed());
        }
        turning = loop;
        try {
            if (!loop.turn()) {
                loops.remove(loop);
            }
        } finally {
            turning = null;
        }
    }

    /** A selector is about to select: true if it is that of the loop being turned, which thereby is told of it. */
    boolean selects(SimSelector selector) {
        HostedLoop turned = turning;
        if (turned == null) {
            return false;
        }
        turning = null;
        turned.selectsWith(selector);
        return true;
    }

    /** The clock has been moved. */
    void timePasses() {
        turnsAtOnce = 0;
        loops.forEach(HostedLoop::timePasses);
    }

    /** When one of them has something to do next. */
    long nextEvent() {
        long next = Agenda.NEVER;
        for (HostedLoop loop : loops) {
            next = Math.min(next, loop.nextEvent());
        }
        return next;
    }

    List<String> leftovers() {
        return loops.stream().flatMap(loop -> loop.leftovers().stream()).toList();
    }

    /** What each of them waits for. */
    List<String> situations() {
        return loops.stream().map(HostedLoop::situation).toList();
    }

    void close() {
        loops.forEach(HostedLoop::close);
        loops.clear();
    }
}
