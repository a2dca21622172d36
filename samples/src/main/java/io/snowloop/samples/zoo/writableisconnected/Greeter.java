// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.writableisconnected;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** A client that does not block. */
interface Greeter {
    /** Sends a greeting, and returns the answer. */
    String greet(SelectorProvider host, InetSocketAddress server) throws IOException;
}
