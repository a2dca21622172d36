// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.onerecv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Greets each client by the name that it sends in a line. */
final class Wrong extends RawServer {
    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        String line = UTF_8.decode(buffer.flip()).toString();
        channel.write(UTF_8.encode("hello, " + line.strip() + "\n"));
    }
}
