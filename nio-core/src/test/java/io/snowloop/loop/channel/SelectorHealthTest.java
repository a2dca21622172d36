// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.VirtualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SelectorHealthTest {
    private final VirtualTicker ticker = new VirtualTicker();
    private final SelectorHealth health = new SelectorHealth(ticker, 4);

    @Test
    void soManyInARowAreTooMany() {
        returnEarly(3);
        assertThat(health.returnedEarly()).isTrue();
        assertThat(health.isFirst()).isTrue();
        assertThat(health.pause()).as("none before the first new selector").isZero();
    }

    @Test
    void oneThatWorksBeginsTheCountAnew() {
        returnEarly(3);
        health.worked();
        returnEarly(3);
        assertThat(health.returnedEarly()).isTrue();
    }

    @Test
    void whereANewSelectorIsNoBetterThePausesGetLongerAndFurtherOnesAreTried() {
        returnEarly(3);
        health.returnedEarly();

        assertThat(pauseAfterEarlyReturn()).isEqualTo(Duration.ofMillis(1));
        assertThat(pauseAfterEarlyReturn()).isEqualTo(Duration.ofMillis(2));
        assertThat(pauseAfterEarlyReturn()).isEqualTo(Duration.ofMillis(4));
        assertThat(health.returnedEarly()).as("another selector").isTrue();
        assertThat(health.isFirst()).isFalse();
        for (int i = 0; i < 10; i++) {
            health.returnedEarly();
        }
        assertThat(health.pause()).isEqualTo(SelectorHealth.MAX_PAUSE.toNanos());

        health.worked();

        assertThat(health.pause()).isZero();
    }

    @Test
    void oneThatThrowsEachTimeIsPausedForFromTheSecondTimeOn() {
        health.failed();
        assertThat(health.pause()).isZero();
        health.failed();
        assertThat(health.pause()).isEqualTo(SelectorHealth.MIN_PAUSE.toNanos());
    }

    @Test
    void aFailureIsTheFirstAgainAfterALongTimeWithoutOne() {
        health.failed();
        health.worked();
        health.failed();
        assertThat(health.isFirst()).as("at once").isFalse();

        ticker.advance(SelectorHealth.CALM);
        health.worked();
        health.failed();

        assertThat(health.isFirst()).isTrue();
    }

    @Test
    void zeroIsAnyNumber() {
        SelectorHealth off = new SelectorHealth(ticker, 0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(off.returnedEarly()).isFalse();
        }
        assertThat(off.pause()).isZero();
    }

    private Duration pauseAfterEarlyReturn() {
        assertThat(health.returnedEarly()).isFalse();
        return Duration.ofNanos(health.pause());
    }

    private void returnEarly(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(health.returnedEarly()).isFalse();
        }
    }
}
