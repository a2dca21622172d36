// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void theStatusFileHasBoth() {
        assertThat(Memory.parse("Name:\tjava\nVmPeak:\t 999999 kB\nVmHWM:\t  123456 kB\nVmRSS:\t   12345 kB\n"))
                .isEqualTo(new Memory(12_345, 123_456));
    }

    @Test
    void aStatusWithoutThemIsNotZero() {
        assertThatThrownBy(() -> Memory.parse("Name:\tkthreadd\n")).hasMessageContaining("VmRSS");
    }
}
