// SPDX-License-Identifier: Apache-2.0
// region echo
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

class Echo {
    static void main(Stage stage) {
        stage.serve("server", host -> serve());
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7000)) {
                peer.send("hello, world");
                peer.expect("hello, world");
            }
        });
    }

    static void serve() throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(7000));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    SocketChannel channel = server.accept();
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                } else {
                    SocketChannel channel = (SocketChannel) key.channel();
                    ByteBuffer buffer = ByteBuffer.allocate(100);
                    if (channel.read(buffer) < 0) {
                        channel.close();
                    } else {
                        channel.write(buffer.flip());
                    }
                }
            }
            selector.selectedKeys().clear();
        }
    }
}
// endregion
