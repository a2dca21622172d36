// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;

/** {@link PipeContract} for the pipes of the JDK. */
class JdkPipeContractTest extends PipeContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
