package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link ConnectContract}, kept by the JDK's own channels, over the loopback interface. */
class JdkConnectContractTest extends ConnectContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
