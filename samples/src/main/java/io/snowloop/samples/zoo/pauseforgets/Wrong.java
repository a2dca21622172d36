// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.pauseforgets;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends back what it gets. */
final class Wrong extends RawServer {
    @Override
    protected void accepted(SelectionKey key) {
        key.attach(ByteBuffer.allocate(READ_SIZE));
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (channel.read(buffer.clear()) < 0) {
            channel.close();
            return;
        }
        channel.write(buffer.flip());
        if (buffer.hasRemaining()) { // the client is slow: read no more from it for now
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    @Override
    protected void writable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        channel.write(buffer);
        if (!buffer.hasRemaining()) {
            key.interestOps(key.interestOps() & ~SelectionKey.OP_WRITE);
        }
    }
}
