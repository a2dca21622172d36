package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;

/** {@link SelectorContract}, kept by the JDK's own channels, over the loopback interface. */
class JdkSelectorContractTest extends SelectorContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }

    @Override
    Selector foreign() throws IOException {
        return new Simulation(1).network().openSelector();
    }

    @Override
    long now() {
        return System.nanoTime();
    }
}
