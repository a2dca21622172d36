// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.utf8;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends back lines of text, each when it is complete. */
final class Wrong extends RawServer {
    @Override
    protected void accepted(SelectionKey key) {
        key.attach("");
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        String line = key.attachment() + UTF_8.decode(buffer.flip()).toString();
        if (line.contains("\n")) {
            channel.write(UTF_8.encode(line));
            line = "";
        }
        key.attach(line);
    }
}
