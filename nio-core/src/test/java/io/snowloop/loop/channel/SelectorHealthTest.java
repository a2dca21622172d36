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
        assertThat(health.pauseMillis(-1))
                .as("none before the first new selector")
                .isZero();
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
        assertThat(health.pauseMillis(-1)).isEqualTo(SelectorHealth.MAX_PAUSE.toMillis());

        health.worked();

        assertThat(health.pauseMillis(-1)).isZero();
    }

    @Test
    void aPauseIsNoLongerThanTheWaitThatItIsABeginOf() {
        assertThat(health.pauseMillis(-1)).as("of one that works").isZero();
        assertThat(health.pauseMillis(10_000_000)).as("of one that works").isZero();
        for (int i = 0; i < 5; i++) {
            health.failed(); // now it pauses for 8 ms
        }
        assertThat(health.pauseMillis(-1)).as("before a wait without a limit").isEqualTo(8);
        assertThat(health.pauseMillis(10_000_000)).isEqualTo(8);
        assertThat(health.pauseMillis(5_000_000)).isEqualTo(5);
        assertThat(health.pauseMillis(1)).isEqualTo(1);
        assertThat(health.pauseMillis(0)).as("before no wait").isZero();
    }

    @Test
    void oneThatThrowsEachTimeIsPausedForFromTheSecondTimeOn() {
        health.failed();
        assertThat(health.pauseMillis(-1)).isZero();
        health.failed();
        assertThat(health.pauseMillis(-1)).isEqualTo(SelectorHealth.MIN_PAUSE.toMillis());
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
        assertThat(off.pauseMillis(-1)).isZero();
    }

    private Duration pauseAfterEarlyReturn() {
        assertThat(health.returnedEarly()).isFalse();
        return Duration.ofMillis(health.pauseMillis(-1));
    }

    private void returnEarly(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(health.returnedEarly()).isFalse();
        }
    }
}
