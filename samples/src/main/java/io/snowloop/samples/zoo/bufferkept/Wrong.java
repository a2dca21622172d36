// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.bufferkept;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sends back lines, each when it is complete. */
final class Wrong extends RawServer {
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);

    @Override
    protected void accepted(SelectionKey key) {
        key.attach(new ArrayList<ByteBuffer>());
    }

    @Override
    @SuppressWarnings("unchecked") // what accepted has attached
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        List<ByteBuffer> pieces = (List<ByteBuffer>) key.attachment();
        if (channel.read(buffer.clear()) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        pieces.add(buffer.duplicate());
        if (buffer.get(buffer.limit() - 1) == '\n') {
            for (ByteBuffer piece : pieces) {
                channel.write(piece);
            }
            pieces.clear();
        }
    }
}
