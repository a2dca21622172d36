// SPDX-License-Identifier: Apache-2.0
package io.snowloop.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapDefaultsTest {
    @Test
    void areAsManyAsTheHeapHasRoomFor() {
        assertThat(HeapDefaults.count(16_384, 32 * 1024, 64L << 20)).isEqualTo(2_048);
        assertThat(HeapDefaults.count(16_384, 32 * 1024, 512L << 20)).isEqualTo(16_384);
        assertThat(HeapDefaults.count(16_384, 32 * 1024, Long.MAX_VALUE)).isEqualTo(16_384);
        assertThat(HeapDefaults.count(16_384, 32 * 1024, 1)).isEqualTo(1);
    }

    @Test
    void areOfTheHeapThatThisProgramHas() {
        assertThat(HeapDefaults.count(Integer.MAX_VALUE, 1 << 20))
                .isEqualTo((int) (Runtime.getRuntime().maxMemory() >> 20));
    }
}
