// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The programs of a simulation that have threads of their own. One of them runs at a time, or none. */
final class Programs {
    private final Simulation simulation;
    private final Chances chances;
    private final List<SimProgram> programs = new ArrayList<>();

    /** The one that has the turn, and is the caller of whatever is called; null: that is the simulation itself. */
    private @Nullable SimProgram running;

    Programs(Simulation simulation) {
        this.simulation = simulation;
        this.chances = simulation.network().chances("programs");
    }

    SimProgram add(SimProgram program) {
        programs.add(program);
        return program;
    }

    /** Gives each that does not wait any more its turn. Returns whether there was any. */
    boolean turn() {
        if (programs.isEmpty()) {
            return false;
        }
        List<SimProgram> ready = new ArrayList<>(programs);
        ready.removeIf(program -> !program.mayTurn(simulation.now()));
        if (simulation.network().links().faults().shuffled) {
            Collections.shuffle(ready, chances.of(Chances.Kind.ORDER));
        }
        for (SimProgram program : ready) {
            turn(program);
        }
        return !ready.isEmpty();
    }

    private void turn(SimProgram program) {
        Throwable failure = withTurn(program, program::turn);
        if (program.isDone()) {
            programs.remove(program);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Whether the caller is such a program, which has to wait by {@link #await}. */
    boolean isCaller() {
        return running != null;
    }

    /** Whether anything but the calling program has work at this time. */
    private boolean othersHaveWork() {
        return simulation.nextEvent() <= simulation.now()
                || programs.stream().anyMatch(program -> program != running && program.mayTurn(simulation.now()));
    }

    /** Hands the turn of the calling program back until {@code condition} holds, which is returned, or the time is up. */
    boolean await(BooleanSupplier condition, long deadline, Object what) {
        SimProgram program = running;
        if (program == null) {
            throw new IllegalStateException("no program has the turn");
        }
        // A turn costs two switches of threads, so a program that need not wait keeps it if nothing else has work.
        return (!othersHaveWork() && condition.getAsBoolean()) || program.await(condition, deadline, what);
    }

    /** The time at which the first of them goes on if nothing happens before. */
    long nextEvent() {
        long next = Agenda.NEVER;
        for (SimProgram program : programs) {
            next = Math.min(next, program.deadline());
        }
        return next;
    }

    List<Leftover> leftovers() {
        return programs.stream()
                .map(program -> new Leftover(Leftover.Kind.PROGRAM, program.toString()))
                .toList();
    }

    /** Those that have not ended, as text. */
    List<String> situations() {
        return programs.stream().map(SimProgram::toString).toList();
    }

    void close() {
        for (SimProgram program : programs) {
            withTurn(program, () -> {
                program.stop();
                return null;
            });
        }
        programs.clear();
    }

    private <R extends @Nullable Object> R withTurn(SimProgram program, Supplier<R> action) {
        OneThread threads = simulation.threads();
        Thread simulated = threads.handTo(program.thread());
        running = program;
        try {
            return action.get();
        } finally {
            running = null;
            threads.handTo(simulated);
        }
    }
}
