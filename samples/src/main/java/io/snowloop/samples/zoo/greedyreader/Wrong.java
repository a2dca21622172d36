// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.greedyreader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Reads what there is, and stores it. */
final class Wrong extends Store {
    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        int count = channel.read(buffer);
        while (count > 0) {
            store(channel, buffer.flip());
            count = channel.read(buffer.clear());
        }
        if (count < 0) {
            channel.close();
        }
    }
}
