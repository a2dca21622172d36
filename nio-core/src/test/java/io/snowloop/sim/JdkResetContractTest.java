// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@link ResetContract} for the channels of the JDK, over the loopback interface. */
@EnabledOnOs(OS.LINUX)
class JdkResetContractTest extends ResetContract {
    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }
}
