// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link AddressContract} for the channels of the JDK, over the loopback interface. */
class JdkAddressContractTest extends AddressContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
