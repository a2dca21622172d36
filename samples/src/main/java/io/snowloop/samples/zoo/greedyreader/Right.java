// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedyreader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Reads what one read brings, and stores it. */
final class Right extends Store {
    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        int count = channel.read(buffer);
        if (count > 0) {
            store(channel, buffer.flip());
        }
        if (count < 0) {
            channel.close();
        }
    }
}
