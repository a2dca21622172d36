// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.snowloop.benchmarks.measure.Round;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
    private static Row row(String work, long... cpu) {
        List<Round> rounds = Arrays.stream(cpu)
                .mapToObj(nanos -> new Round(10, 1_000, nanos, 1_000, 0, 0, 0))
                .toList();
        return new Row(work, "snow", "Snow", false, rounds, 0, "");
    }

    /** The machine is three times as slow in the second round. The ratio of the two medians would be 1.05. */
    @Test
    void roundsAreComparedInPairs() {
        Cost cost = Cost.of(row("echo", 104, 312, 105), row("echo", 100, 300, 100));

        assertThat(cost.cpu().median()).isCloseTo(1.04, within(1e-9));
        assertThat(cost.cpu().max()).isCloseTo(1.05, within(1e-9));
        assertThat(cost.isAbove(3)).isTrue();
        assertThat(cost.isAbove(4.1)).isFalse();
        assertThat(cost.line()).startsWith("echo").contains("+4.0%", "+5.0%", "100");
    }

    @Test
    void whatIsFasterIsNotAbove() {
        assertThat(Cost.of(row("echo", 90, 90), row("echo", 100, 100)).isAbove(3))
                .isFalse();
    }

    @Test
    void otherWorksAndRoundsAreRefused() {
        assertThatThrownBy(() -> Cost.of(row("echo", 1), row("json", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("echo and json");
        assertThatThrownBy(() -> Cost.of(row("echo", 1), row("echo", 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
