// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddleInWhateverOrder() {
        assertThat(Summary.of(5, 1, 100)).isEqualTo(new Summary(5, 1, 100));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Summary.of(4, 1, 2, 100)).isEqualTo(new Summary(3, 1, 100));
    }

    @Test
    void whatIsSummedUpIsLeftAsItWas() {
        double[] values = {3, 1, 2};
        Summary.of(values);
        assertThat(values).containsExactly(3, 1, 2);
    }
}
