// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class WaterMarksTest {

    @Test
    void areSixtyFourAndSixteenKibibytesByDefault() {
        assertThat(WaterMarks.DEFAULT).isEqualTo(new WaterMarks(65_536, 16_384));
    }

    @Test
    void theLowOneMustBeBelowTheHighOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WaterMarks(10, 10))
                .withMessageContaining("not 10 and 10");
        assertThatIllegalArgumentException().isThrownBy(() -> new WaterMarks(10, -1));
        assertThat(new WaterMarks(1, 0).high()).isOne();
    }
}
