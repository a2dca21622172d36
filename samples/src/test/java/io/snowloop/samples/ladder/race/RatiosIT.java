// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.measure.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chapter on the ladder says of its rungs, as ratios of two rungs. It measures time, so it runs nightly only: the system property
 * {@code snowloop.ladder.races} says how often the rungs are measured.
 *
 * <p>The two values of a ratio are of the same race, and the median of all races counts: a machine that is slow is slow for both. The bounds
 * are about a fifth of what a quiet machine of two processors shows, so that only a rung that has lost its idea is below them.
 */
@EnabledIfSystemProperty(
        named = RatiosIT.RACES,
        matches = "[1-9]\\d*",
        disabledReason = "it measures time: ./mvnw verify -P nightly")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RatiosIT {
    static final String RACES = "snowloop.ladder.races";

    private static final int CLIENTS = 300;

    /** Added to both values, in their unit: what cannot be measured must not be divided by. */
    private static final double RESOLUTION = 1;

    private final List<Results> races = new ArrayList<>();

    /**
     * Of two rungs, the one that must lose.
     *
     * @param least how many times as much as the other one it must need
     * @param why it loses, and what a quiet machine shows
     */
    record Ratio(Measure measure, String worse, String better, double least, String why) {
        @Override
        public String toString() {
            return measure.key() + ": " + worse + " needs " + least + " times as much as " + better + ", " + why;
        }

        /** In one race. What was not answered in time is without a bound. */
        double in(Results race) {
            return (bounded(race, worse) + RESOLUTION) / (bounded(race, better) + RESOLUTION);
        }

        private double bounded(Results race, String rung) {
            Value value = race.value(rung, measure);
            assertThat(value).as(rung + " " + measure).isNotNull();
            return value.isComplete() ? value.median() : Double.MAX_VALUE;
        }
    }

    static List<Ratio> ratios() {
        return List.of(
                new Ratio(Measure.SERVE, "one", "select", 10, "which waits for all at the same time: 50"),
                new Ratio(Measure.FETCH, "one", "select", 10, "which waits for all at the same time: 300"),
                new Ratio(Measure.THREADS, "threads", "select", 10, "whose one thread serves all: 100 to 250"),
                new Ratio(Measure.MEMORY, "threads", "select", 5, "which has no stack for each: 25"),
                new Ratio(Measure.MEMORY, "threads", "snowloop", 5, "which has no stack for each: 45"),
                new Ratio(Measure.IDLE, "spin", "select", 10, "which sleeps until something is ready: 100"),
                new Ratio(Measure.COMPUTE, "select", "threads", 2, "which the kernel takes the processor from: 6"),
                new Ratio(Measure.COMPUTE, "snowloop", "threads", 2, "which the kernel takes the processor from: 6"),
                new Ratio(
                        Measure.SLOW,
                        "pool",
                        "select",
                        10,
                        "which has no thread that a slow reader holds: 40 or more"));
    }

    @Timeout(600)
    @BeforeAll
    void race() throws Exception {
        List<Rungs.Entry> rungs = ratios().stream()
                .flatMap(ratio -> List.of(ratio.worse, ratio.better).stream())
                .distinct()
                .map(name -> Rungs.named(name).orElseThrow())
                .toList();
        for (int i = 0; i < Integer.getInteger(RACES); i++) {
            races.add(new Race(rungs, CLIENTS, 3).run(rung -> {}));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ratios")
    void theRungThatMustLoseLoses(Ratio ratio) {
        double[] all = races.stream().mapToDouble(ratio::in).toArray();

        assertThat(Summary.of(all).median())
                .as("%s; in the races: %s", ratio, Arrays.toString(all))
                .isGreaterThanOrEqualTo(ratio.least);
    }
}
