// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A program that blocks where it waits: in a select of its own, in a blocking channel, in {@link Simulation#sleep}.
 *
 * <p>It has a thread, because it keeps its stack while it waits. But only one thread of a simulation runs at any time:
 * the simulation hands its turn to the program, which hands it back when it waits. So nothing is concurrent, and a
 * program needs no lock that it would not need without the simulation.
 */
public final class SimProgram {
    /** A program that catches everything may go on so many times after the end of the simulation. Then it is parked. */
    private static final int MAX_CAUGHT = 100;

    private final Runnable code;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore handedBack = new Semaphore(0);

    /** What it waits for. Written and read by one thread at a time; the semaphores order the accesses. */
    private BooleanSupplier condition = () -> true;

    private Object waitsFor = "its first turn";
    private long deadline = Agenda.NEVER;

    /** Whether it has interrupted itself: while its thread is parked for the turn, the flag of the thread is not set. */
    private boolean interrupted;

    private boolean started;
    private boolean done;
    private int stopped;
    private @Nullable Throwable failure;

    SimProgram(String name, Runnable code) {
        this.code = code;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    Thread thread() {
        return thread;
    }

    /** {@return the name of its thread} */
    public String name() {
        return thread.getName();
    }

    /** {@return whether it has ended} */
    public boolean isDone() {
        return done;
    }

    /** {@return what it waits for, as text: a selector or a channel} */
    public String waitsFor() {
        return String.valueOf(waitsFor);
    }

    // ---------------------------------------------------------------------------------- on the simulation's thread

    /** The time at which it goes on if its condition does not hold before. */
    long deadline() {
        return done ? Agenda.NEVER : deadline;
    }

    boolean mayTurn(long now) {
        return !done && (now >= deadline || interrupted || condition.getAsBoolean());
    }

    /**
     * Runs it until it waits or ends.
     *
     * @return what it threw; null if it waits, or has ended without an error
     */
    @Nullable
    Throwable turn() {
        if (started) {
            turn.release();
        } else {
            started = true;
            thread.start();
        }
        handedBack.acquireUninterruptibly();
        return done ? failure : null;
    }

    /** Ends it: what it waits for throws an error that no program expects. */
    void stop() {
        if (started && !done) {
            stopped = 1;
            turn();
        }
        done = true;
    }

    // ------------------------------------------------------------------------------------- on the program's thread

    private void run() {
        try {
            code.run();
        } catch (Stopped e) {
            // the simulation has ended
        } catch (Throwable e) {
            failure = e;
        } finally {
            done = true;
            handedBack.release();
        }
    }

    /**
     * Hands the turn back until {@code until} holds or the time is up. False if the time is up. A program that has interrupted
     * itself does not wait.
     */
    boolean await(BooleanSupplier until, long time, Object what) {
        if (stopped == 0) {
            condition = until;
            deadline = time;
            waitsFor = what;
            interrupted = thread.isInterrupted();
            handedBack.release();
            turn.acquireUninterruptibly();
        }
        if (stopped > 0) {
            leave();
        }
        return interrupted || until.getAsBoolean();
    }

    /** A program that catches this error, too, must not run on beside the next simulation. */
    private void leave() {
        if (stopped++ > MAX_CAUGHT) {
            done = true;
            handedBack.release();
            turn.acquireUninterruptibly(); // never comes: the thread is a daemon
        }
        throw new Stopped();
    }

    @Override
    public String toString() {
        return name() + (done ? " has ended" : " waits for " + waitsFor);
    }

    /** Thrown in a program at the end of its simulation. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the simulation has ended", null, false, false);
        }
    }
}
