// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.retrytwice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/** A client that orders. */
interface Shop {
    /** Orders a thing. Throws an exception if it is not known whether it is ordered. */
    void order(SelectorProvider host, InetSocketAddress server) throws IOException;
}
