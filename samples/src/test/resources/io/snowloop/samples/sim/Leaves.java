import io.snowloop.samples.scene.Stage;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.AsynchronousSocketChannel;

class Leaves {
    static void main(Stage stage) {
        stage.run("client", host -> leave("KIND"));
    }

    static void leave(String kind) throws Exception {
        switch (kind) {
            case "socket" -> new Socket("127.0.0.1", 80).close();
            case "server-socket" -> new ServerSocket(0).close();
            case "datagram" -> new DatagramSocket().close();
            case "asynchronous" -> AsynchronousSocketChannel.open().close();
            default -> new URL("http://127.0.0.1:80/").openStream().close();
        }
    }
}
