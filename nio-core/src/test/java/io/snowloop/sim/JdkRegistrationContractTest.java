// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;

/** {@link RegistrationContract} for the channels of the JDK, over the loopback interface. */
class JdkRegistrationContractTest extends RegistrationContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }

    @Override
    Selector foreign() throws IOException {
        return new Simulation(1).network().openSelector();
    }
}
