// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs scenes. */
public final class Scenes {
    private Scenes() {}

    /** Runs a scene with one seed. */
    public static Outcome run(Scene scene, long seed) {
        return run(scene, seed, random -> Faults.NONE, false);
    }

    /**
     * Runs a scene with one seed.
     *
     * @param faults the faults of all links and hosts, of the random numbers of the seed
     * @param insteadOfItsOwn whether those that the scene sets are ignored
     */
    public static Outcome run(Scene scene, long seed, Function<Random, Faults> faults, boolean insteadOfItsOwn) {
        try (Simulation simulation = new Simulation(seed)) {
            return new Stage(simulation, faults, !insteadOfItsOwn).play(scene);
        }
    }

    /** Runs a scene with the seeds from 1 to {@code seeds}. */
    public static Result run(Scene scene, int seeds) {
        return run(seeds, seed -> run(scene, seed));
    }

    /** Runs something with the seeds from 1 to {@code seeds}. */
    public static <E extends Exception> Result run(int seeds, Run<E> run) throws E {
        int failed = 0;
        Outcome first = null;
        for (long seed = 1; seed <= seeds; seed++) {
            Outcome outcome = run.of(seed);
            if (outcome.failure() != null) {
                failed++;
                first = first == null ? outcome : first;
            }
        }
        return new Result(seeds, failed, first);
    }

    /** What is run with each seed. */
    @FunctionalInterface
    public interface Run<E extends Exception> {
        /** The outcome of one seed. */
        Outcome of(long seed) throws E;
    }

    /**
     * What came of many seeds.
     *
     * @param seeds how many were run
     * @param failed how many of them failed
     * @param first the outcome of the first seed that failed; null if none did
     */
    public record Result(int seeds, int failed, @Nullable Outcome first) {}
}
