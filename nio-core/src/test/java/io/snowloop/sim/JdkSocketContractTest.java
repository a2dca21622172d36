package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link SocketContract}, kept by the JDK's own channels, over the loopback interface. */
class JdkSocketContractTest extends SocketContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
