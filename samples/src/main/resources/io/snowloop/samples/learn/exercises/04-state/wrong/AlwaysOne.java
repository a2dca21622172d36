// SPDX-License-Identifier: Apache-2.0
// FAILS: B's line 2 was numbered 1
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** What is called when the channel of a key is ready. It is the attachment of the key. */
interface ReadyHandler {
    void ready(SelectionKey key) throws IOException;
}

/** A server on port 7 that numbers the lines of each client: "1 hello". */
class Numbering {
    static void serve(SelectorProvider host) throws IOException {
        Selector selector = host.openSelector();
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(7));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, (ReadyHandler) key -> accept(server, selector));
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                ((ReadyHandler) key.attachment()).ready(key);
            }
            selector.selectedKeys().clear();
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client(channel));
    }

    /** One client. */
    private static class Client implements ReadyHandler {
        private final SocketChannel channel;
        private final Lines lines = new Lines();

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            if (channel.read(buffer) < 0) {
                channel.close();
                return;
            }
            for (String line : lines.add(buffer.flip())) {
                channel.write(UTF_8.encode(1 + " " + line + "\n"));
            }
        }
    }
}
