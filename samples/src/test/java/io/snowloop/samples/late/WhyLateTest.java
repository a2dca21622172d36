// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole output is in docs/trace.md: {@code PrintedOnPageTest} compares it. */
class WhyLateTest {
    private static Outcome run(Phase phase) {
        return Scenes.run(new WhyLate(phase), 1L);
    }

    private static @Nullable Failure failure(Phase phase) {
        return run(phase).failure();
    }

    @Test
    void onlyTheViewThatBlocksMakesTheHeartbeatLate() {
        assertThat(failure(Phase.HEALTHY)).isNull();
        assertThat(failure(Phase.HANDED_OVER)).isNull();
        assertThat(failure(Phase.BLOCKED))
                .isNotNull()
                .extracting(Failure::symptom, Failure::text)
                .containsExactly("late", "timer heartbeat ran 145 ms late: 145 ms in handler GET /report");
    }

    @ParameterizedTest
    @EnumSource
    void thePageComesInEachPhase(Phase phase) {
        assertThat(run(phase).moments())
                .filteredOn(moment -> moment.text().startsWith("200 OK: "))
                .hasSize(1);
    }

    /** No thread of the machine, no clock of the machine, no random number. */
    @ParameterizedTest
    @EnumSource
    void eachRunIsTheSameWithAnySeed(Phase phase) {
        List<?> first = run(phase).moments();

        assertThat(run(phase).moments()).isEqualTo(first);
        assertThat(Scenes.run(new WhyLate(phase), 2L).moments()).isEqualTo(first);
    }
}
