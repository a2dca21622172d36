// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.measure.CpuTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Pace PACE = new Pace(10, 3, 5);

    private final List<Integer> runs = new ArrayList<>();
    private long cpu;

    private void warmUp(double busy) throws Exception {
        PACE.warmUp(() -> new CpuTime(Map.of("1", cpu)), seconds -> {
            runs.add(seconds);
            cpu += (long) (seconds * busy * 1e9);
        });
    }

    @Test
    void warmsUpInRunsAsShortAsTheRounds() throws Exception {
        warmUp(1);
        assertThat(runs).containsExactly(3, 3, 3, 3);
    }

    @Test
    void goesOnForLongerWhereOthersHaveAPartOfTheCpu() throws Exception {
        warmUp(0.7);
        assertThat(runs).hasSize(5);
    }

    @Test
    void butForTwiceTheTimeAtMost() throws Exception {
        warmUp(0.1);
        assertThat(runs).hasSize(7);
    }

    @Test
    void leavesItOutWhereNoneIsWanted() throws Exception {
        new Pace(0, 3, 5).warmUp(() -> new CpuTime(Map.of()), runs::add);
        assertThat(runs).isEmpty();
    }
}
