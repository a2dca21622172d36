// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.model.FutureProgram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs, run by the real futures and by a model that was written from their Javadoc. After each operation both must
 * have called the same functions with the same outcomes, and have discarded the same values.
 *
 * <p>{@code -Dsnowloop.programs=1000000} sets how many programs are run, and {@code -Dsnowloop.programs.seed=17} the first seed.
 */
@Tag("once") // many seeds
class FutureModelTest {
    private static final int PROGRAMS = Integer.getInteger("snowloop.programs", 20_000);
    private static final long FIRST_SEED = Long.getLong("snowloop.programs.seed", 1);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // a million programs take one and a half
    void realFuturesDoWhatTheModelDoes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
            compare(seed);
        }
    }

    private static void compare(long seed) {
        Futures real = new RealFutures();
        Futures model = new ModelFutures();
        List<String> done = new ArrayList<>();
        for (Step step : new FutureProgram(seed).steps()) {
            done.add(step.text());
            step.operation().accept(real);
            step.operation().accept(model);
            String replay = "-Dsnowloop.programs=1 -Dsnowloop.programs.seed=" + seed + "\n" + String.join("\n", done);
            assertThat(real.log()).as(replay).isEqualTo(model.log());
            assertThat(real.discarded()).as("discarded: " + replay).isEqualTo(model.discarded());
        }
    }
}
