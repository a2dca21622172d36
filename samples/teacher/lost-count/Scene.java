// SPDX-License-Identifier: Apache-2.0
// region scene
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;

/** A server that counts. Its students say what is wrong with it, before they see a run that fails. */
class Counter {
    static void main(Stage stage) {
        stage.serve("server", Counter::serve);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7000)) {
                for (int count = 1; count <= 3; count++) {
                    peer.send("+1\n");
                    peer.expect(count + "\n");
                }
                peer.end();
                peer.expectEnd();
            }
        });
    }

    static void serve(SelectorProvider host) throws IOException {
        try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7000))) {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(100);
                    for (int count = 1; client.read(buffer.clear()) >= 0; count++) {
                        ByteBuffer answer = ByteBuffer.wrap((count + "\n").getBytes(StandardCharsets.US_ASCII));
                        while (answer.hasRemaining()) {
                            client.write(answer);
                        }
                    }
                }
            }
        }
    }
}
// endregion
