// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.endismessage;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A client that downloads a text. */
interface Download {
    /** The text. Throws an exception if it does not come, or not all of it. */
    String get(SocketChannel channel) throws IOException;
}
