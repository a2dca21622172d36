// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** A server on port 7 that sends back what it gets. */
class Echo {
    static void serve(SelectorProvider host) throws IOException {
        Selector selector = host.openSelector();
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(7));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    accept(server, selector);
                } else {
                    echo((SocketChannel) key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        // accept the client, and register its channel
    }

    private static void echo(SocketChannel channel) throws IOException {
        // read, and write what was read; at the end of the stream close
    }
}
