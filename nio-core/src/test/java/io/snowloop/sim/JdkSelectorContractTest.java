package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link SelectorContract}, kept by the JDK's own channels, over the loopback interface. */
class JdkSelectorContractTest extends SelectorContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }

    @Override
    long now() {
        return System.nanoTime();
    }
}
