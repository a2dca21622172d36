// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link DatagramContract} for the channels of the JDK, over the loopback interface. */
class JdkDatagramContractTest extends DatagramContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
