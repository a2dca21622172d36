// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.keynotremoved;

import io.snowloop.samples.scene.Program;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Iterator;

/** Sends back what it gets. */
final class Wrong implements Program {
    @Override
    public void run(SelectorProvider host) throws IOException {
        Selector selector = host.openSelector();
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(RawServer.PORT)).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                if (key.isAcceptable()) {
                    accept(server, selector);
                } else {
                    echo((SocketChannel) key.channel());
                }
            }
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private static void echo(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        if (channel.read(buffer) <= 0) {
            channel.close();
            return;
        }
        channel.write(buffer.flip());
    }
}
