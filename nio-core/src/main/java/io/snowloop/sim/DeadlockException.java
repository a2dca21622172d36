package io.snowloop.sim;

/** Thrown where the simulation waits for something and no event is left: no segment in flight, no timer pending. */
public final class DeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String who, Simulation simulation) {
        super("deadlock: " + who + ", but no event is left, " + simulation.situation());
    }
}
