// SPDX-License-Identifier: Apache-2.0
// FAILS: B sent "hello from B", and got back "hello from A"
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private static void echo(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        if (channel.read(buffer) < 0) {
            channel.close();
        } else {
            channel.write(ByteBuffer.wrap("hello from A".getBytes()));
        }
    }
}
