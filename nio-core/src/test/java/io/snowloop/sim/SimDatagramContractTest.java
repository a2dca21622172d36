// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link DatagramContract} for simulated channels. */
class SimDatagramContractTest extends DatagramContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    SelectorProvider provider() {
        return simulation.network();
    }
}
