// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
    @Test
    void theLineOfOurScriptIsFoundAmongWrksOwn() {
        String output = "Running 2s test @ http://127.0.0.1:1\n  1 threads\nmeasured 124000 2001000 3 286.0 12197.5\n";
        assertThat(Wrk.parse(output)).isEqualTo(new Wrk.Count(124_000, 2_001_000_000L, 3, 286.0, 12_197.5));
    }

    @Test
    void withoutThatLineItIsToldWhatWrkSaid() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("unable to connect");
    }
}
