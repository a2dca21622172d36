// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The system properties of the provider of a JVM. */
class SimProviderTest {
    private final Properties properties = new Properties();
    private final List<LiveSimulation> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(LiveSimulation::close);
    }

    private LiveSimulation simulation() {
        LiveSimulation simulation = SimProvider.of(properties);
        open.add(simulation);
        return simulation;
    }

    private void assertFaults(Faults expected) {
        assertThat(simulation().network().links().faults())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    private void assertRefused(String property, String value, String message) {
        properties.setProperty(property, value);
        assertThatThrownBy(this::simulation)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(property)
                .hasMessageContaining(message);
        properties.clear();
    }

    @Test
    void withoutAnyItIsSeed1AndRealistic() {
        assertThat(simulation().seed()).isEqualTo(1);
        assertFaults(Faults.benign(new Random(1)).realistic());
    }

    @Test
    void theFaultsOfAProfileFollowFromTheSeed() {
        properties.setProperty(SimProvider.SEED, "7");
        assertThat(simulation().seed()).isEqualTo(7);
        assertFaults(Faults.benign(new Random(7)).realistic());
        properties.setProperty(SimProvider.PROFILE, "adversarial");
        assertFaults(Faults.benign(new Random(7)));
        properties.setProperty(SimProvider.PROFILE, "hostile");
        assertFaults(Faults.hostile(new Random(7)).realistic());
        properties.setProperty(SimProvider.PROFILE, "none");
        assertFaults(Faults.NONE);
    }

    @Test
    void aListOfFaultsIsInPlaceOfAProfile() {
        properties.setProperty(SimProvider.PROFILE, "hostile");
        properties.setProperty(SimProvider.FAULTS, "segments=1,latency=20ms");
        assertFaults(Faults.NONE.segments(1).latency(Duration.ofMillis(20)));
    }

    @Test
    void aValueThatIsNoneIsNamedWithItsProperty() {
        assertRefused(SimProvider.SEED, "seven", "seven");
        assertRefused(SimProvider.SPEED, "fast", "fast");
        assertRefused(SimProvider.SPEED, "0", "from 1 to 1,000");
        assertRefused(SimProvider.PROFILE, "evil", "'evil'");
        assertRefused(SimProvider.FAULTS, "gremlins", "gremlins");
    }
}
