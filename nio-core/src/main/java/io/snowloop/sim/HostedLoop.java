// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A loop that the simulation runs, turn by turn, on a host that may be paused. */
abstract class HostedLoop {
    private final SimHost host;

    /** The selector of the loop. A loop does not expose it, so it is null until the first turn selects. */
    private @Nullable SimSelector selector;

    /** Whether its host has been paused before this turn. A second pause would postpone the turn again. */
    private boolean pausedBefore;

    HostedLoop(SimHost host) {
        this.host = host;
    }

    /**
     * Whether the simulation can run a turn of it. It cannot while the loop runs on this thread already, further down
     * in the stack: then its select has called the simulation, and returns when the loop has work.
     */
    abstract boolean isFree();

    /** Whether it is known to have work now. */
    abstract boolean hasWork();

    /** Whether it may have work that is not known. */
    abstract boolean mayHaveMore();

    /** The time until its next timer is due, in nanoseconds; negative if it has none. */
    abstract long timeToWait();

    /** Runs one turn. Returns whether there was anything to do. */
    abstract boolean runTurn();

    /** Whether it will have no turn any more. */
    abstract boolean isOver();

    /** Whether it has a turn now: its host is not paused, and it may have work. */
    boolean mayTurn() {
        if (!isFree() || host.isPaused()) {
            return false;
        }
        return hasWork() ? !pauses() : mayHaveMore();
    }

    private boolean pauses() {
        if (pausedBefore || !host.maybePause()) {
            return false;
        }
        pausedBefore = true;
        return true;
    }

    /** Runs one turn. Returns whether there was anything to do. */
    boolean turn() {
        pausedBefore = false;
        return runTurn();
    }

    /** The time at which it has work next, in nanoseconds since the start of the simulation. */
    long nextEvent() {
        if (!isFree()) {
            return Agenda.NEVER;
        }
        long wait = hasWork() ? 0 : timeToWait();
        return wait < 0 ? Agenda.NEVER : Math.max(host.network().now() + wait, host.pausedUntil());
    }

    /** The clock has advanced. */
    abstract void timePasses();

    /** From here on a task from another thread calls {@link SimSelector#wakeup}. */
    abstract void fallAsleep();

    /** The selector of this loop is known from now on. */
    void selectsWith(SimSelector selector) {
        this.selector = selector;
    }

    /** Null before the first turn. */
    @Nullable
    SimSelector selector() {
        return selector;
    }

    SimHost host() {
        return host;
    }

    abstract List<Leftover> leftovers();

    /** Its state: the numbers of its timers and channels, and the operations that each channel waits for. */
    abstract String situation();

    /** The keys of its selector, each on a line. */
    static String keys(SimSelector selector) {
        return selector.keys().stream()
                .map(SelectionKey::toString)
                .map(key -> "\n    " + key)
                .collect(Collectors.joining());
    }

    abstract void close();
}
