// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link StateContract} for the channels of the JDK. */
class JdkStateContractTest extends StateContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
