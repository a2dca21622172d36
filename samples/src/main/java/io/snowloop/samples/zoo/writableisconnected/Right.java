// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.writableisconnected;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Sends a greeting and returns the answer. */
final class Right implements Greeter {
    @Override
    public String greet(SelectorProvider host, InetSocketAddress server) throws IOException {
        try (SocketChannel channel = host.openSocketChannel();
                Selector selector = host.openSelector()) {
            channel.configureBlocking(false);
            if (!channel.connect(server)) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                while (!channel.finishConnect()) {
                    selector.select();
                }
                selector.selectedKeys().clear();
            }
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(UTF_8.encode("hello"));
            selector.select();
            ByteBuffer answer = ByteBuffer.allocate(100);
            channel.read(answer);
            return UTF_8.decode(answer.flip()).toString();
        }
    }
}
