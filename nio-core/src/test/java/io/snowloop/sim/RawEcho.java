// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Iterator;

/**
 * An echo server that is written directly on a selector, as in a first program. It ends after a given number of
 * connections.
 */
final class RawEcho {
    private final Selector selector;
    private final ServerSocketChannel server;
    private int left;

    // region raw
    RawEcho(SelectorProvider provider, int port, int connections) throws IOException {
        left = connections;
        selector = provider.openSelector();
        server = provider.openServerSocketChannel();
        server.configureBlocking(false);
        server.socket().bind(new InetSocketAddress(port));
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    // endregion

    int port() {
        return server.socket().getLocalPort();
    }

    // region run
    void run() throws IOException {
        while (left > 0) {
            selector.select();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isAcceptable()) {
                    accept();
                } else if (key.isReadable()) {
                    read(key);
                } else if (key.isWritable()) {
                    write(key);
                }
            }
        }
        server.close();
        selector.close();
    }
    // endregion

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(100));
        }
    }

    private void read(SelectionKey key) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        int count = ((SocketChannel) key.channel()).read(buffer);
        if (count < 0) {
            key.channel().close();
            left--;
        } else if (count > 0) {
            buffer.flip();
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void write(SelectionKey key) throws IOException {
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(buffer);
        if (!buffer.hasRemaining()) {
            buffer.clear();
            key.interestOps(SelectionKey.OP_READ);
        }
    }
}
