// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A clock that a test advances by itself. */
class VirtualTickerTest {
    private final VirtualTicker ticker = new VirtualTicker();

    @Test
    void advancesByWhatItIsToldEachTime() {
        long start = ticker.nanoTime();
        ticker.advance(Duration.ofSeconds(2));
        ticker.advance(Duration.ZERO);
        ticker.advance(Duration.ofMillis(500));
        assertThat(ticker.elapsed()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(ticker.nanoTime() - start).isEqualTo(2_500_000_000L);
        assertThat(ticker).hasToString("VirtualTicker[PT2.5S]");
    }

    @Test
    void staysWhereItIsIfItIsToldToGoBack() {
        ticker.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> ticker.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1S");
        assertThat(ticker.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }
}
