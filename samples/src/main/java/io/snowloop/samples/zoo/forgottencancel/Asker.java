// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.forgottencancel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** A client that asks, and does not wait without a limit. */
interface Asker {
    /** The answer. Throws SocketTimeoutException if there is none after a second. */
    String ask(SelectorProvider host, InetSocketAddress server) throws IOException;
}
