// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.shortwrite;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends back what it gets. */
final class Right extends RawServer {
    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        key.attach(buffer);
        writable(key, channel);
    }

    /** Until all is written the key waits for room, and not for more bytes. */
    @Override
    protected void writable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        channel.write(buffer);
        key.interestOps(buffer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
}
