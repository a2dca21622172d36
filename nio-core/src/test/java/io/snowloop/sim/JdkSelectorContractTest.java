// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link SelectorContract} for the channels of the JDK, over the loopback interface. */
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
