// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.onerecv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Greets each client by the name that it sends in a line. */
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
        String line = UTF_8.decode(buffer.duplicate().flip()).toString();
        if (line.endsWith("\n")) {
            buffer.clear();
            channel.write(UTF_8.encode("hello, " + line.strip() + "\n"));
        }
    }
}
