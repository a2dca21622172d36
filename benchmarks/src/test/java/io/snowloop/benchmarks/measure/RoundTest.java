// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTest {
    private final Round round = new Round(1_000, 2_000_000_000L, 500_000_000L, 64_000, 0, 1, 2);

    @Test
    void figuresAreForOneRequestOrOneSecond() {
        assertThat(round.cpuMicros()).isEqualTo(500);
        assertThat(round.perSecond()).isEqualTo(500);
        assertThat(round.allocatedEach()).isEqualTo(64);
        assertThat(round.busy()).isEqualTo(0.25);
    }

    @Test
    void whatAPartTookIsSubtracted() {
        Round part = new Round(600, 1_000_000_000L, 400_000_000L, 60_000, 0, 7, 8);
        assertThat(round.without(part)).isEqualTo(new Round(400, 1_000_000_000L, 100_000_000L, 4_000, 0, 1, 2));
    }
}
