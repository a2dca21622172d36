package io.snowloop.sim;

import io.snowloop.loop.EventLoop;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A loop in a simulation: whether it has something to do, and one turn of it. */
final class HostedLoop {
    private final EventLoop loop;
    private final SimHost host;

    /** What its loop selects with. The loop doesn't tell: its first turn shows. */
    private @Nullable SimSelector selector;

    /** Whether it is to be turned for nothing: a spurious wake-up. */
    private boolean wokenForNothing;

    /** Whether its host has stood still before this turn; once is enough. */
    private boolean stoodStill;

    HostedLoop(EventLoop loop, SimHost host) {
        this.loop = loop;
        this.host = host;
    }

    /** Whether it is to be turned now. */
    boolean mayTurn() {
        if (!isFree() || host.standsStill() || !hasWork()) {
            return false;
        }
        if (!stoodStill && host.maybeStandStill()) {
            stoodStill = true;
            return false;
        }
        return true;
    }

    private boolean hasWork() {
        return selector == null || wokenForNothing || selector.hasWork() || loop.timeToWait() == 0;
    }

    /** Whether it can be turned. A loop that runs by itself is the one whose select has brought us here; it takes care of itself. */
    boolean isFree() {
        return !loop.inEventLoop() && !loop.isClosed();
    }

    void timePasses() {
        wokenForNothing = isFree() && host.simulation().chance(host.faults().spuriousWakeUps);
    }

    /** When it has something to do next, in nanoseconds since the beginning of the simulation. */
    long nextEvent() {
        if (!isFree()) {
            return Agenda.NEVER;
        }
        long wait = hasWork() ? 0 : loop.timeToWait();
        return wait < 0 ? Agenda.NEVER : Math.max(host.simulation().now() + wait, host.standsStillUntil());
    }

    /** One turn. False if the loop was stopped, before it or in it. */
    boolean turn() {
        stoodStill = false;
        wokenForNothing = false;
        int[] asked = {0};
        loop.runWhile(() -> asked[0]++ == 0); // a loop that is stopped isn't asked for a second time
        return asked[0] == 2;
    }

    void selectsWith(SimSelector selector) {
        this.selector = selector;
    }

    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        if (!loop.isClosed()) {
            if (loop.reactor().registrations() > 0) {
                left.add(this + " has " + loop.reactor().registrations() + " registrations");
            }
            if (loop.pendingTimers() > 0) {
                left.add(this + " has " + loop.pendingTimers() + " timers");
            }
        }
        return left;
    }

    /** What it waits for. */
    String situation() {
        if (loop.isClosed() || selector == null || !selector.isOpen()) {
            return this + (loop.isClosed() ? ": closed" : ": not turned yet");
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
