// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

class Letters {
    // region server
    /** Answers each line with the number of its letters. */
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
                    accept(server, selector);
                } else {
                    answer((SocketChannel) key.channel());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    static void answer(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        int count = channel.read(buffer);
        if (count > 0) {
            String line = US_ASCII.decode(buffer.flip()).toString().strip();
            channel.write(US_ASCII.encode(line.length() + "\n"));
        } else if (count < 0) {
            channel.close();
        }
    }
    // endregion

    // region main
    static void main(Stage stage) {
        stage.serve("server", host -> serve());
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7000)) {
                peer.send("snow\n");
                peer.expect("4\n");
                peer.send("avalanche\n");
                peer.expect("9\n");
            }
        });
    }
    // endregion
}
