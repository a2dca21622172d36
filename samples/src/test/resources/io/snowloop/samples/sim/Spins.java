import io.snowloop.samples.scene.Stage;
import java.nio.channels.Selector;

class Spins {
    static void main(Stage stage) {
        stage.run("client", host -> {
            Selector selector = host.openSelector();
            while (true) {
                selector.selectNow();
            }
        });
    }
}
