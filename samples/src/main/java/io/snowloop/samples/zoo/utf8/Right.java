// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.utf8;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends back lines of text, each when it is complete. */
final class Right extends RawServer {
    @Override
    protected void accepted(SelectionKey key) {
        key.attach(ByteBuffer.allocate(READ_SIZE));
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        if (buffer.get(buffer.position() - 1) == '\n') {
            String line = UTF_8.decode(buffer.flip()).toString();
            channel.write(UTF_8.encode(line));
            buffer.clear();
        }
    }
}
