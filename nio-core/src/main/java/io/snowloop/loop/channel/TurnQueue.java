// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import java.util.ArrayDeque;

/**
 * Actions of which a turn runs so many, in their order, and the others in the next turns: for each of the connections, streams or requests
 * whose number a peer decides. Up to that number each runs at once, as without the queue.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class TurnQueue {
    /** Each may be a system call, or an exception with its stack. */
    private static final int PER_TURN = 256;

    private final Reactor reactor;
    private final TurnShare share;
    private final ArrayDeque<Runnable> actions = new ArrayDeque<>();

    /** An empty queue. */
    public TurnQueue(Reactor reactor) {
        this.reactor = reactor;
        this.share = new TurnShare(reactor, PER_TURN, this::runSome);
    }

    /** Runs an action, in this turn or in a later one: its connection may be closed by then. What it throws is reported, and the others run. */
    public void add(Runnable action) {
        actions.add(action);
        runSome();
    }

    private void runSome() {
        while (!actions.isEmpty() && share.hasRest()) {
            share.use();
            Runnable next = actions.remove();
            reactor.runSafely(next, next);
        }
    }

    @Override
    public String toString() {
        return "TurnQueue[" + actions.size() + " actions]";
    }
}
