// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.forgottencancel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Asks, and waits for the answer in a select. */
final class Right implements Asker {
    @Override
    public String ask(SelectorProvider host, InetSocketAddress server) throws IOException {
        Selector selector = host.openSelector();
        SocketChannel channel = host.openSocketChannel();
        channel.connect(server);
        channel.write(UTF_8.encode("how are you?"));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        if (selector.select(1_000) == 0) {
            channel.close();
            selector.close();
            throw new SocketTimeoutException("no answer within a second");
        }
        ByteBuffer answer = ByteBuffer.allocate(100);
        channel.read(answer);
        channel.close();
        selector.close();
        return UTF_8.decode(answer.flip()).toString();
    }
}
