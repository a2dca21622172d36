// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.options.Bounds;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one scenario in a simulation with one seed after the other, until one fails.
 *
 * <!-- region nio-core/src/test/java/io/snowloop/sim/SeedsTest.java#check -->
 * <pre>{@code
 * Seeds.check(200, simulation -> {
 *     simulation.network().faults(Faults.benign(simulation.random()));
 *     run.add(simulation.seed());
 * });
 * }</pre>
 *
 * <p>It needs no test framework. The seeds are 1 up to the number. Two system properties change that: {@value #SEED_PROPERTY}
 * runs one seed alone, to replay a failure, and {@value #COUNT_PROPERTY} runs another number of seeds.
 */
public final class Seeds {
    /** The system property of the one seed to run. */
    public static final String SEED_PROPERTY = "snowloop.seed";

    /** The system property of the number of seeds. */
    public static final String COUNT_PROPERTY = "snowloop.seeds";

    private Seeds() {}

    /**
     * Runs a scenario once for each seed, each time in a new simulation, which is closed afterwards.
     *
     * @param count the number of seeds, at least 1
     * @param scenario called once for each seed
     * @throws AssertionError if it fails with a seed, whatever it has thrown, with that as the cause; the message has the seed
     *     and says how to replay it. No further seed is run. A scenario fails, too, if its loops have tasks and it has run none
     */
    public static void check(int count, Scenario scenario) {
        Objects.requireNonNull(scenario, "scenario");
        numbers(count).forEach(seed -> {
            try (Simulation simulation = new Simulation(seed)) {
                scenario.run(simulation);
                if (simulation.isForgotten()) { // such a scenario could not fail
                    throw new IllegalStateException("the scenario has given its loops something to do, and has not run"
                            + " them: call simulation.run() or runUntil(future)");
                }
            } catch (Throwable thrown) {
                throw failure(
                        seed,
                        thrown,
                        "-D" + SEED_PROPERTY + "=" + seed + ", a system property of the test: for Maven, mvn test -D"
                                + SEED_PROPERTY + "=" + seed);
            }
        });
    }

    /**
     * {@return the seeds that {@link #check} runs, in order} For a test framework that runs them itself.
     * @param count the number of seeds, at least 1
     */
    public static LongStream numbers(int count) {
        Bounds.atLeast("count", 1, count);
        @Nullable Long only = Long.getLong(SEED_PROPERTY);
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, Long.getLong(COUNT_PROPERTY, count));
    }

    /**
     * {@return what {@link #check} throws} For a test framework that runs the seeds itself.
     * @param seed of the run
     * @param thrown what the run has thrown
     * @param replay the command that runs this seed alone, as far as it is known
     */
    public static AssertionError failure(long seed, Throwable thrown, String replay) {
        String message = thrown.getMessage();
        return new AssertionError(
                "seed " + seed + " fails: " + (message == null ? thrown.toString() : message) + "\nreplay it with: "
                        + replay,
                thrown);
    }

    /** What happens in a simulation, and what must come of it. */
    @FunctionalInterface
    public interface Scenario {
        /**
         * Builds the hosts and their programs, and runs the simulation.
         * @param simulation closed afterwards
         * @throws Exception anything, if the outcome is wrong
         */
        void run(Simulation simulation) throws Exception;
    }
}
