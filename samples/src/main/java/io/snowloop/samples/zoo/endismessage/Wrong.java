// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.endismessage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Downloads a text: first a line with its length, then the text. */
final class Wrong implements Download {
    @Override
    public String get(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        while (channel.read(bytes) >= 0) {
            // until the server closes
        }
        String[] parts = UTF_8.decode(bytes.flip()).toString().split("\n", 2);
        return parts[1];
    }
}
