// SPDX-License-Identifier: Apache-2.0
package io.snowloop.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class BoundsTest {
    @Test
    void aNumberWithALowerBound() {
        assertThat(Bounds.atLeast("size", 3, 3)).isEqualTo(3);
        assertThat(Bounds.atLeast("size", 3L, 1L << 40)).isEqualTo(1L << 40);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.atLeast("size", 3, 2))
                .withMessage("size must be at least 3, not 2");
    }

    @Test
    void aNumberWithTwoBounds() {
        assertThat(Bounds.between("port", 1, 65_535, 1)).isEqualTo(1);
        assertThat(Bounds.between("port", 1, 65_535, 65_535)).isEqualTo(65_535);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between("port", 1, 65_535, 0))
                .withMessage("port must be from 1 to 65,535, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between("port", 1, 65_535, 65_536))
                .withMessage("port must be from 1 to 65,535, not 65536");
    }

    @Test
    void aTimeThatMustPass() {
        Duration shortest = Duration.ofNanos(1);
        assertThat(Bounds.positive("timeout", shortest)).isSameAs(shortest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.positive("timeout", Duration.ZERO))
                .withMessage("timeout must be positive, not PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> Bounds.positive("timeout", shortest.negated()));
        assertThatNullPointerException()
                .isThrownBy(() -> Bounds.positive("timeout", null))
                .withMessage("timeout");
    }

    /** In nanoseconds it would overflow, each time that it is added to a time. */
    @Test
    void aTimeWithoutAnEndIsOneOf146Years() {
        Duration endless = ChronoUnit.FOREVER.getDuration();
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        assertThat(Bounds.positive("timeout", endless)).isEqualTo(longest);
        assertThat(Bounds.notNegative("delay", endless)).isEqualTo(longest);
        assertThat(Bounds.positive("timeout", longest.minusNanos(1))).isEqualTo(longest.minusNanos(1));
    }

    @Test
    void aTimeThatCanBeNone() {
        assertThat(Bounds.notNegative("delay", Duration.ZERO)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.notNegative("delay", Duration.ofNanos(-1)))
                .withMessage("delay must not be negative, but is PT-0.000000001S");
        assertThatNullPointerException()
                .isThrownBy(() -> Bounds.notNegative("delay", null))
                .withMessage("delay");
    }
}
