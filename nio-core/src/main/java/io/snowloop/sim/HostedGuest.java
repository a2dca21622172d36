// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GuestLoop} in a simulation. It does not say whether it has tasks, so it is asked for a turn after each event: what the
 * event has run may have given it one.
 */
final class HostedGuest extends HostedLoop {
    private final GuestLoop guest;
    private boolean inTurn;

    HostedGuest(GuestLoop guest, SimHost host) {
        super(host);
        this.guest = guest;
    }

    @Override
    boolean isFree() {
        return !inTurn;
    }

    @Override
    boolean hasWork() {
        SimSelector selector = openSelector();
        return (selector != null && selector.hasWork()) || guest.timeToWait() == 0;
    }

    /** Tasks. */
    @Override
    boolean mayHaveMore() {
        return true;
    }

    @Override
    long timeToWait() {
        return guest.timeToWait();
    }

    @Override
    boolean runTurn() {
        inTurn = true;
        try {
            return guest.turn();
        } finally {
            inTurn = false;
        }
    }

    /** It belongs to the program, which need not say when it closes it. */
    @Override
    boolean isOver() {
        return false;
    }

    /** It has a turn then anyway. */
    @Override
    void timePasses() {}

    /** It wakes its selector up itself. */
    @Override
    void fallAsleep() {}

    @Override
    List<Leftover> leftovers() {
        List<Leftover> left = new ArrayList<>();
        SimSelector selector = openSelector();
        if (selector != null && !selector.keys().isEmpty()) {
            left.add(new Leftover(
                    Leftover.Kind.REGISTRATION, this + " has " + selector.keys().size() + " registrations"));
        }
        if (guest.timeToWait() >= 0) {
            left.add(new Leftover(Leftover.Kind.TIMER, this + " has a timer"));
        }
        return left;
    }

    @Override
    String situation() {
        SimSelector selector = openSelector();
        return this
                + (selector == null ? ": no selector" : ": " + selector.keys().size() + " channels" + keys(selector));
    }

    private @Nullable SimSelector openSelector() {
        SimSelector selector = selector();
        return selector == null || !selector.isOpen() ? null : selector;
    }

    @Override
    void close() {}

    @Override
    public String toString() {
        return guest + " on " + host();
    }
}
