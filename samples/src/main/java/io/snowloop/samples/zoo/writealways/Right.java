// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.writealways;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends back what it gets. */
final class Right extends RawServer {
    @Override
    protected void accepted(SelectionKey key) {
        key.attach(ByteBuffer.allocate(READ_SIZE));
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (channel.read(buffer) < 0) {
            channel.close();
        } else {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    @Override
    protected void writable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        channel.write(buffer.flip());
        if (!buffer.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
        buffer.compact();
    }
}
