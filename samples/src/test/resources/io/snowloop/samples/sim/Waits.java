import io.snowloop.samples.scene.Stage;
import java.nio.channels.SocketChannel;
import java.nio.ByteBuffer;

class Waits {
    static void main(Stage stage) {
        stage.serve("server", host -> {
            var server = host.openServerSocketChannel().bind(stage.address("server", 7));
            server.accept();
        });
        stage.run("client", host -> {
            SocketChannel channel = host.openSocketChannel();
            channel.connect(stage.address("server", 7));
            channel.read(ByteBuffer.allocate(1));
        });
    }
}
