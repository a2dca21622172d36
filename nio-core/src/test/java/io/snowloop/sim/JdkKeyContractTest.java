// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link KeyContract} for the channels of the JDK. */
class JdkKeyContractTest extends KeyContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
