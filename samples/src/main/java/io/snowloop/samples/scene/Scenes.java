// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.Faults;
import io.snowloop.sim.Intervention;
import io.snowloop.sim.Simulation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs scenes. */
public final class Scenes {
    private Scenes() {}

    /** Runs a scene with one seed. */
    public static Outcome run(Scene scene, long seed) {
        return run(scene, seed, random -> Faults.NONE, false, false);
    }

    /** Runs a scene with one seed, and records the traces of its loops. All else is as without them. */
    public static Outcome traced(Scene scene, long seed) {
        return run(scene, seed, random -> Faults.NONE, false, true);
    }

    /**
     * Runs a scene with one seed.
     *
     * @param faults the faults of all links and hosts, of the random numbers of the seed
     * @param insteadOfItsOwn whether those that the scene sets are ignored
     * @param traced whether the outcome has the traces of the loops
     */
    public static Outcome run(
            Scene scene, long seed, Function<Random, Faults> faults, boolean insteadOfItsOwn, boolean traced) {
        try (Simulation simulation = new Simulation(seed)) {
            return new Stage(simulation, faults, !insteadOfItsOwn, traced).play(scene, List.of());
        }
    }

    /**
     * Runs a scene with one seed and with changes: all is as without them up to the first.
     *
     * @param interventions what is changed; a host of them has its name in the scene
     * @param traced whether the outcome has the traces of the loops
     * @throws IllegalArgumentException if there is no host with such a name
     */
    public static Outcome run(Scene scene, long seed, List<Intervention> interventions, boolean traced) {
        try (Simulation simulation = new Simulation(seed)) {
            return new Stage(simulation, random -> Faults.NONE, true, traced).play(scene, interventions);
        }
    }

    /** Runs a scene with the seeds from 1 to {@code seeds}. */
    public static Result run(Scene scene, int seeds) {
        return run(seeds, seed -> run(scene, seed));
    }

    /** Runs something with the seeds from 1 to {@code seeds}. */
    public static <E extends Exception> Result run(int seeds, Run<E> run) throws E {
        Map<String, Failures> failures = new LinkedHashMap<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Outcome outcome = run.of(seed);
            Failure failure = outcome.failure();
            if (failure != null) {
                failures.merge(
                        failure.symptom(),
                        new Failures(1, outcome),
                        (all, one) -> new Failures(all.count + 1, all.first));
            }
        }
        return new Result(seeds, failures);
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
     * @param failures those that failed, by their symptoms, in the order of their first seeds
     */
    public record Result(int seeds, Map<String, Failures> failures) {
        /** How many failed. */
        public int failed() {
            return failures.values().stream().mapToInt(Failures::count).sum();
        }

        /** The outcome of the first seed that failed; null if none did. */
        public @Nullable Outcome first() {
            return failures.values().stream().findFirst().map(Failures::first).orElse(null);
        }

        /** The kinds of failures in a line: {@code stuck}, or {@code 12 bytes lost (first seed 3), 2 stuck (first seed 7)}. */
        public String symptoms() {
            if (failures.size() == 1) {
                return failures.keySet().iterator().next();
            }
            return failures.entrySet().stream()
                    .map(each -> each.getValue().count + " " + each.getKey() + " (first seed "
                            + each.getValue().first.seed() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Seeds that failed in the same way.
     *
     * @param count how many
     * @param first the outcome of the first of them
     */
    public record Failures(int count, Outcome first) {}
}
