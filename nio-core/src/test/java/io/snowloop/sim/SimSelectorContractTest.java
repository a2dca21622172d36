// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link SelectorContract} for simulated channels. */
class SimSelectorContractTest extends SelectorContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    SelectorProvider provider() {
        return simulation.network();
    }

    @Override
    long now() {
        return simulation.ticker().nanoTime();
    }
}
