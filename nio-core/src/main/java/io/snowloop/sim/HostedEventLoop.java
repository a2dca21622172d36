// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Chances.Kind;
import java.util.ArrayList;
import java.util.List;

/** An {@link EventLoop} in a simulation. It has a turn when it has work. */
final class HostedEventLoop extends HostedLoop {
    private final EventLoop loop;

    /** Whether its next turn is a spurious wake-up. */
    private boolean spuriousWakeUp;

    private boolean stopped;

    HostedEventLoop(EventLoop loop, SimHost host) {
        super(host);
        this.loop = loop;
    }

    // region work
    @Override
    boolean hasWork() {
        SimSelector selector = selector();
        return selector == null || spuriousWakeUp || selector.hasWork() || loop.timeToWait() == 0;
    }
    // endregion

    @Override
    boolean mayHaveMore() {
        return false;
    }

    @Override
    long timeToWait() {
        return loop.timeToWait();
    }

    @Override
    boolean isFree() {
        return !loop.inEventLoop() && !loop.isClosed();
    }

    @Override
    void timePasses() {
        spuriousWakeUp = isFree() && host().chances().draw(Kind.SPURIOUS_WAKE_UP, host().faults().spuriousWakeUps);
    }

    @Override
    void fallAsleep() {
        if (isFree()) {
            loop.reactor().fallAsleep();
        }
    }

    /**
     * {@code runWhile} asks before each turn: the first answer is yes, the second no. It does not ask again after a
     * stop, so the number of times that it asked tells the two ends apart.
     */
    @Override
    boolean runTurn() {
        spuriousWakeUp = false;
        int[] asked = {0};
        loop.runWhile(() -> asked[0]++ == 0);
        stopped = asked[0] != 2;
        return true;
    }

    /** Whether it was stopped, before its turn or in it. */
    @Override
    boolean isOver() {
        return stopped;
    }

    @Override
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

    @Override
    String situation() {
        SimSelector selector = selector();
        if (loop.isClosed() || selector == null || !selector.isOpen()) {
            return this + (loop.isClosed() ? ": closed" : ": no turn yet");
        }
        return this + ": " + loop.pendingTimers() + " timers, " + loop.reactor().registrations() + " channels"
                + keys(selector);
    }

    @Override
    void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return loop + " on " + host();
    }
}
