// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.closewithunread;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Takes uploads of at most 1,000 bytes, and answers the others with an error. */
final class Wrong extends RawServer {
    @Override
    protected void accepted(SelectionKey key) {
        key.attach(new int[1]);
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        int[] bytes = (int[]) key.attachment();
        int count = channel.read(ByteBuffer.allocate(READ_SIZE));
        if (count < 0) {
            channel.write(UTF_8.encode("thanks"));
            channel.close();
            return;
        }
        bytes[0] += count;
        if (bytes[0] > 1_000) {
            channel.write(UTF_8.encode("too large"));
            channel.close();
        }
    }
}
