// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults as text. */
class FaultNamesTest {
    @Test
    void eachFaultHasAName() {
        assertThat(Faults.parse(
                        "latency=20ms,jitter=1.5s,bandwidth=1000,segments=1,stalls=0.1:200ms,loss=0.3:1s,resets=0.2,reset-after=3,"
                                + "end-after=4,refusals=0.3,black-holes=0.4,immediate-connects=0.5,buffers=5,short-writes=0.6,"
                                + "zero-writes=0.7,accept-errors=0.8,spurious-wake-ups=0.9,spurious-ready=0.15,"
                                + "clock-jumps=0.25:2s,shuffled"))
                .usingRecursiveComparison()
                .isEqualTo(Faults.NONE
                        .latency(Duration.ofMillis(20))
                        .jitter(Duration.ofMillis(1_500))
                        .bandwidth(1_000)
                        .segments(1)
                        .stalls(0.1, Duration.ofMillis(200))
                        .loss(0.3, Duration.ofSeconds(1))
                        .resets(0.2)
                        .resetAfter(3)
                        .endAfter(4)
                        .refusals(0.3)
                        .blackHoles(0.4)
                        .immediateConnects(0.5)
                        .buffers(5)
                        .shortWrites(0.6)
                        .zeroWrites(0.7)
                        .acceptErrors(0.8)
                        .spuriousWakeUps(0.9)
                        .spuriousReady(0.15)
                        .clockJumps(0.25, Duration.ofSeconds(2))
                        .shuffled());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gremlins|there is no fault 'gremlins': there are latency, jitter,",
                "=5|there is no fault ''",
                "segments=many|'segments=many' is not a fault such as",
                "stalls=0.5|'stalls=0.5' is not a fault such as",
                "loss=1:1s|'loss=1:1s': a probability of 1 would",
                "loss=0.1:0s|'loss=0.1:0s': ",
                "segments=0|'segments=0': ",
                "latency=20|'latency=20': a time has a unit",
                "segments=1,|there is no fault ''"
            })
    void whatIsNoFaultIsNamed(String list, String message) {
        assertThatThrownBy(() -> Faults.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
