package io.snowloop.sim;

/** Something is waited for, and nothing can ever happen again: no segment is under way, no timer pending. */
public final class DeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String who, Simulation simulation) {
        super(who + ", but nothing can happen any more " + simulation.situation());
    }
}
