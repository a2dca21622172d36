// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** {@link BlockingContract} for simulated channels. */
class SimBlockingContractTest extends BlockingContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    SelectorProvider provider() {
        return simulation.network();
    }

    @Override
    void whileBlocked(Action action) {
        simulation.at(simulation.ticker().elapsed().plus(Duration.ofMillis(1)), action::runUnchecked);
    }
}
