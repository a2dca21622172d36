import io.snowloop.samples.scene.Stage;

class Empty {
    static void main(Stage stage) {}
}
