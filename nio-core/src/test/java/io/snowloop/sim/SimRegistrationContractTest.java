// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;

/** {@link RegistrationContract} for simulated channels. */
class SimRegistrationContractTest extends RegistrationContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    SelectorProvider provider() {
        return simulation.network();
    }

    @Override
    Selector foreign() throws IOException {
        return simulation.network().host("10.0.0.2").openSelector();
    }
}
