// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.retrytwice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Orders, and tries it again if that fails. */
final class Wrong implements Shop {
    private static final int ATTEMPTS = 3;

    @Override
    public void order(SelectorProvider host, InetSocketAddress server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (SocketChannel channel = host.openSocketChannel()) {
                channel.connect(server);
                channel.write(UTF_8.encode("one snow globe"));
                if (channel.read(ByteBuffer.allocate(100)) > 0) {
                    return;
                }
                throw new IOException("no answer");
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
