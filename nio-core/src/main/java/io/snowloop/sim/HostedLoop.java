// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Chances.Kind;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A loop that the simulation runs, turn by turn. */
final class HostedLoop {
    private final EventLoop loop;
    private final SimHost host;

    /** The selector of the loop. A loop does not expose it, so it is null until the first turn selects. */
    private @Nullable SimSelector selector;

    /** Whether its next turn is a spurious wake-up. */
    private boolean spuriousWakeUp;

    /** Whether its host has been paused before this turn. A second pause would postpone the turn again. */
    private boolean pausedBefore;

    HostedLoop(EventLoop loop, SimHost host) {
        this.loop = loop;
        this.host = host;
    }

    /** Whether it has a turn now: it has work, and its host is not paused. */
    boolean mayTurn() {
        if (!isFree() || host.isPaused() || !hasWork()) {
            return false;
        }
        if (!pausedBefore && host.maybePause()) {
            pausedBefore = true;
            return false;
        }
        return true;
    }

    // region work
    private boolean hasWork() {
        return selector == null || spuriousWakeUp || selector.hasWork() || loop.timeToWait() == 0;
    }
    // endregion

    /**
     * Whether the simulation can run a turn of it. It cannot while the loop runs on this thread already, further down
     * in the stack: then its select has called the simulation, and returns when the loop has work.
     */
    boolean isFree() {
        return !loop.inEventLoop() && !loop.isClosed();
    }

    /** The clock has advanced. */
    void timePasses() {
        spuriousWakeUp = isFree() && host.chances().draw(Kind.SPURIOUS_WAKE_UP, host.faults().spuriousWakeUps);
    }

    /** From here on a task from another thread calls {@link SimSelector#wakeup}. */
    void fallAsleep() {
        if (isFree()) {
            loop.reactor().fallAsleep();
        }
    }

    /** The time at which it has work next, in nanoseconds since the start of the simulation. */
    long nextEvent() {
        if (!isFree()) {
            return Agenda.NEVER;
        }
        long wait = hasWork() ? 0 : loop.timeToWait();
        return wait < 0 ? Agenda.NEVER : Math.max(host.network().now() + wait, host.pausedUntil());
    }

    /**
     * Runs one turn. False if the loop was stopped, before the turn or in it.
     *
     * <p>{@code runWhile} asks before each turn: the first answer is yes, the second no. It does not ask again after a
     * stop, so the number of times that it asked tells the two ends apart.
     */
    boolean turn() {
        pausedBefore = false;
        spuriousWakeUp = false;
        int[] asked = {0};
        loop.runWhile(() -> asked[0]++ == 0);
        return asked[0] == 2;
    }

    void selectsWith(SimSelector selector) {
        this.selector = selector;
    }

    List<Leftover> leftovers() {
        List<Leftover> left = new ArrayList<>();
        if (!loop.isClosed()) {
            if (loop.reactor().registrations() > 0) {
                left.add(new Leftover(
                        Leftover.Kind.REGISTRATION,
                        this + " has " + loop.reactor().registrations() + " registrations"));
            }
            if (loop.pendingTimers() > 0) {
                left.add(new Leftover(Leftover.Kind.TIMER, this + " has " + loop.pendingTimers() + " timers"));
            }
        }
        return left;
    }

    /** Its state: the numbers of its timers and channels, and the operations that each channel waits for. */
    String situation() {
        if (loop.isClosed() || selector == null || !selector.isOpen()) {
            return this + (loop.isClosed() ? ": closed" : ": no turn yet");
        }
        String keys = selector.keys().stream()
                .map(SelectionKey::toString)
                .map(key -> "\n    " + key)
                .collect(Collectors.joining());
        return this + ": " + loop.pendingTimers() + " timers, " + loop.reactor().registrations() + " channels" + keys;
    }

    void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return loop + " on " + host;
    }
}
