// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.swallowed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Adds the two numbers of a line. */
final class Right extends RawServer {
    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        try {
            String[] numbers = UTF_8.decode(buffer.flip()).toString().strip().split(" ");
            int sum = Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]);
            channel.write(UTF_8.encode(sum + "\n"));
        } catch (RuntimeException e) {
            channel.write(UTF_8.encode("error\n"));
        }
    }
}
