import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

class Short {
    static void main(Stage stage) {
        stage.serve("server", host -> {
            Selector selector = host.openSelector();
            var server = host.openServerSocketChannel().bind(stage.address("server", 7));
            SocketChannel channel = server.accept();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocate(100);
            while (true) {
                selector.select();
                selector.selectedKeys().clear();
                if (channel.read(buffer.clear()) < 0) {
                    channel.close();
                    break;
                }
                channel.write(buffer.flip());
            }
            selector.close();
        });
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                peer.send("hello, world");
                peer.end();
                peer.expect("hello, world");
            }
        });
    }
}
