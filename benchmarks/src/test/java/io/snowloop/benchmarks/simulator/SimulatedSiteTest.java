// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatedSiteTest {
    @Test
    void aSeedIsTheSameRunEachTimeAndAnotherOneIsAnother() throws IOException {
        assertThat(SimulatedSite.run(1)).isEqualTo(SimulatedSite.run(1)).isNotEqualTo(SimulatedSite.run(2));
    }

    @Test
    void eachRequestTakesEventsAndVirtualTime() throws IOException {
        SimulatedSite.Run run = SimulatedSite.run(3);
        assertThat(run.events()).isGreaterThan(4L * SimulatedSite.REQUESTS);
        assertThat(Duration.ofNanos(run.virtualNanos())).isGreaterThan(Duration.ofMillis(500));
    }
}
