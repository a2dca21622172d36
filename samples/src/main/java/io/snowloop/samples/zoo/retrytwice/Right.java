// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.retrytwice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Orders, and tries it again if that fails. */
final class Right implements Shop {
    private static final int ATTEMPTS = 3;

    @Override
    public void order(SelectorProvider host, InetSocketAddress server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean sent = false;
            try (SocketChannel channel = host.openSocketChannel()) {
                channel.connect(server);
                sent = true; // from here on the server may have done it
                channel.write(UTF_8.encode("one snow globe"));
                if (channel.read(ByteBuffer.allocate(100)) > 0) {
                    return;
                }
                throw new IOException("no answer");
            } catch (IOException e) {
                if (sent || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
